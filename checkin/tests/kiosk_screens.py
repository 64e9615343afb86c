"""Every screen of the kiosk in a real browser, for the tests that look at all of them."""

from collections.abc import Iterator

from checkin.models import Visit, VisitorCategory
from checkin.tests.kiosk_addresses import address
from kspvisits.access import KIOSK_COOKIE

LANDSCAPE, PORTRAIT = {"width": 1280, "height": 800}, {"width": 800, "height": 1280}


def become_kiosk(context, server, token: str) -> None:
    context.add_cookies([{"name": KIOSK_COOKIE, "value": token, "url": server.url}])


def addresses(alone: Visit, group: Visit, undone: Visit, language: str) -> dict[str, str]:
    """Screens by name. ``group`` is of at least six people; all three were recorded by this kiosk just now."""
    VisitorCategory.objects.filter(code="KRS").update(name_rule=VisitorCategory.NameRule.OPTIONAL)
    at = {
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
        "K7": ["kiosk-leave"],
        "K7 typed": ["kiosk-leave-typed", 12345],
        "K7 unknown": ["kiosk-leave-confirm", 12345],
        "K7 alone": ["kiosk-leave-confirm", alone.number],
        "K7 group": ["kiosk-leave-confirm", group.number],
        "K8": ["kiosk-goodbye"],
        "K15": ["kiosk-origin", "XXX", 1],
    }
    found = {name: address(*said, language=language) for name, said in at.items()}
    return found | {"K6": found["K4"] + "#data"}


def shown(page, server, found: dict[str, str]) -> Iterator[str]:
    """Open each screen in turn, and at last the question whether anybody is still there."""
    for name, path in found.items():
        page.goto("about:blank")  # an address that differs in its sheet alone would not be opened anew
        page.goto(server.url + path)
        yield name
    page.goto(server.url + found["K3"])
    page.evaluate("() => document.querySelector('dialog').showModal()")
    yield "K11"
