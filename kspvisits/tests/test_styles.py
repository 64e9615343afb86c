"""Stylesheets speak in tokens, in layers, and never shout."""

import re

import pytest

from kspvisits.tests.colours import CSS, tokens

SHEETS = sorted(CSS.glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Paper is white and ink is black, whatever the tokens say.
ON_PAPER = re.compile(r"@media print\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
OWN_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\s*[,{])|\b(?:rgba?|hsla?|oklch)\(")


def rules(sheet) -> str:
    return COMMENT.sub("", sheet.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_exists(sheet):
    defined = {*tokens(), *re.findall(r"--([\w-]+)\s*:", rules(sheet))}

    assert set(re.findall(r"var\(--([\w-]+)", rules(sheet))) <= defined


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=lambda sheet: sheet.name
)
def test_colours_come_from_the_tokens(sheet):
    assert OWN_COLOUR.findall(ON_PAPER.sub("", rules(sheet))) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_lies_in_a_layer_and_none_shouts(sheet):
    assert "!important" not in rules(sheet)
    assert re.match(r"\s*@layer\b", rules(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_fetched_from_elsewhere(sheet):
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", rules(sheet))


@pytest.mark.parametrize("colour", ["#fff", "#0b5270", "rgb(0 0 0)", "rgba(0, 0, 0, .5)"])
def test_a_colour_of_its_own_is_seen(colour):
    assert OWN_COLOUR.search(f".tile {{ color: {colour}; }}")
