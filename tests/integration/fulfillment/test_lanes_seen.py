"""Lanes as they were seen: what a service states until enough parcels ended, then what was counted."""

from datetime import timedelta

from fulfillment.records import ParcelTrip
from fulfillment.store.trips import count_trip
from fulfillment.tracking.expected import DAYS, ENDED, HELD, LOST, ON_TIME, LaneSeen, lane_seen
from tests.fulfilment_site import NOON, House


def a_trip(service_id: str = "line-4px", merchant: str = "main") -> ParcelTrip:
    return ParcelTrip(shipment_id="shp_1", merchant_id=merchant, order_id="ord_1", number="RX1", carrier="4px",
                      service_id=service_id, origin="CN", country="US", left_at=NOON - timedelta(days=9))  # fmt: skip


def counted(house: House, trip: ParcelTrip, *seen: tuple[str, int], step: int = 1) -> None:
    with house.database.write() as session:
        count_trip(session, trip, seen, step)


def lane(house: House, service_id: str, merchant: str = "main") -> LaneSeen:
    with house.database.read() as session:
        return lane_seen(session, merchant, "CN", "US")[service_id]


def test_lane_when_few_ended_then_states_what_the_service_says(house: House) -> None:
    counted(house, a_trip(), (ENDED, 0), (DAYS, 40))
    seen = lane(house, "line-4px")
    assert (seen.parcels, seen.is_stated, seen.carrier) == (1, True, "4px")
    assert seen.p50_days <= seen.p90_days < seen.p95_days < 40


def test_lane_when_enough_ended_then_says_what_was_counted(house: House) -> None:
    for days in range(1, 21):
        on_time = [(ON_TIME, 0)] if days <= 15 else []
        counted(house, a_trip(), (ENDED, 0), (DAYS, days), *on_time)
    counted(house, a_trip(), (ENDED, 0), (LOST, 0), (HELD, 0))
    seen = lane(house, "line-4px")
    assert (seen.parcels, seen.p50_days, seen.p90_days, seen.p95_days) == (21, 10, 18, 19)
    assert (seen.on_time_bp, seen.lost_bp, seen.customs_held_bp) == (7143, 476, 476)


def test_lane_when_taken_out_again_then_is_as_before(house: House) -> None:
    before = lane(house, "line-4px")
    counted(house, a_trip(), (ENDED, 0), (DAYS, 3))
    counted(house, a_trip(), (ENDED, 0), (DAYS, 3), step=-1)
    assert lane(house, "line-4px") == before


def test_lane_when_of_another_merchant_then_is_not_counted(house: House) -> None:
    counted(house, a_trip(merchant="other"), (ENDED, 0), (DAYS, 3))
    assert lane(house, "line-4px").parcels == 0


def test_lane_when_a_service_is_unknown_then_it_is_listed_all_the_same(house: House) -> None:
    counted(house, a_trip(service_id=""), (ENDED, 0), (DAYS, 3))
    seen = lane(house, "")
    assert (seen.carrier, seen.parcels, seen.is_stated) == ("4px", 1, True)
