"""Carriers' terms as dated rows, and the conventions over them."""

from datetime import date
from decimal import Decimal

import pytest

from engine.bundled import data_folder
from fulfillment.claims.evidence_book import load_evidence
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.terms import ASSUMPTION, Carried, Terms
from fulfillment.claims.terms_book import load_terms

DAY = date(2026, 11, 1)


def terms(carrier: str, origin: str = "CN", country: str = "DE", mode: str = "courier", on: date = DAY) -> Terms:
    parcel = Carried(carrier=carrier, mode=mode, origin=origin, country=country, on=on)
    return load_terms(data_folder()).terms_for(parcel)


@pytest.mark.parametrize(
    ("carrier", "origin", "country", "mode", "expected"),
    [
        ("dhl", "CN", "DE", "courier", "dhl-express"),
        ("dhl", "DE", "DE", "courier", "other"),
        ("fedex", "US", "US", "courier", "fedex-us"),
        ("fedex", "CN", "US", "courier", "fedex-international"),
        ("ups", "US", "US", "road", "ups-us"),
        ("china-post", "CN", "FR", "post", "china-post"),
        ("deutsche-post", "DE", "FR", "post", "other-post"),
        ("nobody", "CN", "FR", "air", "other-international"),
        ("nobody", "", "", "courier", "other-international"),
    ],
)
def test_parcel_when_it_is_one_of_a_row_then_its_terms_count(
    carrier: str, origin: str, country: str, mode: str, expected: str
) -> None:
    assert terms(carrier, origin, country, mode).id == expected


@pytest.mark.parametrize(
    ("on", "per_kg"), [(date(2024, 12, 27), "22"), (date(2024, 12, 28), "26"), (date(2026, 11, 1), "26")]
)
def test_convention_when_its_limit_changed_then_the_day_of_hand_over_decides(on: date, per_kg: str) -> None:
    assert [each.per_kg for each in terms("dhl", on=on).limits] == [Decimal(per_kg)]


def test_contract_when_it_leaves_something_open_then_the_convention_fills_it() -> None:
    found = terms("nobody", mode="air")
    assert (found.windows[Mishap.DAMAGE].many, found.windows[Mishap.LATE].many) == (14, 21)
    assert found.windows[Mishap.DAMAGE].source.is_sure
    assert not found.windows[Mishap.LOSS].source.is_sure


def test_source_when_nobody_published_it_then_says_so_first() -> None:
    found = terms("nobody", mode="air")
    assert found.windows[Mishap.LOSS].source.said.startswith(ASSUMPTION)
    assert found.windows[Mishap.DAMAGE].source.said.startswith("LexisNexis, Halsbury's Laws")


def test_rows_when_a_mishap_has_a_window_then_each_names_publisher_title_and_days() -> None:
    book = load_terms(data_folder())
    sources = [w.source for row in (*book.rows, *book.conventions) for w in row.terms.windows.values()]
    assert all(each.publisher and each.title and each.dated <= each.read for each in sources)


def test_evidence_when_the_carrier_asks_for_more_then_it_is_needed() -> None:
    book = load_evidence(data_folder())
    assert Proof.PACKING in book.asked(Mishap.DAMAGE, "dhl").needed
    assert Proof.PACKING in book.asked(Mishap.DAMAGE, "ups").helpful
    assert set(book.of) == set(Proof)
