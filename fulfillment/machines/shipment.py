"""A parcel: from its label to the door, or back."""

from fulfillment.machines.row import SENDABLE, Row, rows_from
from fulfillment.states import Event, Voyage

UNDER_WAY = (Voyage.HANDED_OVER, Voyage.IN_TRANSIT, Voyage.STUCK)

SHIPMENT: list[Row] = [
    (Voyage.LABELLED, Event.VOID, Voyage.VOIDED, (), ()),
    (Voyage.LABELLED, Event.HAND_OVER, Voyage.HANDED_OVER, SENDABLE, ()),
    *rows_from((Voyage.HANDED_OVER, Voyage.STUCK), Event.MOVE, Voyage.IN_TRANSIT),
    *rows_from((Voyage.HANDED_OVER, Voyage.IN_TRANSIT), Event.GET_STUCK, Voyage.STUCK),
    *rows_from((*UNDER_WAY, Voyage.LOST), Event.TURN_BACK, Voyage.RETURNING),
    *rows_from((*UNDER_WAY, Voyage.RETURNING, Voyage.RETURNED), Event.VANISH, Voyage.LOST),
    *rows_from((*UNDER_WAY, Voyage.RETURNING, Voyage.LOST), Event.COME_BACK, Voyage.RETURNED),
    *rows_from((*UNDER_WAY, Voyage.RETURNING, Voyage.RETURNED, Voyage.LOST), Event.DELIVER, Voyage.DELIVERED),
]
