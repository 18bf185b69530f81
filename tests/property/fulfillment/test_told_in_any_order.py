"""A set of told events in any order and any number of times: the same parcel, the same things to see to."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.records import ParcelTrip, Shipment, Tracked
from fulfillment.states import Voyage
from fulfillment.tracking.counting import seen_of_trip
from fulfillment.tracking.expected import LaneSeen
from fulfillment.tracking.priors import load_priors
from fulfillment.tracking.reading import Lane
from fulfillment.tracking.recording import event_id
from fulfillment.tracking.taking import scan_of
from fulfillment.tracking.told import Told
from fulfillment.tracking.vocabulary import current, phase_of
from fulfillment.tracking.watching import Known, Outlook, outlook
from tests.shipping_goods import SERVICES

START = datetime(2026, 11, 25, tzinfo=UTC)
CODES = ("InTransit_PickedUp", "InTransit_CustomsReleased", "InTransit_Other", "DeliveryFailure_NoBody", "Unheard_Of",
         "AvailableForPickup_Other", "InTransit_CustomsRequiringInformation", "Delivered_Other")  # fmt: skip
TRIP = ParcelTrip(shipment_id="shp_1", merchant_id="main", order_id="ord_1", number="RX1", carrier="post",
                  service_id="line-4px", origin="CN", country="DE", left_at=START)  # fmt: skip
LANE = LaneSeen(carrier="post", service="line-4px", origin="CN", country="DE", parcels=0, p50_days=9, p90_days=12,
                p95_days=15, on_time_bp=0, lost_bp=0, customs_held_bp=0)  # fmt: skip
tolds = st.builds(
    lambda code, hours, country: Told(table="17track", code=code, country=country,
                                      stated=(START + timedelta(hours=hours)).isoformat()),
    st.sampled_from(CODES), st.integers(0, 400), st.sampled_from(("CN", "DE", "NL", "")),
)  # fmt: skip


def kept(told: list[Told]) -> list[Tracked]:
    """Each event once, by its id, in the order in which it came first."""
    found: dict[str, Tracked] = {}
    for each in told:
        scan = scan_of(each, Lane("CN", "DE"), START, "tsr_1")
        id_ = event_id("shp_1", scan)
        found.setdefault(id_, Tracked(id=id_, merchant_id="main", order_id="ord_1", shipment_id="shp_1",
                                      status=scan.status, at=scan.at, received_at=START, carrier_code=each.code,
                                      is_known=scan.read is not None and scan.read.is_known))  # fmt: skip
    return list(found.values())


def seen(events: list[Tracked], now: datetime) -> tuple[str, Outlook, object]:
    best = current(events)
    state = Voyage.HANDED_OVER if best is None else phase_of(best.status)
    parcel = Shipment(id="shp_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", parcel_id="par_1",
                      carrier="post", service="RX", number="RX1", state=state, order_version=1, created_at=START,
                      status="" if best is None else best.status,
                      status_at=None if best is None else best.at)  # fmt: skip
    known = Known(trip=TRIP, shipment=parcel, events=events, lane=LANE, tally=None)
    return (
        parcel.status,
        outlook(known, load_priors(), now),
        seen_of_trip(TRIP, parcel, events, SERVICES.get(TRIP.service_id)),
    )


@given(st.lists(tolds, min_size=1, max_size=10), st.integers(0, 60), st.data())
def test_events_when_shuffled_and_doubled_then_parcel_flags_and_counts_are_the_same(
    told: list[Told], days: int, data: st.DataObject
) -> None:
    now = START + timedelta(days=days)
    shuffled = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=5))))
    assert seen(kept(list(shuffled)), now) == seen(kept(told), now)


@given(st.lists(tolds, min_size=1, max_size=10), st.integers(0, 60))
def test_flags_when_nothing_new_is_told_then_none_that_is_open_begins_anew(told: list[Told], days: int) -> None:
    events, now = kept(told), START + timedelta(days=days)
    before = {(each.kind, each.since) for each in seen(events, now)[1].open}
    after = {(each.kind, each.since) for each in seen(events, now + timedelta(days=1))[1].open}
    assert before <= after


@given(st.lists(tolds, min_size=1, max_size=10), st.integers(0, 60))
def test_parcel_when_under_way_then_is_always_looked_at_again(told: list[Told], days: int) -> None:
    now = START + timedelta(days=days)
    found = seen(kept(told), now)[1]
    assert found.look_at is None or now < found.look_at <= now + timedelta(days=1)
