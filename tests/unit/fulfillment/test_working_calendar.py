"""Warehouses rest on public holidays of their country and region, and on days that they name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.desk.working_days import latest_start, working_days_after
from engine.order.order import ShipFrom
from fulfillment.inventory.public_holidays import public_holidays
from fulfillment.inventory.working_calendar import WarehouseCalendar, sending
from fulfillment.records import Warehouse
from tests.builders import an_order

HAMBURG = Warehouse(merchant_id="main", code="HAM", country="DE", time_zone="Europe/Berlin", closed="2026-12-24")


def a_calendar(**fields: object) -> WarehouseCalendar:
    return WarehouseCalendar.of(Warehouse(**{"merchant_id": "main", "code": "W", "country": "DE", **fields}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("region", "day", "works"),
    [
        ("", "2026-12-25", False),  # Christmas
        ("", "2026-01-06", True),
        ("BY", "2026-01-06", False),  # Epiphany, in Bavaria
        ("Bayern", "2026-01-06", False),
        ("DE-BY", "2026-01-06", False),
        ("nowhere", "2026-01-06", True),
        ("", "2026-11-21", False),  # a Saturday
    ],
)
def test_works_on_when_a_region_is_named_then_its_holidays_count(region: str, day: str, *, works: bool) -> None:
    assert a_calendar(region=region).works_on(date.fromisoformat(day)) is works


def test_works_on_when_it_works_on_holidays_then_only_named_days_are_free() -> None:
    calendar = a_calendar(works_on_holidays=1, closed="2026-12-28")
    assert calendar.works_on(date(2026, 12, 25))
    assert not calendar.works_on(date(2026, 12, 28))


def test_holidays_when_the_country_is_unknown_then_there_are_none() -> None:
    assert public_holidays("XX", "", 2026) == frozenset()


def test_start_when_due_after_christmas_then_lies_before_it() -> None:
    calendar = WarehouseCalendar.of(HAMBURG)
    # Monday 28 December; a day of work is Wednesday 23, since Thursday is closed, Friday and Saturday are holidays.
    due = datetime(2026, 12, 28, 15, 0, tzinfo=UTC)
    assert latest_start(calendar, due, 1) == datetime(2026, 12, 23, 15, 0, tzinfo=UTC)
    assert working_days_after(calendar, datetime(2026, 12, 23, 9, 0, tzinfo=UTC), 1).date() == date(2026, 12, 28)


def test_sending_when_several_could_be_then_nobody_knows_which() -> None:
    order = replace(an_order(), ship_from=None)
    named = replace(order, ship_from=ShipFrom(country="PL"))
    one, two = HAMBURG, Warehouse(merchant_id="main", code="KRK", country="PL")
    assert sending([one], order) == one
    assert sending([], order) is None
    assert sending([one, two], order) is None
    assert sending([one, two], named) == two
