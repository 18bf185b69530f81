"""How an order in several parts is shown to people."""

import os
from pathlib import Path

import pytest

from api.cli.life_page import line_of, standing_rows, timeline_rows
from api.cli.phrases import Language
from fulfillment.overview import overview
from fulfillment.timeline import timeline
from tests.fulfilment_site import House
from tests.split_orders import box, pick, split, through

GOLDEN = Path(__file__).parents[2] / "golden" / "cli"


@pytest.mark.parametrize("language", Language)
def test_order_when_in_parts_then_says_of_which_part_and_parcel_it_speaks(house: House, language: Language) -> None:
    split(house)
    through(house, "2")
    pick(house, "3")
    box(house, 900, "3")
    with house.database.read() as session:
        seen = overview(session, house.site, "main", "ord_1")
        entries = timeline(session, "main", "ord_1")
    shown = [
        line_of(seen),
        *standing_rows(seen, (), language),
        *timeline_rows(entries, "EUR", language, seen.view),
    ]
    golden, text = GOLDEN / f"order_parts.{language}.txt", "\n".join(shown) + "\n"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
