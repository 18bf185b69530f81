"""Orders that must leave soon and have not: flagged once, over when they have left."""

from datetime import timedelta

from engine.store.feed import events_of
from fulfillment.channels.words import Taken
from fulfillment.records import ChannelOrder
from fulfillment.store.channels import put_channel_order
from tests.fulfilment_site import NOON, House
from tests.split_orders import ORDER, box, pick, send, stocked
from tests.tracked_parcels import all_watches, swept, watches


def placed(house: House, ship_by: timedelta) -> None:
    """An order that a channel wants sent by then; it waits to be picked."""
    stocked(house)
    house.decide("admit", order=ORDER)
    house.drain()
    row = ChannelOrder(merchant_id="main", connection_id="chn_1", ref="1", order_id="ord_1", taken=Taken.DECIDED,
                       digest="d", changed_at=NOON, seen_at=NOON, placed_at=NOON, ship_by=NOON + ship_by)  # fmt: skip
    with house.database.write() as session:
        put_channel_order(session, row)


def test_order_when_it_must_leave_within_a_day_then_is_flagged_once_until_it_left(house: House) -> None:
    placed(house, timedelta(hours=40))
    swept(house, hours=1)
    assert watches(house) == []
    swept(house, hours=16)
    swept(house, hours=1)
    assert [(each.kind, each.due) for each in all_watches(house)] == [("ship_by_near", NOON + timedelta(hours=40))]
    pick(house)
    box(house, 900)
    send(house)
    swept(house, minutes=1)
    assert watches(house) == []
    with house.database.read() as session:
        told = [each.type for each in events_of(session, "main", "ord_1") if each.type.startswith("parcel.")]
    assert told == ["parcel.ship_by_near", "parcel.watch_closed"]


def test_order_when_it_left_in_time_then_is_never_flagged(house: House) -> None:
    placed(house, timedelta(hours=40))
    pick(house)
    box(house, 900)
    send(house)
    swept(house, hours=30)
    assert "ship_by_near" not in watches(house, None)
