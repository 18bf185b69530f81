"""The pages about bulk and about the drop-in say what the code does."""

import re
from pathlib import Path

import pytest

from api.access.buckets import MOST
from api.compat.minfraud_answer import BANDS, NOT_COUNTED
from api.composition.order_events import TYPES
from api.routes.order_events import EventAsked
from api.schemas.body import WITHIN_S
from api.schemas.shape import DEEPEST, MOST_MEMBERS
from api.schemas.submissions import MEMBERS
from engine.desk.batching import MOST as MOST_ORDERS
from engine.desk.batching import TOGETHER, TOGETHER_S
from engine.desk.tidying import ANSWERS_KEPT
from engine.settings import Settings

DOCS = Path(__file__).parents[3] / "docs"
BULK = (DOCS / "how-to-send-orders-in-bulk.md").read_text(encoding="utf-8")
THEIRS = (DOCS / "how-to-switch-from-minfraud.md").read_text(encoding="utf-8")


def test_types_when_the_page_lists_them_then_they_are_all() -> None:
    assert set(re.findall(r"`((?:payment|chargeback|fraud|shipment|order|address)\.[a-z_]+)`", BULK)) == set(TYPES)
    assert set(EventAsked.model_json_schema()["properties"]["type"]["enum"]) == set(TYPES)


@pytest.mark.parametrize(
    "words",
    [
        f"up to {MOST_ORDERS} orders",
        f"Up to {TOGETHER} orders",
        f"{TOGETHER_S * 1000:.0f} ms",
        f"{DEEPEST} levels",
        f"{MOST_MEMBERS:,} members",
        f"a batch {MEMBERS:,}",
        f"{WITHIN_S:.0f} seconds",
        f"kept for {ANSWERS_KEPT.days} days",
    ],
)
def test_bounds_when_the_page_names_them_then_they_are_those_of_the_code(words: str) -> None:
    assert words in BULK


def test_settings_when_the_page_names_them_then_exist_with_their_values() -> None:
    named = set(re.findall(r"`?CLEARWAY_([A-Z_]+)", BULK))
    usual = Settings()
    named.discard("KEY")  # the shell's own, of the examples
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    for value in (usual.rate_per_key, usual.rate_burst, usual.failures_per_minute):
        assert f"({value:.0f})" in BULK
    assert MOST > 0


def test_bands_when_the_page_shows_them_then_are_those_of_the_code() -> None:
    for outcome, (low, high) in BANDS.items():
        assert f"{outcome} {low:g}–{high:g}" in THEIRS
    assert f"{NOT_COUNTED:,}" in THEIRS
