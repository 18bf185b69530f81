"""The page of a card stands alone, its pictures come out the same, and its text is as in the golden files.

CLEARWAY_UPDATE_GOLDEN=1 writes these again.
"""

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from api.cli.card_text import card_lines
from engine.training.card import Card
from engine.training.card_words import WORDS
from engine.training.charts import CHARTS, charts
from engine.training.measured import Figures, Measured
from engine.training.page import page
from tests.model_card import a_card, a_tested

GOLDEN = Path(__file__).parents[2] / "golden" / "model"
CARDS = {"tested": a_card(a_tested()), "untested": a_card()}


@cache
def known(name: str, lang: str) -> str:
    """The page of one of the cards; drawing it takes a second."""
    return made(CARDS[name], lang)


def made(card: Card, lang: str = "en") -> str:
    says = WORDS[lang]
    return page(card, () if card.tested is None else charts(card.tested, says.charts), says)


def held(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", CARDS)
def test_text_when_shown_then_is_as_ever(name: str, lang: str) -> None:
    held(f"card_{name}.{lang}.txt", "".join(f"{line}\n" for line in card_lines(CARDS[name], WORDS[lang])))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", CARDS)
def test_page_when_written_then_is_as_ever_but_for_its_pictures(name: str, lang: str) -> None:
    text = re.sub(r"<svg.*?</svg>", "<svg/>", known(name, lang), flags=re.DOTALL)
    held(f"card_{name}.{lang}.html", text)


def test_page_when_written_then_asks_for_nothing_and_runs_nothing() -> None:
    text = known("tested", "en")
    assert not re.search(r"https?:|url\((?!#)|@import|javascript:|<script|\son\w+=|<link|<img", text)
    assert text.count("<svg") == text.count('<figure role="img" aria-label="') == len(CHARTS)


def test_page_when_a_name_holds_markup_then_shows_it_as_text() -> None:
    card = a_card(a_tested())
    part = replace(a_tested().segments[0], name="<script>x</script>")
    text = made(replace(card, tested=replace(a_tested(), segments=(part,))))
    assert "<script>" not in text
    assert "&lt;script&gt;x" in text


def test_charts_when_drawn_twice_then_are_the_same_bytes() -> None:
    first, second = (charts(a_tested()) for _ in range(2))
    assert [each.svg() for each in first] == [each.svg() for each in second]
    assert tuple(each.name for each in first) == CHARTS


def test_charts_when_written_as_png_then_are_pictures() -> None:
    assert all(each.png().startswith(b"\x89PNG") for each in charts(a_tested()))


def without_frauds() -> Measured:
    unknown = Figures(average_precision=None, roc_auc=None, recall_at_budget=None, precision_at_budget=0.0)
    return replace(a_tested(), frauds=0, models={"anomaly": unknown}, curves={}, calibration=(), scores={}, drift={})


def test_charts_when_there_is_nothing_to_show_then_are_left_out() -> None:
    assert charts(without_frauds()) == ()


def test_page_when_no_fraud_was_known_then_has_dashes() -> None:
    assert "—" in made(a_card(without_frauds()))


def test_words_when_in_chinese_then_none_is_left_in_english() -> None:
    english, chinese = WORDS["en"], WORDS["zh"]
    same = [name for name in english.__slots__ if getattr(english, name) == getattr(chinese, name)]
    assert same == ["none"]
