"""What holds on every page: nothing left unfilled, no year read as a thousand, nothing but markup in the markup."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from kspvisits.tests.crawl import readable

#: Addresses that answer a piece of a page.
PIECES = ("display-now", "desk-evacuation-now")
UNFILLED = re.compile(r"\{\{|\{%|%\(\w+\)s|\bNone\b|\bnan\b|datetime\.|<\w+ object|Traceback")
GROUPED_YEAR = re.compile(r"\b2[.,]0[12]\d\b")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|<[^>]+\s(?:style|on\w+)=", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//[^\"']+")
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
DRAWN = {"viewBox", "d", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"}


def nothing_is_left_unfilled(page: str) -> list[str]:
    return UNFILLED.findall(readable(page))


def a_year_is_never_a_thousand(page: str) -> list[str]:
    return GROUPED_YEAR.findall(page)


def no_code_stands_in_the_markup(page: str) -> list[str]:
    return INLINE.findall(page)


def nothing_comes_from_elsewhere(page: str) -> list[str]:
    return FOREIGN.findall(page)


def a_drawing_counts_with_points(page: str) -> list[str]:
    """``12,5`` is two coordinates to a browser."""
    return [value for drawing in SVG.findall(page) for value in coordinates(drawing) if "," in value]


def coordinates(drawing: str) -> Iterator[str]:
    """Of ``points`` each pair, with its one comma gone."""
    for element in ElementTree.fromstring(drawing).iter():
        yield from (value for name, value in element.attrib.items() if name in DRAWN)
        yield from (pair.replace(",", " ", 1) for pair in element.get("points", "").split())


def it_has_a_name(page: str) -> list[str]:
    """A piece of a page, which stands in one that has a name, begins without a doctype."""
    is_named = re.search(r"<title>[^<]{3,}</title>", page) or not page.lstrip().lower().startswith("<!doctype")
    return [] if is_named else ["no title"]


RULES = [
    nothing_is_left_unfilled,
    a_year_is_never_a_thousand,
    no_code_stands_in_the_markup,
    nothing_comes_from_elsewhere,
    a_drawing_counts_with_points,
    it_has_a_name,
]
TWINS = [
    (nothing_is_left_unfilled, "<p>Kunjungan: None</p>"),
    (nothing_is_left_unfilled, "<p>%(count)s kunjungan</p>"),
    (a_year_is_never_a_thousand, "<h1>Kunjungan 2.019</h1>"),
    (a_year_is_never_a_thousand, '<a href="/reports/ksp/2,026/">'),
    (no_code_stands_in_the_markup, "<script>go()</script>"),
    (no_code_stands_in_the_markup, '<p style="color: red">'),
    (no_code_stands_in_the_markup, '<button type="button" onclick="go()">'),
    (nothing_comes_from_elsewhere, '<script src="https://cdn.example/htmx.js"></script>'),
    (a_drawing_counts_with_points, '<svg><rect x="12,5"/></svg>'),
    (a_drawing_counts_with_points, '<svg><path d="M0 12,5"/></svg>'),
    (a_drawing_counts_with_points, '<svg><polyline points="1,2 12,5,4"/></svg>'),
    (it_has_a_name, "<!doctype html><title></title>"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_keeps_the_rules(pages, language):
    shown = pages(language)

    broken = {
        f"{name}: {rule.__name__}": found for name, page in shown.items() for rule in RULES if (found := rule(page))
    }
    assert broken == {}
    whole = {name: page for name, page in shown.items() if not name.startswith(PIECES)}
    assert [name for name, page in whole.items() if f'<html lang="{language}"' not in page] == []
    assert [name for name in shown if "(5" in name] == []
    assert any("<polyline" in page for page in shown.values()), "no chart was looked at"


@pytest.mark.parametrize(("rule", "page"), TWINS)
def test_a_page_that_breaks_a_rule_is_seen(rule, page):
    assert rule(page)


def test_every_rule_has_a_twin():
    assert {rule for rule, page in TWINS} == set(RULES)
