"""Every screen of the kiosk in a real browser, for the tests that look at all of them."""

from collections.abc import Iterator
from datetime import time, timedelta

from django.core.cache import cache
from django.utils import timezone

from checkin.models import OpeningHours, StaffCall, Visit, VisitorCategory
from checkin.services.calls import call_staff
from checkin.tests.kiosk_addresses import address
from kspvisits.access import KIOSK_COOKIE

LANDSCAPE, PORTRAIT = {"width": 1280, "height": 800}, {"width": 800, "height": 1280}
# What is left of either at twice the size.
HALF_LANDSCAPE, HALF_PORTRAIT = {"width": 640, "height": 400}, {"width": 400, "height": 640}


def become_kiosk(context, server, token: str) -> None:
    context.add_cookies([{"name": KIOSK_COOKIE, "value": token, "url": server.url}])


def hold(page) -> None:
    """Touch the page, so that it neither returns nor goes to rest while it is looked at."""
    page.evaluate("() => document.body.dispatchEvent(new Event('pointerdown', {bubbles: true}))")


def close_the_house(site) -> None:
    """From now on, until the day after tomorrow."""
    opens = timezone.now() + timedelta(days=2)
    site.opening_hours.all().delete()
    OpeningHours.objects.create(site=site, weekday=site.day_of(opens).weekday(), start=time(8), end=time(16))
    cache.clear()  # of the hours, which are remembered for a minute


def addresses(alone: Visit, group: Visit, undone: Visit, bare: Visit, language: str, **by_card) -> dict[str, str]:
    """Screens by name. All were recorded by this kiosk just now, ``group`` of at least six, ``bare`` numberless.

    ``by_card``: what cards have done: ``came`` and ``came_again``, visits, and ``left`` and ``stayed``, departures.

    More than twelve are inside, so that the second page of pictures lies between two others.
    """
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.OPTIONAL)
    at = {
        "K0": ["kiosk-welcome"],
        "K1": ["kiosk-category"],
        "K1 group": ["kiosk-category-group"],
        "K2": ["kiosk-persons", "KOM", 24],
        "K2 kindergarten": ["kiosk-persons", "TKP", 2],
        "K2 sure": ["kiosk-persons-sure", "KOM", 200],
        "K3": ["kiosk-origin", "MHS", 1],
        "K4": ["kiosk-purpose", "ESP", 1, "batam"],
        "K4 with a name": ["kiosk-purpose", "KRS", 1, "batam"],
        "K4b": ["kiosk-name", "KRS", 1, "batam", "ACARA"],
        "K5": ["kiosk-thanks", alone.submission],
        "K5 group": ["kiosk-thanks", group.submission],
        "K5 again": ["kiosk-thanks-again", group.submission],
        "K5 room": ["kiosk-space", alone.submission],
        "K5 undone": ["kiosk-thanks", undone.submission],
        "K5 without a number": ["kiosk-thanks", bare.submission],
        "K5 elsewhere": ["kiosk-recorded"],
        "K7": ["kiosk-leave"],
        "K7 typed": ["kiosk-leave-typed", 12345],
        "K7 unknown": ["kiosk-leave-confirm", 12345],
        "K7 alone": ["kiosk-leave-confirm", alone.number],
        "K7 group": ["kiosk-leave-confirm", group.number],
        "K7 without a number": ["kiosk-leave-entry", bare.submission],
        "K8": ["kiosk-goodbye"],
        "K10": ["kiosk-forgotten-page", 2],
        "K14": ["kiosk-called"],
        "K15": ["kiosk-origin", "XXX", 1],
    }
    if by_card:
        at |= {
            "K5 card": ["kiosk-thanks", by_card["came"].submission],
            "K5 card again": ["kiosk-thanks", by_card["came_again"].submission],
            "K8 card": ["kiosk-card-goodbye", by_card["left"].submission],
            "K8 card undone": ["kiosk-card-goodbye", by_card["stayed"].submission],
            "K9": ["kiosk-card"],
            "K9 purpose": ["kiosk-card-purpose", by_card["came"].submission],
        }
    found = {name: address(*said, language=language) for name, said in at.items()}
    return found | {"K6": found["K4"] + "#data"}


def shown(page, server, site, found: dict[str, str], *, is_large: bool = False) -> Iterator[str]:
    """Open each screen in turn, then a step-free call, whether anybody is still there, and the closed house."""

    def go(path):
        page.goto("about:blank")  # an address that differs in its sheet alone would not be opened anew
        if is_large:
            page.context.add_cookies([{"name": "large", "value": "yes", "url": server.url}])
        page.goto(server.url + path)
        hold(page)

    for name, path in found.items():
        go(path)
        yield name
    call_staff(device=site.devices.get(), at=timezone.now(), kind=StaffCall.Kind.STEP_FREE)
    go(found["K14"])
    yield "K14 step-free"
    go(found["K3"])
    page.evaluate("() => document.querySelector('dialog').showModal()")
    yield "K11"
    close_the_house(site)
    go(found["K1"])
    yield "K13"
