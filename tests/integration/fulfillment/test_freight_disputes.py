"""Differences brought before a carrier: the table, the letter in two languages, and how much came back."""

import csv
from io import StringIO

import pytest

from fulfillment.documents.typesetting import typesetter
from fulfillment.freight.disputing import NothingToDispute, dispute, dispute_letter, dispute_table, disputed
from fulfillment.freight.recovery import recoveries, standing_of
from fulfillment.freight.sources import Sources
from fulfillment.freight.words import WORDS
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import FreightCase, FreightFile
from tests.builders import an_order
from tests.freight_bills import a_row, cases_in, take
from tests.fulfilment_site import NOON, House
from tests.money_house import file_of, sent, the_sources
from tests.printed import compare, words


@pytest.fixture
def sources(house: House) -> Sources:
    """One order whose parcel has left."""
    sent(house, number="YT1")
    return the_sources(file_of(an_order()))


@pytest.fixture
def bill(house: House, sources: Sources) -> tuple[FreightFile, tuple[FreightCase, ...]]:
    """A bill with a difference of each sort of evidence."""
    rows = (
        a_row("YT1", weight="1.5", freight="111", 偏远="35"),
        a_row("YT1", "B-1a", weight="1.5", freight="74", registration=""),
        a_row("=cmd|' /C calc'!A0", registration=""),
    )
    done = take(house, sources, *rows)
    with house.database.read() as session:
        return disputed(session, "main", done.file.id)


def test_table_when_a_carriers_number_is_a_formula_then_no_spreadsheet_computes_it(
    bill: tuple[FreightFile, tuple[FreightCase, ...]],
) -> None:
    rows = list(csv.DictReader(StringIO(dispute_table(bill[1], WORDS["en"]).removeprefix("\ufeff"))))
    assert [each["kind"] for each in rows] == ["billed_weight", "surcharge", "billed_twice", "not_ours"]
    assert rows[3]["parcel"].startswith("'=cmd")
    assert (rows[0]["disputed"], rows[0]["packed_g"], rows[0]["expected_g"]) == ("37.00", "420", "1000")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_letter_when_set_then_it_says_each_line_with_its_evidence(
    bill: tuple[FreightFile, tuple[FreightCase, ...]], language: str
) -> None:
    file, cases = bill
    setter = typesetter()
    sheet = dispute_letter(file, cases, WORDS[language], "main", NOON.date(), setter)
    compare(f"freight_dispute_{language}.txt", words(setter.pdf(sheet)))


def test_dispute_when_sent_then_open_differences_are_disputed_and_it_can_be_said_again(
    house: House, bill: tuple[FreightFile, tuple[FreightCase, ...]]
) -> None:
    for _ in range(2):
        with house.database.write() as session:
            sitting = Sitting(session=session, site=house.site, merchant="main", now=NOON, actor="ana")
            assert {each.state for each in dispute(sitting, bill[0].id, "letter of today")} == {"disputed"}


def test_bill_when_nothing_differs_then_there_is_nothing_to_dispute(house: House, sources: Sources) -> None:
    done = take(house, sources, a_row("YT1"))
    with house.database.read() as session, pytest.raises(NothingToDispute):
        disputed(session, "main", done.file.id)


def test_recovery_when_some_is_credited_then_its_rate_is_of_what_is_decided(house: House, sources: Sources) -> None:
    take(house, sources, a_row("YT1", weight="1.5", freight="111"), a_row("XX"))
    take(house, sources, a_row("YT1", "B-2", weight="", freight="-37", registration=""), name="c.csv")
    (row,) = recoveries(cases_in(house), NOON)
    assert (row.at_stake, row.credited, row.rate_bp) == (3700 + 9300, 3700, 10_000)
    assert standing_of(row) == {"open": 9300, "disputed": 0, "accepted": 0, "lost": 0}
    assert row.ages["0-7"] == 1
