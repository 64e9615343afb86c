"""The colour pairs of the look, recomputed from the tokens that the pages load."""

import pytest

from kspvisits.tests.colours import contrast, tokens

PAIRS = [
    # text or line, ground, ratio
    ("laut-950", "pasir-50", 16.45),
    ("laut-950", "putih", 17.45),
    ("batu-700", "pasir-50", 8.33),
    ("batu-600", "pasir-50", 5.84),
    ("batu-600", "putih", 6.19),
    ("putih", "laut-700", 8.55),
    ("putih", "laut-800", 11.55),
    ("putih", "laut-600", 6.07),
    ("laut-700", "pasir-50", 8.06),
    ("laut-950", "kuning-500", 9.76),
    ("laut-950", "kuning-300", 12.60),
    ("laut-950", "laut-200", 12.24),
    ("kuning-800", "pasir-50", 6.46),
    ("kuning-800", "putih", 6.85),
    ("putih", "sirih-700", 7.56),
    ("sirih-700", "pasir-50", 7.13),
    ("sirih-700", "sirih-100", 6.45),
    ("putih", "bakau-700", 6.98),
    ("bakau-700", "pasir-50", 6.58),
    ("bakau-700", "bakau-100", 6.02),
    ("jingga-800", "jingga-100", 6.12),
    ("kuning-500", "laut-800", 6.46),
    ("laut-800", "pasir-50", 10.89),
    ("putih", "laut-950", 17.45),
    ("kabut-200", "laut-950", 10.80),
    ("kabut-200", "malam", 8.21),
    ("putih", "malam", 13.28),
    ("kuning-300", "malam", 9.59),
    ("aqua-300", "laut-950", 10.10),
    ("aqua-300", "malam", 7.69),
    # the ratings' fills, under white
    ("putih", "rating-91", 8.05),
    ("putih", "rating-76", 5.00),
    ("putih", "rating-66", 5.54),
    ("putih", "rating-51", 5.79),
    ("putih", "rating-0", 8.90),
]
LINES = [("batu-400", "pasir-50", 3.34), ("batu-400", "putih", 3.55)]
NEVER_TEXT = [("pasir-300", "pasir-50", 1.44), ("kuning-500", "pasir-50", 1.69)]
LIGHT_CATEGORIES = {"category-TKP", "category-STU", "category-UMM"}


@pytest.mark.parametrize(("text", "ground", "ratio"), [*PAIRS, *LINES, *NEVER_TEXT])
def test_a_pair_has_the_contrast_it_was_chosen_for(text, ground, ratio):
    colours = tokens()

    assert contrast(colours[text], colours[ground]) == pytest.approx(ratio, abs=0.011)


def test_text_can_be_read_and_lines_seen():
    assert min(ratio for text, ground, ratio in PAIRS) >= 4.5
    assert min(ratio for line, ground, ratio in LINES) >= 3


def test_what_is_too_faint_for_text_is_known_to_be():
    assert max(ratio for text, ground, ratio in NEVER_TEXT) < 3


def test_every_category_is_seen_on_both_grounds_and_carries_white_where_it_may():
    colours = tokens()
    categories = {name: colour for name, colour in colours.items() if name.startswith("category-")}

    assert len(categories) == 9
    for name, colour in categories.items():
        assert contrast(colour, colours["pasir-50"]) >= 3, name
        assert (contrast(colours["putih"], colour) >= 4.5) == (name not in LIGHT_CATEGORIES), name
