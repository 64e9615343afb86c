"""Colour tokens of the stylesheets and their contrast by WCAG 2."""

import re

from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"


def tokens() -> dict[str, str]:
    """Every custom property of tokens.css: ``laut-950`` is ``#041c29``."""
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", (CSS / "tokens.css").read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return round((light + 0.05) / (dark + 0.05), 2)
