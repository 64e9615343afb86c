"""The access matrix: every address of the resolver, in both languages, asked by every kind of caller.

An address that is not listed in ``DOORS`` fails, and so does one that lets in, or keeps out, another caller than
it says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, path, reverse
from django.utils import timezone, translation

from checkin.models import HistoricalTotal
from checkin.services.devices import open_kiosk, revoke
from kspvisits import urls
from kspvisits.access import KIOSK_COOKIE, kiosk_may_enter

CALLERS = ("nobody", "kiosk", "revoked kiosk", "front desk", "reporting", "head", "administrator", "stranger")
STAFF = ("front desk", "reporting", "head", "administrator", "stranger")
SIGN_IN, IN = "sign in", "in"


@dataclass(frozen=True)
class Door:
    """Who is let in, what they are answered (None: not a method of this page), and what meets the others."""

    others: dict[str, int | str]
    get: int | None = 200
    post: int | None = None


def refusals(**answers) -> dict[str, int | str]:
    return {caller.replace("_", " "): answer for caller, answer in answers.items()}


NO_KIOSK = refusals(kiosk=403, revoked_kiosk=403)
DESK = refusals(nobody=SIGN_IN, reporting=403, stranger=404) | NO_KIOSK
HEAD = refusals(nobody=SIGN_IN, front_desk=403, reporting=403, stranger=404) | NO_KIOSK
# The first desk, or dashboard, of whoever asks: a stranger is led to their own site.
OWN_DESK = refusals(nobody=SIGN_IN, reporting=403) | NO_KIOSK
REPORTS = refusals(nobody=SIGN_IN, front_desk=403, stranger=404) | NO_KIOSK
OWN_REPORTS = refusals(nobody=SIGN_IN, front_desk=403) | NO_KIOSK
API = refusals(nobody=401, front_desk=403, stranger=404) | NO_KIOSK
STAFF_AT_A_TABLETS_DOOR = dict.fromkeys(("nobody", *STAFF), 401)
TABLET, TABLET_EVEN_REVOKED = STAFF_AT_A_TABLETS_DOOR | refusals(revoked_kiosk=401), STAFF_AT_A_TABLETS_DOOR
KIOSK = dict.fromkeys(("nobody", "revoked kiosk", *STAFF), 403)
SIGNED_IN = refusals(nobody=SIGN_IN) | NO_KIOSK
EVERYONE: dict[str, int | str] = {}

DOORS = {
    "home": Door(EVERYONE, get=302),
    "login": Door(dict.fromkeys(STAFF, 302), post=400),
    "logout": Door(SIGNED_IN, get=405, post=302),
    "kiosk-category": Door(KIOSK),
    "kiosk-category-group": Door(KIOSK),
    "kiosk-persons": Door(KIOSK),
    "kiosk-persons-sure": Door(KIOSK),
    "kiosk-origin": Door(KIOSK),
    "kiosk-purpose": Door(KIOSK, post=400),
    "kiosk-name": Door(KIOSK, get=302, post=302),
    "kiosk-without-details": Door(KIOSK, get=405, post=400),
    "kiosk-thanks": Door(KIOSK),
    "kiosk-thanks-again": Door(KIOSK),
    "kiosk-space": Door(KIOSK, post=400),
    "kiosk-stay": Door(KIOSK, get=405, post=302),
    "kiosk-undo": Door(KIOSK, get=405, post=302),
    "kiosk-leave": Door(KIOSK),
    "kiosk-leave-typed": Door(KIOSK),
    "kiosk-leave-confirm": Door(KIOSK, post=400),
    "kiosk-leave-some": Door(KIOSK, post=400),
    "kiosk-leave-entry": Door(KIOSK, get=404, post=404),
    "kiosk-leave-entry-some": Door(KIOSK, get=404, post=404),
    "kiosk-forgotten": Door(KIOSK),
    "kiosk-forgotten-page": Door(KIOSK),
    "kiosk-goodbye": Door(KIOSK),
    "kiosk-card": Door(KIOSK, post=400),
    "kiosk-card-first": Door(KIOSK, get=302, post=400),
    # Of a visit and a leaving without a card; with one they are in test_kiosk_cards.
    "kiosk-card-purpose": Door(KIOSK, get=404, post=404),
    "kiosk-card-goodbye": Door(KIOSK, get=404),
    "kiosk-card-stay": Door(KIOSK, get=405, post=409),
    "kiosk-welcome": Door(KIOSK),
    "kiosk-closed": Door(KIOSK, get=302),
    "kiosk-anyway": Door(KIOSK),
    "kiosk-anyway-group": Door(KIOSK),
    "kiosk-recorded": Door(KIOSK),
    "kiosk-call": Door(KIOSK, get=405, post=302),
    "kiosk-call-back": Door(KIOSK, get=405, post=302),
    "kiosk-called": Door(KIOSK),
    "kiosk-size": Door(KIOSK, get=405, post=302),
    # A browser that is a kiosk stays the one it is; the letters that let another one in are in test_kiosk_pairing.
    "kiosk-pair": Door(refusals(kiosk=302), get=302, post=400),
    "kiosk-shell": Door(KIOSK),
    "kiosk-tablet": Door(KIOSK),
    "kiosk-tablet-export": Door(KIOSK),
    "kiosk-ordinals": Door(KIOSK),
    "worker": Door(EVERYONE),
    "manifest": Door(EVERYONE),
    "desk-home": Door(OWN_DESK, get=302),
    "desk": Door(DESK),
    "desk-tally": Door(DESK, get=None, post=400),
    "desk-check-out": Door(DESK, post=400),
    "desk-void": Door(DESK, post=400),
    "desk-correct": Door(DESK, post=400),
    "desk-move": Door(DESK, post=400),
    "desk-spaces": Door(DESK),
    "desk-space": Door(HEAD, post=400),
    "desk-space-limit": Door(DESK, post=400),
    "desk-turned-away": Door(DESK, get=None, post=400),
    "desk-note-take-back": Door(DESK, get=None, post=302),
    "desk-sheet": Door(DESK, post=400),
    "desk-open-kiosk": Door(DESK, post=400),
    "desk-devices": Door(DESK),
    "desk-pair": Door(DESK, post=400),
    "desk-pair-again": Door(DESK, post=200),
    "desk-revoke": Door(DESK, post=302),
    "desk-cards": Door(DESK),
    "desk-cards-issue": Door(DESK, post=400),
    "desk-card-revoke": Door(DESK, post=400),
    "desk-card-unlink": Door(DESK, post=409),
    "desk-held": Door(DESK),
    "desk-held-entry": Door(DESK, post=400),
    "desk-close-day": Door(DESK, post=400),
    "desk-all-out": Door(DESK, get=None, post=400),
    "desk-calendar": Door(DESK),
    "desk-calendar-load": Door(HEAD, get=None, post=302),
    "desk-day-add": Door(HEAD, post=400),
    "desk-day": Door(HEAD, post=400),
    "desk-day-remove": Door(HEAD, post=302),
    "desk-hours-add": Door(HEAD, post=400),
    "desk-hours": Door(HEAD, post=400),
    "desk-hours-remove": Door(HEAD, post=302),
    "desk-worker": Door(EVERYONE),
    "desk-evacuation": Door(DESK),
    "desk-evacuation-snapshot": Door(DESK),
    "desk-evacuation-now": Door(DESK),
    "desk-evacuation-begin": Door(DESK, get=None, post=400),
    "desk-evacuation-tick": Door(DESK, get=None, post=400),
    "desk-evacuation-ticks": Door(DESK, get=None, post=400),
    "desk-evacuation-end": Door(DESK, post=400),
    "desk-evacuations": Door(DESK),
    "desk-evacuation-record": Door(DESK),
    "desk-calls": Door(DESK),
    "desk-call-answer": Door(DESK, get=None, post=302),
    "desk-totals": Door(REPORTS, post=400),
    "desk-total-remove": Door(REPORTS, post=400),
    "reports": Door(OWN_REPORTS, get=302),
    "reports-site": Door(REPORTS, get=302),
    "reports-dashboard": Door(REPORTS),
    "reports-occupancy": Door(REPORTS),
    "reports-csv": Door(REPORTS),
    "reports-workbook": Door(REPORTS),
    "display-lobby": Door(EVERYONE),
    "display-now": Door(EVERYONE),
    "api-occupancy": Door(EVERYONE),
    "api-year": Door(API),
    "api-pair": Door(EVERYONE, get=None, post=400),
    "api-sign-of-life": Door(TABLET, get=None, post=400),
    "api-submissions": Door(TABLET_EVEN_REVOKED, get=None, post=400),
}


def addresses(patterns=None) -> Iterator[str | None]:
    """The name of every address the resolver knows, None for one that has no name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from addresses(pattern.url_patterns)


def wrong_answers(ask, doors=DOORS) -> dict[str, str]:
    """Each answer that is not the listed one: ``{"GET desk by stranger": "200, not 404"}``."""
    wrong = {}
    for name, door in doors.items():
        for method, welcome in (("GET", door.get), ("POST", door.post)):
            for caller in CALLERS if welcome else ():
                expected, found = door.others.get(caller, welcome), ask(caller, method, name)
                if found != expected:
                    wrong[f"{method} {name} by {caller}"] = f"{found}, not {expected}"
    return wrong


@pytest.fixture
def browsers(site, officer, reporter, head, administrator, stranger, device_and_token):
    opened = dict(zip(CALLERS, (Client() for _ in CALLERS), strict=True))
    people = {"front desk": officer, "reporting": reporter, "head": head, "administrator": administrator}
    for caller, person in (people | {"stranger": stranger}).items():
        opened[caller].force_login(person)
    opened["kiosk"].cookies[KIOSK_COOKIE] = device_and_token[1]
    _, token = open_kiosk(site=site, name="Tablet lama", at=timezone.now())
    revoke(token=token, at=timezone.now())
    opened["revoked kiosk"].cookies[KIOSK_COOKIE] = token
    return opened


@pytest.fixture
def parts(history, enter, device_and_token, held, ended_call, issue_card, turned_away, evacuation):
    """Something real of the site to stand in each part of an address."""
    visit = enter(persons=3, device=device_and_token[0])
    answers = {"category": "TKP", "persons": 2, "origin": "batam", "purpose": "ACARA", "page": 1}
    return answers | {
        "site": "ksp", "year": 2019, "table": "monthly",
        "visit": visit.pk, "number": visit.number, "submission": visit.submission, "device": device_and_token[0].pk,
        "held": held.pk, "call": ended_call.pk, "total": HistoricalTotal.objects.first().pk,
        "card": issue_card().card.pk, "evacuation": evacuation.pk,
        "special_day": history.calendar_days.first().pk, "hours": history.opening_hours.first().pk,
        "space": history.spaces.first().pk, "note": turned_away.pk,
    }  # fmt: skip


@pytest.fixture
def ask(browsers, parts):
    """What a caller is answered; whatever the question changed is taken back, sessions too."""

    def ask(caller: str, method: str, name: str) -> int | str:
        needed = get_resolver().reverse_dict[name][0][0][1]
        url = reverse(name, kwargs={part: parts[part] for part in needed})
        cookies = browsers[caller].cookies.copy()
        with transaction.atomic():
            answer = browsers[caller].generic(method, url, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        browsers[caller].cookies = cookies
        is_refusal = answer.status_code == 302 and answer.url.startswith(reverse(settings.LOGIN_URL) + "?next=")
        return SIGN_IN if is_refusal else answer.status_code

    return ask


@pytest.fixture
def house(settings):
    """The house with one more address, put before the others."""

    def house(*added):
        changed = ModuleType("changed_urls")
        changed.urlpatterns = [*added, *urls.urlpatterns]
        settings.ROOT_URLCONF = changed

    return house


@login_not_required
def left_open(request, **parts):
    return HttpResponse("come in")


@kiosk_may_enter
def open_to_kiosks(request, **parts):
    return HttpResponse("come in")


def for_anyone_signed_in(request, **parts):
    return HttpResponse("come in")


def test_every_address_is_listed():
    assert sorted(addresses(), key=str) == sorted(DOORS)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_address_lets_in_whom_it_says_and_nobody_else(ask, language):
    with translation.override(language):
        assert wrong_answers(ask) == {}


# The twins: a house with the defect put in, which the same checks catch


def test_an_address_that_is_not_listed_is_caught(house):
    house(path("new/", left_open, name="new"), path("nameless/", left_open))

    assert set(addresses()) - set(DOORS) == {"new", None}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "let_in"),
    [
        (left_open, {"nobody", "reporting", "stranger"}),
        (open_to_kiosks, {"reporting", "stranger"}),
        (for_anyone_signed_in, {"reporting", "stranger"}),
    ],
)
def test_a_view_that_forgets_its_door_is_caught(house, ask, view, let_in):
    house(path("desk/<slug:site>/", view, name="desk"))

    caught = wrong_answers(ask, {"desk": DOORS["desk"]})

    assert {f"GET desk by {caller}" for caller in let_in} <= set(caught)
    assert ("GET desk by kiosk" in caught) == (view is open_to_kiosks)
