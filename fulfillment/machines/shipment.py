"""A parcel: from its label to the door, or back."""

from fulfillment.machines.row import SENDABLE, Row, rows_from
from fulfillment.states import Effect, Event, Voyage

UNDER_WAY = (Voyage.HANDED_OVER, Voyage.IN_TRANSIT, Voyage.STUCK)
COMING = (Voyage.RETURNING, Voyage.RETURNED)
BACK = (Effect.AWAIT_RETURN, Effect.TELL_RETURNING)
AFTER_ALL = (Effect.DROP_RETURN,)
GIVEN_UP = (Effect.DROP_RETURN, Effect.CLAIM_LOSS, Effect.TELL_LOST)

SHIPMENT: list[Row] = [
    (Voyage.LABELLED, Event.VOID, Voyage.VOIDED, (), ()),
    (Voyage.LABELLED, Event.HAND_OVER, Voyage.HANDED_OVER, SENDABLE, (Effect.TELL_SHIPPED,)),
    *rows_from((Voyage.HANDED_OVER, Voyage.STUCK), Event.MOVE, Voyage.IN_TRANSIT),
    *rows_from((Voyage.HANDED_OVER, Voyage.IN_TRANSIT), Event.GET_STUCK, Voyage.STUCK),
    *rows_from((*UNDER_WAY, Voyage.LOST), Event.TURN_BACK, Voyage.RETURNING, (), BACK),
    *rows_from((*UNDER_WAY, *COMING), Event.VANISH, Voyage.LOST),
    *rows_from((*UNDER_WAY, Voyage.RETURNING, Voyage.LOST), Event.COME_BACK, Voyage.RETURNED, (), BACK),
    *rows_from((*UNDER_WAY, *COMING, Voyage.LOST), Event.DELIVER, Voyage.DELIVERED, (), AFTER_ALL),
    # What told of the delivery or loss was taken back.
    *rows_from((Voyage.DELIVERED, Voyage.LOST), Event.CORRECT, Voyage.IN_TRANSIT),
    # Only of an order that has other parcels: the loss of its last one ends the order.
    *rows_from((*UNDER_WAY, Voyage.RETURNING, Voyage.LOST), Event.WRITE_OFF, Voyage.WRITTEN_OFF, (), GIVEN_UP),
    # The buyer was made good in another way, and nobody waits for it any more.
    *rows_from((*UNDER_WAY, Voyage.RETURNING, Voyage.LOST), Event.RESOLVE, Voyage.WRITTEN_OFF, (), AFTER_ALL),
]
