"""The page of causes: as it was, drawn, and without anything that asks for more."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from fulfillment.learning.causes import tabulate
from fulfillment.learning.cut import Cut
from fulfillment.learning.page import Report, page, share_bars
from fulfillment.learning.words import WORDS
from tests.fulfilment_site import NOON
from tests.lives_learnt import a_life, a_part, suggested

GOLDEN = Path(__file__).parents[3] / "golden" / "learning"


def report() -> Report:
    lost = a_part("ord_1", refund=2000, freight_lost=524, recovered=300, country="FR")
    good = [a_life(f"ord_{at}", parts=(a_part(f"ord_{at}", days=at),)) for at in range(2, 12)]
    evil = a_life("ord_x", "not_as_described", parts=(a_part("ord_x", sku="<script>alert(1)</script>", refund=900),))
    lives = [a_life("ord_1", "lost", parts=(lost,), data={"rules": {"FRD-001": "hold"}}), *good, evil]
    return Report(since=date(2026, 11, 1), until=date(2026, 11, 30), now=NOON, currency="EUR",
                  tables=tabulate(lives, list(Cut), "EUR"), suggestions=[suggested("sug_1", NOON)])  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_when_made_then_it_is_as_it_was(language: str) -> None:
    shown, kept = page(report(), WORDS[language]), GOLDEN / f"page_{language}.html"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")


def test_page_when_made_then_pictures_are_drawn_names_are_text_and_it_asks_for_nothing() -> None:
    shown = page(report())
    for each in [part.partition("</svg>")[0] for part in shown.split("<svg")[1:]]:
        fromstring(f"<svg{each}</svg>")
    assert not [asks for asks in ("<script", "src=", "http") if asks in shown]


def test_page_when_nothing_is_learnt_then_says_so() -> None:
    empty = replace(report(), tables=tabulate([], list(Cut), "EUR"), suggestions=())
    assert WORDS["en"].nothing in page(empty)


def test_bars_when_drawn_then_each_lies_within_its_interval() -> None:
    bars = share_bars(report().tables[Cut.LANE].rows)
    assert [bar.name for bar in bars] == ["CN-FR line-yunexpress", "CN-DE line-yunexpress"]
    assert all(bar.low <= 190 + bar.width <= bar.high + 1 for bar in bars)
