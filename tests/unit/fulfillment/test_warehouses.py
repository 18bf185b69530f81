"""When a warehouse ships, how far it is, and what a parcel from there costs."""

from datetime import UTC, datetime

import pytest

from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind
from fulfillment.inventory.candidates import crosses_border, is_dangerous, parcel_cost
from fulfillment.inventory.distances import distance, places
from fulfillment.inventory.shipping_day import ships_by
from fulfillment.records import Warehouse
from tests.builders import a_line

HAMBURG = Warehouse(
    merchant_id="main", code="HAM-1", country="DE", postcode="20457", time_zone="Europe/Berlin", handling=100,
    parcel_home=490, parcel_union=1290, parcel_abroad=2490, border=800,
)  # fmt: skip


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-11-26T14:59:00", "2026-11-26T15:00:00"),  # a Thursday; four o'clock in Berlin is three in UTC
        ("2026-11-26T15:00:00", "2026-11-26T15:00:00"),
        ("2026-11-26T15:00:01", "2026-11-27T15:00:00"),
        ("2026-11-27T15:01:00", "2026-11-30T15:00:00"),  # past Friday's cut-off: Monday
        ("2026-03-28T12:00:00", "2026-03-30T14:00:00"),  # summer time begins on the Sunday between
    ],
)
def test_parcel_when_ready_then_leaves_at_the_next_cut_off_of_a_working_day(ready: str, leaves: str) -> None:
    at = datetime.fromisoformat(ready).replace(tzinfo=UTC)
    assert ships_by(HAMBURG, at) == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (("DE", "20457"), ("DE", "80331")),
        (("DE", "80331"), ("FR", "75001")),
        (("FR", ""), ("CN", "")),
        (("CN", ""), ("XX", "")),
    ],
)
def test_distance_when_to_hamburg_then_orders_places_as_a_map_does(
    nearer: tuple[str, str], farther: tuple[str, str]
) -> None:
    assert distance(*nearer, "DE", "20459") < distance(*farther, "DE", "20459")


def test_distance_when_between_paris_and_shanghai_then_is_that_of_an_atlas() -> None:
    assert abs(distance("FR", "", "CN", "") - 500 - 9250) < 100
    assert len(places()) > 240


@pytest.mark.parametrize(
    ("country", "postcode", "cost", "border"),
    [
        ("DE", "10115", 590, False),
        ("FR", "75001", 1390, False),
        ("CH", "8001", 3390, True),
        ("ES", "35001", 1390, False),
    ],
)
def test_parcel_when_it_crosses_a_customs_border_then_costs_that_too(
    country: str, postcode: str, cost: int, border: bool
) -> None:
    assert parcel_cost(HAMBURG, country, postcode) == cost
    assert crosses_border(HAMBURG, country, postcode) is border


@pytest.mark.parametrize(
    ("line", "dangerous"),
    [
        (a_line(), False),
        (a_line(battery=Battery(kind=BatteryKind.LITHIUM_ION)), True),
        (a_line(battery=Battery(kind=BatteryKind.ALKALINE)), False),
        (a_line(alcohol_pct=24.0), False),
        (a_line(alcohol_pct=40.0), True),
    ],
)
def test_line_when_it_says_so_itself_then_is_dangerous(line: Line, dangerous: bool) -> None:
    assert is_dangerous(line) is dangerous
