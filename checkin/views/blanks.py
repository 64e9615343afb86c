"""Every screen of the kiosk with a blank wherever a visit's own words go, for the tablet to fill in by itself.

The pages come from the views and templates that answer online; nothing of them is written twice.
"""

import re
from collections.abc import Iterator
from copy import copy
from datetime import time
from itertools import product
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from checkin.errors import NotThatManyInside, SubmissionConflict, TooLateHere
from checkin.models import Device, Origin, Visit, VisitorCategory
from checkin.services.choices import purposes_for
from checkin.views.kiosk import category_page
from checkin.views.leaving import confirmation, keypad
from checkin.views.rest import VERSES
from checkin.views.screen import WORDS, show, trouble
from checkin.views.thanks import thanks_page
from kspvisits.access import KIOSK_COOKIE

# Stand for what a visit brings; none of them is ever a real one.
NUMBER, INSIDE, LEAVING = 88_888, 77_777, 66_666
#: This one the views must accept: it is a real number, of more people than are asked for again.
PERSONS = 187
SUBMISSION = UUID("5e5e5e5e-5e5e-4e5e-8e5e-5e5e5e5e5e5e")
CATEGORY, ORIGIN, DAY = "JENIS-X-JENIS", "asal-x-asal", "HARI-X-HARI"
NOON, SINCE = time(12), time(23, 59)
PICTURES = re.compile(r'<li>\s*<a class="tile tile-category".*?</li>', re.DOTALL)
BLANKS = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1⟦csrf⟧"),
    (re.compile(r'(name="submission" value=")[^"]*'), r"\1⟦submission⟧"),
    (re.compile(r'(<time class="top-clock" datetime=")[^"]*("[^>]*>)[^<]*'), r"\1⟦clock⟧\2⟦time⟧"),
    (re.compile(rf"\b{NUMBER}\b"), "⟦number⟧"),
    (re.compile(rf"\b{INSIDE}\b"), "⟦inside⟧"),
    (re.compile(rf"\b{LEAVING}\b"), "⟦leaving⟧"),
    (re.compile(str(SUBMISSION)), "⟦visit⟧"),
    (re.compile(CATEGORY), "⟦category⟧"),
    (re.compile(ORIGIN), "⟦origin⟧"),
    (re.compile(DAY), "⟦day⟧"),
    (re.compile(r"\b23[.:]59\b"), "⟦since⟧"),
]


def pages(request: HttpRequest, device: Device) -> dict[str, dict[str, str]]:
    """Screens by language and name."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = dict(_Blanks(request, device).all())
    return found


class _Blanks:
    """The screens of one tablet in the language of the moment."""

    def __init__(self, request, device):
        self.request, self.device = request, device
        self.categories = list(VisitorCategory.objects.offered())
        self.origin = Origin.objects.filter(is_offered=True, is_on_kiosk=True).first().slug
        self.spaces = list(device.site.spaces.all())

    def all(self) -> Iterator[tuple[str, str]]:
        for name in ("category", "category-group", "anyway", "anyway-group"):
            how = {"is_group": name.endswith("group"), "asks_hours": name.startswith("category")}
            yield name, self.blanked(category_page(self.sub(f"kiosk-{name}"), self.device, **how))
        yield from self.at_rest()
        for category in self.categories:
            yield from self.questions(category)
            yield from self.leaving(category)
        for space in [None, *self.spaces]:
            yield from self.thanks(space)
        yield from self.forgotten()
        yield "undone", self.drawn("kiosk-thanks", SUBMISSION, screen="undone")
        yield from self.keypads()
        yield "goodbye", self.asked("kiosk-goodbye")
        yield from self.troubles()
        yield "tablet", self.asked("kiosk-tablet")
        yield "tablet-full", self.drawn("kiosk-tablet", screen="tablet", is_refused=True)

    def at_rest(self) -> Iterator[tuple[str, str]]:
        """Without the server nobody knows how full the house is; the hours are known for days ahead."""
        for verse in range(1, VERSES + 1):
            nothing = {"is_open": False, "opens": None}
            yield f"welcome/{verse}", self.drawn("kiosk-welcome", screen="welcome", verse=verse, **nothing)
        at = self.device.site.moment_of(self.device.site.day_of(timezone.now()), SINCE)
        opens = {
            "today": {"is_today": True, "at": at},
            "later": {"is_today": False, "day": DAY, "at": at},
            "unknown": None,
        }
        for when, opening in opens.items():
            context = {"opens": opening, "is_anybody_inside": True}
            yield f"closed/{when}", self.drawn("kiosk-closed", screen="closed", **context)

    def questions(self, category: VisitorCategory) -> Iterator[tuple[str, str]]:
        code = category.code
        yield f"persons/{code}", self.counted("kiosk-persons", code)
        yield f"sure/{code}", self.counted("kiosk-persons-sure", code)
        yield f"origin/{code}/one", self.asked("kiosk-origin", code, 1)
        yield f"origin/{code}/some", self.counted("kiosk-origin", code)
        yield f"purpose/{code}", self.purpose(code, asks_name=False)
        if category.name_rule != VisitorCategory.NameRule.OFF:
            yield f"purpose-named/{code}", self.purpose(code, asks_name=True)

    def purpose(self, code: str, *, asks_name: bool) -> str:
        """Where a name is asked the tablet needs the page without that question too: it keeps no names."""
        context = {"purposes": purposes_for(code, self.origin), "asks_name": asks_name, "submission": SUBMISSION}
        address = ["kiosk-purpose", code, INSIDE, ORIGIN]
        html = self.drawn(*address, screen="purpose", category=code, persons=INSIDE, origin=ORIGIN, **context)
        return html.replace("⟦inside⟧", "⟦persons⟧")

    def leaving(self, category: VisitorCategory) -> Iterator[tuple[str, str]]:
        since = self.device.site.moment_of(self.device.site.day_of(timezone.now()), SINCE)
        for (inside, leaves, size), number in product(((1, 1, "one"), (INSIDE, LEAVING, "some")), (NUMBER, None)):
            visit = Visit(
                submission=SUBMISSION, number=number, category=category, arrived_at=since, persons=inside,
                persons_inside=inside,
            )  # fmt: skip
            ask = self.sub(*(("kiosk-leave-confirm", NUMBER) if number else ("kiosk-leave-entry", SUBMISSION)))
            name = "confirm" if number else "confirm-bare"
            yield f"{name}/{category.code}/{size}", self.blanked(confirmation(ask, self.device, visit, leaves))

    def thanks(self, space) -> Iterator[tuple[str, str]]:
        """With and without a number, first and again; after the two minutes no page names the room any more."""
        sizes, times = (
            ((1, "one"), (INSIDE, "some")),
            ((False, LEAVING, "fresh"), (True, LEAVING, "again"), (True, 0, "late")),
        )
        for (persons, size), number, (is_repeat, left, when) in product(sizes, (NUMBER, None), times):
            visit = Visit(
                submission=SUBMISSION, number=number, persons=persons, space=space, site=self.device.site,
                category=VisitorCategory(code=CATEGORY), origin=Origin(slug=ORIGIN),
            )  # fmt: skip
            ask = self.sub("kiosk-thanks-again" if is_repeat else "kiosk-thanks", SUBMISSION)
            context = {"is_repeat": is_repeat, "seconds_left": left, "ordinals": None}
            name = f"thanks/{space.code if space else ''}/{size}/{'numbered' if number else 'bare'}/{when}"
            yield name, self.blanked(thanks_page(ask, self.device, visit, **context))

    def forgotten(self) -> Iterator[tuple[str, str]]:
        """The page around the pictures, wherever it stands among others, and the picture of each category."""
        for last, here, name in ((1, 1, "only"), (2, 1, "first"), (3, 2, "middle"), (2, 2, "last")):
            html = self.pictures(VisitorCategory(code=CATEGORY), pages=last, page=here)
            html = html.replace(f"forgotten/{here - 1}/", "forgotten/⟦earlier⟧/")
            html = html.replace(f"forgotten/{here + 1}/", "forgotten/⟦later⟧/")
            yield f"forgotten/{name}", PICTURES.sub("⟦pictures⟧", html)
        nobody = Paginator([], 1).page(1)
        yield "forgotten/nobody", self.drawn("kiosk-forgotten", screen="forgotten", shown=nobody)
        for category in self.categories:
            for number, name in ((NUMBER, "numbered"), (None, "bare")):
                yield f"picture/{category.code}/{name}", PICTURES.search(self.pictures(category, number=number))[0]

    def pictures(self, category, *, number=None, pages=1, page=1) -> str:
        at = self.device.site.moment_of(self.device.site.day_of(timezone.now()), SINCE)
        visit = Visit(submission=SUBMISSION, number=number, category=category, arrived_at=at)
        shown = Paginator([visit] * pages, 1).page(page)
        return self.drawn("kiosk-forgotten", screen="forgotten", shown=shown)

    def keypads(self) -> Iterator[tuple[str, str]]:
        yield "leave", self.asked("kiosk-leave")
        yield "leave-typed", self.asked("kiosk-leave-typed", NUMBER)
        for name, said in {
            "unknown": _("Number %(number)s is not in use today.") % {"number": NUMBER},
            "left": _("Number %(number)s has already left.") % {"number": NUMBER},
            "fewer": NotThatManyInside.message,
        }.items():
            yield f"leave-{name}", self.blanked(keypad(self.sub("kiosk-leave"), self.device, 0, wrong=said))

    def troubles(self) -> Iterator[tuple[str, str]]:
        for name, message in {
            "nowhere": WORDS[404],
            "used": SubmissionConflict.message,
            "late": TooLateHere.message,
            "card": _("Cards need the connection. Choose a picture on the screen."),
            "unsure": _(
                "The connection was lost just then: the card may be recorded or not. Please ask the front desk."
            ),
            "offline": _("This needs the connection, which is lost just now. Please ask the front desk."),
        }.items():
            yield (
                f"trouble/{name}",
                self.blanked(trouble(self.sub("kiosk-category"), status=200, message=message, site=self.device.site)),
            )

    def asked(self, name: str, *args) -> str:
        """The page that the view behind an address answers this tablet."""
        ask = self.sub(name, *args)
        match = ask.resolver_match
        answer = match.func(ask, *match.args, **match.kwargs)
        if answer.status_code != 200:
            raise ValueError(f"{ask.path} answers {answer.status_code}: nothing to lend to a tablet.")
        return self.blanked(answer)

    def counted(self, name: str, code: str) -> str:
        """A page about several persons, asked for a number of them that stands nowhere else."""
        return re.sub(rf"\b{PERSONS}\b", "⟦persons⟧", self.asked(name, code, PERSONS))

    def drawn(self, address: str, *args, screen: str, **context) -> str:
        """A page that no address shows just so."""
        return self.blanked(show(self.sub(address, *args), self.device, screen, **context))

    def sub(self, name: str, *args) -> HttpRequest:
        """The request a tablet would send for an address."""
        ask = copy(self.request)
        ask.path = ask.path_info = reverse(name, args=args)
        ask.method, ask.GET, ask.META = "GET", QueryDict(), {**self.request.META, "QUERY_STRING": ""}
        ask.COOKIES = {KIOSK_COOKIE: self.request.COOKIES[KIOSK_COOKIE]}  # in the usual size of type
        ask.resolver_match = resolve(ask.path)
        return ask

    @staticmethod
    def blanked(answer) -> str:
        html = answer.content.decode()
        for found, blank in BLANKS:
            html = found.sub(blank, html)
        return html
