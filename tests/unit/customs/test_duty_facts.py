"""What lands on top of the price, the day before a law and the day of it."""

from dataclasses import replace
from datetime import date

import pytest

from engine.order.line import Line
from engine.order.order import Totals
from engine.order.terms import OrderKind, TransportMode
from tests.builders import a_line
from tests.unit.customs.builders import all_facts, by, facts, number, to

IOSS = number("IOSS", "IM2760000742")
BEFORE, SINCE = date(2026, 6, 30), date(2026, 7, 1)


def lines(*codes: str | None) -> tuple[Line, ...]:
    """A line of EUR 10 for each code."""
    return tuple(a_line(hs_code=code, unit_price=1000, quantity=1) for code in codes)


@pytest.mark.parametrize(
    ("country", "day", "free", "due"),
    [
        ("US", date(2025, 8, 28), "USD 800.00", False),
        ("US", date(2025, 8, 29), "USD 0.00", True),
        ("DE", BEFORE, "EUR 150.00", False),
        ("DE", SINCE, "EUR 0.00", True),
        ("TH", date(2025, 12, 31), "THB 1500.00", False),
        ("TH", date(2026, 1, 1), "THB 1.00", True),
        ("TR", date(2026, 2, 5), "EUR 30.00", True),
        ("TR", date(2026, 2, 6), "EUR 0.00", True),
        ("JP", date(2026, 7, 1), "JPY 10000", True),
        ("AU", date(2026, 7, 1), "AUD 1000.00", False),
    ],
)
def test_duty_when_law_changes_then_from_the_day_of_the_decision(country: str, day: date, free: str, due: bool) -> None:
    found = facts(to(country, lines=(a_line(unit_price=9000, quantity=1),)), on=day, placed=date(2020, 2, 1))
    assert (found["duties.free_up_to"], found["duties.duty_due"]) == (free, due)


@pytest.mark.parametrize(("cents", "due"), [(80000, False), (80001, True)])
def test_duty_when_at_the_limit_then_due_only_above(cents: int, due: bool) -> None:
    order = to("US", currency="USD", lines=(a_line(unit_price=cents, quantity=1),))
    assert facts(order, on=date(2025, 8, 28))["duties.duty_due"] is due


def test_duty_when_told_then_with_source_and_day() -> None:
    found = facts(to("DE"))
    assert found["duties.since"] == SINCE
    assert "2026/382" in str(found["duties.source"])


def test_duty_when_a_present_then_its_own_limit() -> None:
    assert facts(to("US", kind=OrderKind.GIFT))["duties.free_up_to"] == "USD 100.00"


def test_duty_when_sources_are_weak_or_nothing_is_known_then_unknown() -> None:
    assert "duties.duty_due" not in facts(to("AO"))
    assert "duties.duty_due" not in facts(to("PY"))


def test_duty_when_no_rate_then_unknown() -> None:
    assert "duties.duty_due" not in facts(to("AU", currency="XAU"))


def test_tax_on_arrival_when_settled_at_sale_then_none_is_due() -> None:
    assert facts(to("DE"))["duties.vat_due"]
    assert not facts(to("DE", tax_identifiers=IOSS))["duties.vat_due"]


@pytest.mark.parametrize(
    ("day", "scope"),
    [(BEFORE, None), (SINCE, "certain"), (date(2028, 7, 1), "certain"), (date(2028, 7, 2), None)],
)
def test_flat_duty_when_its_days_are_reached_then_due(day: date, scope: str | None) -> None:
    assert facts(to("DE", tax_identifiers=IOSS), on=day).get("duties.flat_scope") == scope


@pytest.mark.parametrize(
    ("mode", "one_stop", "scope"),
    [
        (TransportMode.POST, False, "certain"),
        (TransportMode.COURIER, True, "certain"),
        (TransportMode.COURIER, False, "disputed"),
        (None, False, "disputed"),
    ],
)
def test_flat_duty_when_readings_differ_then_said_to_be_disputed(
    mode: TransportMode | None, one_stop: bool, scope: str
) -> None:
    order = to("DE", shipping=by(mode), tax_identifiers=IOSS if one_stop else ())
    found = facts(order)
    assert found["duties.flat_scope"] == scope
    assert ("EU-FLAT-DUTY" in str(found["duties.hints"])) is (scope == "disputed")


@pytest.mark.parametrize(("cents", "flat"), [(15000, True), (15001, False)])
def test_flat_duty_when_above_the_value_then_not(cents: int, flat: bool) -> None:
    order = to("DE", lines=(a_line(unit_price=cents, quantity=1),), totals=Totals(total=cents))
    assert ("duties.flat_scope" in facts(order)) is flat


def test_flat_duty_when_counted_then_by_six_digits_and_not_by_pieces() -> None:
    found = facts(to("DE", lines=lines("61091000", "610910", "91021100", None, None)))
    assert (found["duties.items"], found["duties.flat_duty_eur_minor"]) == (4, 1200)


def test_flat_duty_when_businesses_buy_then_not() -> None:
    assert "duties.flat_scope" not in facts(to("DE", kind=OrderKind.B2B))


@pytest.mark.parametrize(
    ("country", "charge", "first", "mode"),
    [
        ("NZ", "NZ-LEVY", date(2026, 4, 1), TransportMode.COURIER),
        ("NZ", "NZ-LEVY-POST", date(2026, 4, 1), TransportMode.POST),
        ("RO", "RO-LOGISTICS-FEE", date(2026, 1, 1), TransportMode.POST),
        ("IT", "IT-CONTRIBUTION", date(2026, 7, 1), TransportMode.POST),
        ("FR", "FR-SMALL-PARCEL-TAX", date(2026, 3, 1), TransportMode.POST),
        ("EC", "EC-4X4", date(2025, 6, 16), TransportMode.COURIER),
    ],
)
def test_charges_when_they_begin_then_due_from_that_day(
    country: str, charge: str, first: date, mode: TransportMode
) -> None:
    order = to(country, shipping=by(mode))
    day_before = date.fromordinal(first.toordinal() - 1)
    assert charge in str(facts(order, on=first)["duties.charges"])
    assert charge not in str(facts(order, on=day_before)["duties.charges"])


def test_charges_when_added_up_then_in_euro_cents() -> None:
    found = facts(to("RO", shipping=by(TransportMode.POST), lines=lines("610910", "910211")))
    assert found["duties.charges"] == {"EU-FLAT-DUTY", "RO-LOGISTICS-FEE"}
    assert found["duties.charges_eur_minor"] == 600 + 1250  # lei at half a euro here


@pytest.mark.parametrize(
    ("country", "law", "first"),
    [
        ("DE", "EU-PRODUCT-IDS", date(2026, 11, 1)),
        ("US", "US-NO-DE-MINIMIS", date(2025, 8, 29)),
        ("TH", "TH-FROM-BAHT-1", date(2026, 1, 1)),
        ("TR", "TR-FULL-DECLARATION", date(2026, 2, 6)),
        ("BR", "BR-REMESSA", date(2024, 8, 1)),
        ("MX", "MX-COURIER-RATE", date(2025, 8, 15)),
        ("ZA", "ZA-VAT", date(2024, 9, 1)),
        ("CL", "CL-VAT", date(2025, 10, 25)),
        ("NO", "NO-VOEC", date(2024, 1, 1)),
        ("CH", "CH-PLATFORM-TAX", date(2025, 1, 1)),
        ("US", "US-CPSC-EFILING", date(2026, 7, 8)),
        ("VN", "VN-NO-RELIEF", date(2025, 2, 18)),
    ],
)
def test_law_when_it_begins_then_in_force_from_that_day(country: str, law: str, first: date) -> None:
    order = to(country, shipping=by(TransportMode.COURIER))
    day_before = date.fromordinal(first.toordinal() - 1)
    assert law in str(facts(order, on=first)["duties.in_force"])
    assert law not in str(facts(order, on=day_before)["duties.in_force"])


def test_law_when_only_planned_then_never_in_force() -> None:
    assert "EU-HANDLING-FEE" not in str(facts(to("DE"), on=date(2029, 1, 1))["duties.in_force"])


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        (a_line(hs_code="6109100012", origin="CN"), set()),
        (a_line(hs_code="61091000", origin="CN"), {"code"}),
        (a_line(hs_code=None, origin=None, unit_price=0), {"code", "origin", "value"}),
    ],
)
def test_american_entry_when_a_line_lacks_something_then_named(line: Line, missing: set[str]) -> None:
    assert all_facts(to("US", lines=(line,)))[1][0]["line.us_entry_missing"] == missing


def test_american_entry_when_to_elsewhere_then_not_told() -> None:
    assert "line.us_entry_missing" not in all_facts(to("DE"))[1][0]


@pytest.mark.parametrize(
    ("sku", "in_file", "missing"),
    [
        ("A-1", None, set()),
        (None, None, {"merchant"}),
        ("A-1", frozenset(), {"manufacturer", "standard"}),
        ("A-1", frozenset({"manufacturer", "standard"}), set()),
        (None, frozenset({"merchant", "manufacturer"}), {"standard"}),
    ],
)
def test_product_numbers_when_a_file_is_silent_then_only_what_is_known_to_lack(
    sku: str | None, in_file: frozenset[str] | None, missing: set[str]
) -> None:
    order = to("DE", lines=(replace(a_line(), sku=sku),))
    assert all_facts(order, product_ids=(in_file,))[1][0]["line.product_ids_missing"] == missing
