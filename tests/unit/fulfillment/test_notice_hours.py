"""Quiet hours by the customer's own clock, and what makes a notice needless."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.notify.kinds import QuietHours, kind_book
from fulfillment.notify.local_time import quiet_until, zone_names, zone_of
from fulfillment.notify.overtaking import is_overtaken
from fulfillment.records import Shipment
from tests.builders import an_address
from tests.unit.fulfillment.test_notices import a_notice

NIGHT = QuietHours(begin=time(21), end=time(8))
SIESTA = QuietHours(begin=time(13), end=time(15))
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ZONES = sorted(set(zone_names().values()))


@pytest.mark.parametrize(
    ("country", "state", "zone"),
    [
        ("DE", None, "Europe/Berlin"),
        ("US", "ca", "America/Los_Angeles"),
        ("US", None, "America/New_York"),
        ("US", "Nowhere", "America/New_York"),
        ("BR", "AM", "America/Manaus"),
        ("ZZ", None, "UTC"),
    ],
)
def test_zone_when_an_address_is_read_then_is_that_of_its_state_or_country(
    country: str, state: str | None, zone: str
) -> None:
    assert zone_of(an_address(country=country, state=state)).key == zone


@pytest.mark.parametrize(
    ("now", "zone", "ends"),
    [
        ("2026-11-25T12:00", "Asia/Tokyo", "2026-11-25T23:00"),
        ("2026-11-25T11:59", "Asia/Tokyo", None),
        ("2026-11-25T22:59", "Asia/Tokyo", "2026-11-25T23:00"),
        ("2026-11-25T23:00", "Asia/Tokyo", None),
        ("2026-11-25T12:00", "America/New_York", "2026-11-25T13:00"),
        ("2026-03-29T00:30", "Europe/Berlin", "2026-03-29T06:00"),  # the clocks go forward in this night
        ("2026-10-25T00:30", "Europe/Berlin", "2026-10-25T07:00"),  # and back in this one
    ],
)
def test_quiet_hours_when_it_is_night_there_then_end_in_the_morning(now: str, zone: str, ends: str | None) -> None:
    found = quiet_until(datetime.fromisoformat(f"{now}+00:00"), ZoneInfo(zone), NIGHT)
    assert found == (None if ends is None else datetime.fromisoformat(f"{ends}+00:00"))


@given(st.integers(0, 4 * 366 * 24 * 60), st.sampled_from(ZONES), st.sampled_from([NIGHT, SIESTA]))
def test_quiet_hours_when_they_end_then_it_is_soon_and_no_longer_quiet(
    minutes: int, name: str, hours: QuietHours
) -> None:
    at, zone = NOON + timedelta(minutes=minutes), ZoneInfo(name)
    ends = quiet_until(at, zone, hours)
    if ends is not None:
        assert at < ends <= at + timedelta(hours=13)
        assert quiet_until(ends, zone, hours) is None


def a_parcel(status: str) -> Shipment:
    return Shipment(
        id="shp_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", parcel_id="par_1", carrier="dhl",
        service="x", number="N1", state="in_transit", status=status, order_version=1, created_at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status", "overtaken"),
    [
        ("out_for_delivery", "delivered", True),
        ("out_for_delivery", "attempt_failed", True),
        ("out_for_delivery", "out_for_delivery", False),
        ("import_held", "customs_cleared", True),
        ("import_held", "departed_origin", False),
        ("duty_due", "import_customs", False),
        ("duty_due", "customs_cleared", True),
        ("address_problem", "out_for_delivery", True),
        ("returning", "returned", False),  # what it tells is still news
        ("shipped", "delivered", False),  # told of the whole order: what came of one parcel says nothing
    ],
)
def test_notice_when_the_parcel_is_further_then_is_needless(kind: str, status: str, *, overtaken: bool) -> None:
    notice = a_notice(kind=kind, params={"shipment": "shp_1"})
    assert is_overtaken(notice, kind_book().kind(kind), [], a_parcel(status)) == overtaken


@pytest.mark.parametrize(
    ("later", "params", "overtaken"),
    [
        (timedelta(hours=1), {"shipment": "shp_1"}, True),
        (timedelta(hours=1), {}, True),
        (timedelta(hours=1), {"shipment": "shp_2"}, False),
        (timedelta(hours=-1), {"shipment": "shp_1"}, False),
    ],
)
def test_notice_when_another_was_told_later_then_only_of_the_same_parcel_or_of_all(
    later: timedelta, params: dict[str, object], *, overtaken: bool
) -> None:
    notice = a_notice(kind="parcel_late", params={"shipment": "shp_1"})
    other = a_notice(id="ntc_2", kind="delivered", params=params, created_at=NOON + later)
    assert is_overtaken(notice, kind_book().kind("parcel_late"), [notice, other], None) == overtaken
