"""How an account stands, and will stand if nothing is done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.health.measuring import HORIZON, OrderLife, Rate, rates
from fulfillment.channels.health.standards import Limit, Measure, Standard, all_standards, standards_of

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def a_life(number: int = 1, **changes: object) -> OrderLife:
    """An order that was sent in time."""
    life = OrderLife(
        order_id=f"ord_{number}",
        placed_at=NOW - 3 * DAY,
        ship_by=NOW - DAY,
        told_shipped=NOW - 2 * DAY,
        parcels=1,
        tracked=1,
    )
    return replace(life, **changes)  # type: ignore[arg-type]


def rate(measure: Measure, *orders: OrderLife, most: int = 40, days: int = 30) -> Rate:
    limits = (Limit(begins=date(2016, 1, 1), most=most, source="tests"),)
    [found] = rates([Standard(measure=measure, days=days, least_bad=1, limits=limits)], orders, NOW)
    return found


def many(good: int) -> tuple[OrderLife, ...]:
    return tuple(a_life(number) for number in range(100, 100 + good))


@pytest.mark.parametrize(
    ("changes", "bad", "total"),
    [
        ({}, 0, 1),
        ({"told_shipped": NOW - DAY / 2}, 1, 1),
        ({"told_shipped": None}, 1, 1),
        ({"told_shipped": None, "cause": "buyer"}, 0, 0),
        ({"ship_by": None}, 0, 0),
        ({"ship_by": NOW - 31 * DAY}, 0, 0),
        ({"ship_by": NOW + DAY}, 0, 0),
    ],
)
def test_late_when_an_order_was_due_then_counts_what_was_not_told_in_time(
    changes: dict[str, object], bad: int, total: int
) -> None:
    found = rate(Measure.LATE, a_life(**changes)).now  # type: ignore[arg-type]
    assert (found.bad, found.all) == (bad, total)


@pytest.mark.parametrize(("cause", "bad"), [("", 0), ("buyer", 0), ("out_of_stock", 1), ("risk", 1)])
def test_cancellation_when_an_order_ends_then_only_what_the_seller_ended_counts(cause: str, bad: int) -> None:
    assert rate(Measure.CANCELLED, a_life(cause=cause)).now.bad == bad


def test_tracking_when_a_carrier_has_no_code_there_then_its_parcel_counts_as_untracked() -> None:
    found = rate(Measure.TRACKED, a_life(parcels=3, tracked=2)).now
    assert (found.bad, found.all, found.permille) == (1, 3, 334)


def test_limit_when_it_is_met_exactly_then_is_not_broken() -> None:
    assert not rate(Measure.LATE, a_life(told_shipped=None), *many(24)).is_broken
    assert rate(Measure.LATE, a_life(told_shipped=None), *many(23)).is_broken


def test_forecast_when_held_orders_fall_due_soon_then_warns_and_names_them() -> None:
    stuck = a_life(7, ship_by=NOW + DAY, told_shipped=None, open=True, held=True, waits_until=NOW + 5 * DAY, parcels=0)
    found = rate(Measure.LATE, stuck, *many(20))
    assert (found.is_broken, found.is_in_danger, found.to_save) == (False, True, ("ord_7",))


def test_forecast_when_an_order_waits_for_nobody_then_is_no_danger() -> None:
    found = rate(Measure.LATE, a_life(7, ship_by=NOW + DAY, told_shipped=None, open=True), *many(20))
    assert (found.is_in_danger, found.soon.all) == (False, 21)


@pytest.mark.parametrize(
    ("changes", "bad", "total"),
    [
        ({"waits_until": None}, 1, 1),
        ({"waits_until": NOW + DAY / 2}, 0, 1),
        ({"waits_until": NOW + DAY}, 1, 1),
        ({"waits_until": NOW + DAY / 2, "cancels": True}, 0, 0),
        ({"waits_until": NOW + 2 * DAY, "cancels": True}, 1, 1),
        ({"held": False, "open": False, "untold": True}, 1, 1),
    ],
)
def test_forecast_when_an_order_is_held_then_it_is_late_where_the_hold_lasts_beyond_its_day(
    changes: dict[str, object], bad: int, total: int
) -> None:
    held = a_life(ship_by=NOW + DAY, told_shipped=None, open=True, held=True)
    soon = rate(Measure.LATE, replace(held, **changes)).soon  # type: ignore[arg-type]
    assert (soon.bad, soon.all) == (bad, total)


def test_defects_when_the_channel_counts_what_the_seller_ends_then_it_is_one() -> None:
    [defect] = [each for each in standards_of("ebay") if each.measure is Measure.DEFECT]
    ended, wished = a_life(1, cause="out_of_stock"), a_life(2, cause="buyer")
    to_end = a_life(3, open=True, held=True, waits_until=NOW + DAY, cancels=True)
    [found] = rates([defect], [ended, wished, to_end, a_life(4, disputed=True)], NOW)
    assert (found.now.bad, found.now.all, found.soon.bad) == (2, 4, 3)


def test_forecast_when_a_hold_ends_soon_by_cancelling_then_it_counts_as_a_cancellation_to_come() -> None:
    held = a_life(7, told_shipped=None, open=True, waits_until=NOW + DAY, cancels=True)
    found = rate(Measure.CANCELLED, held, *many(20), most=25)
    assert (found.now.bad, found.soon.bad, found.soon.all) == (0, 1, 21)


MOMENTS = st.integers(-2000, 600).map(lambda hours: NOW + timedelta(hours=hours))
LIVES = st.lists(
    st.builds(
        OrderLife,
        order_id=st.uuids().map(str),
        placed_at=MOMENTS,
        ship_by=st.none() | MOMENTS,
        told_shipped=st.none() | MOMENTS,
        cause=st.sampled_from(["", "buyer", "risk"]),
        parcels=st.just(2),
        tracked=st.integers(0, 2),
        disputed=st.booleans(),
        untold=st.booleans(),
        open=st.booleans(),
        held=st.booleans(),
        waits_until=st.none() | st.just(NOW + HORIZON),
        cancels=st.booleans(),
    ),
    max_size=8,
)


@given(LIVES, st.sampled_from(Measure))
def test_rate_when_orders_are_counted_then_no_more_are_bad_than_there_are(
    orders: list[OrderLife], measure: Measure
) -> None:
    found = rate(measure, *orders)
    assert 0 <= found.now.bad <= found.now.all
    assert found.now.bad <= found.soon.bad <= found.soon.all


@given(LIVES, st.sampled_from(Measure), st.randoms())
def test_rate_when_orders_come_in_another_order_then_is_the_same(
    orders: list[OrderLife], measure: Measure, luck: object
) -> None:
    before = rate(measure, *orders).now
    luck.shuffle(orders)  # type: ignore[attr-defined]
    after = rate(measure, *orders).now
    assert (before.bad, before.all, sorted(before.orders)) == (after.bad, after.all, sorted(after.orders))


def test_standards_when_read_then_each_limit_has_a_source_and_a_day() -> None:
    limits = [limit for each in all_standards().values() for standard in each for limit in standard.limits]
    assert all("read 20" in each.source for each in limits)
    assert {each.measure for each in standards_of("amazon")} == set(Measure)


def test_limit_when_asked_for_a_day_before_the_first_then_is_none() -> None:
    assert standards_of("ebay")[0].limit_on(date(2010, 1, 1)) is None
    assert standards_of("own_shop") == ()
