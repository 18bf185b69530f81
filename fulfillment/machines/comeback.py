"""Goods that come back: asked for, let in or not, on their way, looked at piece by piece, put somewhere, settled."""

from fulfillment.machines.row import Row, rows_from
from fulfillment.states import Comeback, Effect, Event

TOLD = (Comeback.AUTHORISED, Comeback.LABEL_SENT)
COMING = (*TOLD, Comeback.IN_TRANSIT)
PUT_AWAY = (Comeback.RESTOCKED, Comeback.WRITTEN_OFF, Comeback.TO_SUPPLIER)

RETURN: list[Row] = [
    (Comeback.REQUESTED, Event.AUTHORISE, Comeback.AUTHORISED, (), (Effect.TELL_RETURN_AUTHORISED,)),
    (Comeback.REQUESTED, Event.DECLINE, Comeback.DECLINED, (), (Effect.TELL_RETURN_DECLINED, Effect.LOOK_AGAIN)),
    (Comeback.AUTHORISED, Event.SEND_LABEL, Comeback.LABEL_SENT, (), ()),
    *rows_from(TOLD, Event.SEND, Comeback.IN_TRANSIT),
    *rows_from(TOLD, Event.EXPIRE, Comeback.EXPIRED, (), (Effect.TELL_RETURN_EXPIRED, Effect.LOOK_AGAIN)),
    # Settled while the goods stay with the customer.
    (Comeback.AUTHORISED, Event.RESOLVE, Comeback.RESOLVED, (), ()),
    *rows_from(COMING, Event.RECEIVE, Comeback.RECEIVED, (), (Effect.TELL_RETURN_RECEIVED,)),
    (Comeback.IN_TRANSIT, Event.LOSE, Comeback.LOST, (), ()),
    (Comeback.IN_TRANSIT, Event.WITHDRAW, Comeback.WITHDRAWN, (), ()),
    (Comeback.RECEIVED, Event.INSPECT, Comeback.INSPECTED, (), ()),
    (Comeback.INSPECTED, Event.RESTOCK, Comeback.RESTOCKED, (), (Effect.RESTOCK,)),
    (Comeback.INSPECTED, Event.WRITE_OFF, Comeback.WRITTEN_OFF, (), ()),
    (Comeback.INSPECTED, Event.GIVE_TO_SUPPLIER, Comeback.TO_SUPPLIER, (), ()),
    *rows_from((*PUT_AWAY, Comeback.LOST), Event.RESOLVE, Comeback.RESOLVED),
    (Comeback.RESOLVED, Event.CLOSE, Comeback.CLOSED, (), (Effect.LOOK_AGAIN,)),
]
