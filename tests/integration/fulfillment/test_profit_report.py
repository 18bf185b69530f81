"""A period's profits as people read them: the page in two languages, the tables."""

import csv
import os
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from engine.order.order import Totals
from engine.order.terms import Incoterm
from fulfillment.freight.sources import Sources
from fulfillment.profit.page import Report, page, waterfall
from fulfillment.profit.reporting import period_report
from fulfillment.profit.sheet import orders_sheet, table_sheet
from fulfillment.profit.tables import Over
from fulfillment.profit.wanted import Wanted
from fulfillment.profit.words import ENGLISH, WORDS
from fulfillment.records import AgreedFee
from fulfillment.store.settlement_cases import put_fee
from tests.builders import a_line, an_order
from tests.customs_files import TEE
from tests.freight_bills import a_row, take
from tests.fulfilment_site import NOON, House
from tests.money_house import PACKED_AT, books_of, file_of, kept_orders, sent, the_sources

GOLDEN = Path(__file__).parents[2] / "golden" / "profit"
WANTED = Wanted(merchant="main", since=PACKED_AT - timedelta(days=1), until=NOON, currency="EUR")


@pytest.fixture
def sources(house: House) -> Sources:
    """Three orders: one with a bill, one at a loss, one whose goods have no cost; a shop is called like a formula."""
    fee = AgreedFee(merchant_id="main", provider="stripe", currency="EUR", share_ppm=29_000, fixed=30, tolerance=1)
    with house.database.write() as session:
        put_fee(session, fee)
    base = an_order(totals=Totals(total=4488, goods=3998, shipping=490, tax=717))
    assert base.shipping is not None
    base = replace(base, shipping=replace(base.shipping, incoterm=Incoterm.DAP))
    cheap = replace(base, lines=(a_line(unit_price=400),), totals=Totals(total=1290, goods=800, shipping=490, tax=206),
                    shop="=HYPERLINK(1)")  # fmt: skip
    for number in (1, 2, 3):
        sent(house, f"ord_{number}", number=f"YT{number}")
    found = the_sources(
        file_of(base, "ord_1"), file_of(cheap, "ord_2"), file_of(replace(base, channel="amazon"), "ord_3", TEE)
    )
    take(house, found, a_row("YT1", weight="1.5", freight="111"))
    return found


@pytest.fixture
def report(house: House, sources: Sources) -> Report:
    books = books_of(house, sources)
    books.catch_up(WANTED)
    with house.database.read() as session:
        return period_report(session, books, WANTED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_when_made_then_it_is_as_it_was(report: Report, language: str) -> None:
    shown, kept = page(report, WORDS[language]), GOLDEN / f"page_{language}.html"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")


def test_page_when_made_then_its_pictures_are_drawn_and_it_asks_for_nothing(report: Report) -> None:
    shown = page(report)
    pictures = [part.partition("</svg>")[0] for part in shown.split("<svg")[1:]]
    assert len(pictures) == 1 + len(Over)
    for each in pictures:
        fromstring(f"<svg{each}</svg>")
    assert not [asks for asks in ("<script", "src=", "http") if asks in shown]


def test_page_when_a_name_is_markup_then_it_stays_text(report: Report) -> None:
    row = report.tables[Over.SHOP].rows[0]
    row.key = "<script>alert(1)</script>"
    assert "<script" not in page(report)


def test_waterfall_when_drawn_then_bars_join_and_end_at_the_profit(report: Report) -> None:
    total = report.tables[Over.SKU].total
    *steps, rest = waterfall(total, "EUR", ENGLISH)
    assert rest.kind == "rest"
    for one, after in pairwise(steps):
        ends = {round(one.x), round(one.x + one.width)}
        assert any(abs(end - start) <= 1 for end in ends for start in (after.x, after.x + after.width))


def test_losses_when_a_part_is_unknown_then_the_order_is_not_among_them(report: Report) -> None:
    assert [each.order_id for each in report.losses] == ["ord_2"]


def test_tables_when_written_then_they_have_a_total_and_no_formula(report: Report) -> None:
    rows = list(csv.DictReader(StringIO(table_sheet(report.tables[Over.SHOP]).removeprefix("\ufeff"))))
    assert [each["shop"] for each in rows] == ["shop-de", "'=HYPERLINK(1)", "(total)"]
    assert rows[-1]["profit"] == f"{sum(float(each['profit']) for each in rows[:-1]):.2f}"
    assert (rows[-1]["orders"], rows[-1]["incomplete"]) == ("3", "1")


def test_orders_when_written_then_what_is_not_known_stands_beside_an_empty_profit(
    house: House, sources: Sources
) -> None:
    text = "".join(orders_sheet(kept_orders(house, sources, WANTED)))
    rows = {each["order"]: each for each in csv.DictReader(StringIO(text.removeprefix("\ufeff")))}
    assert (rows["ord_3"]["profit"], rows["ord_3"]["goods"], rows["ord_3"]["not_known"]) == (
        "", "", "goods.no_cost:TEE-M-BLUE",
    )  # fmt: skip
    assert float(rows["ord_2"]["profit"]) < 0
