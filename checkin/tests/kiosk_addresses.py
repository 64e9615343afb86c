"""Every kiosk address once, for the tests that ask the same of all of them."""

from django.urls import reverse
from django.utils import translation

QUESTIONS = {
    "kiosk-category": [],
    "kiosk-category-group": [],
    "kiosk-persons": ["KOM", 24],
    "kiosk-persons-sure": ["KOM", 60],
    "kiosk-origin": ["MHS", 1],
    "kiosk-purpose": ["MHS", 1, "batam"],
    "kiosk-leave": [],
    "kiosk-leave-typed": [27],
    "kiosk-forgotten": [],
    "kiosk-goodbye": [],
    "kiosk-anyway": [],
    "kiosk-anyway-group": [],
    "kiosk-recorded": [],
    "kiosk-called": [],
    "kiosk-welcome": [],
}


def address(name: str, *args, language: str = "id") -> str:
    with translation.override(language):
        return reverse(name, args=args)
