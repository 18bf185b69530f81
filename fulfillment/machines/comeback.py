"""Goods that come back."""

from fulfillment.machines.row import Row, rows_from
from fulfillment.states import Comeback, Effect, Event

COMING = (Comeback.AUTHORISED, Comeback.IN_TRANSIT)

RETURN: list[Row] = [
    (Comeback.REQUESTED, Event.AUTHORISE, Comeback.AUTHORISED, (), (Effect.TELL_RETURN_AUTHORISED,)),
    (Comeback.REQUESTED, Event.DECLINE, Comeback.DECLINED, (), (Effect.TELL_RETURN_DECLINED, Effect.LOOK_AGAIN)),
    (Comeback.AUTHORISED, Event.SEND, Comeback.IN_TRANSIT, (), ()),
    (Comeback.AUTHORISED, Event.EXPIRE, Comeback.EXPIRED, (), (Effect.LOOK_AGAIN,)),
    (Comeback.AUTHORISED, Event.RESOLVE, Comeback.RESOLVED, (), ()),
    *rows_from(COMING, Event.RECEIVE, Comeback.RECEIVED, (), (Effect.TELL_RETURN_RECEIVED,)),
    (Comeback.IN_TRANSIT, Event.LOSE, Comeback.LOST, (), ()),
    (Comeback.IN_TRANSIT, Event.WITHDRAW, Comeback.WITHDRAWN, (), ()),
    (Comeback.RECEIVED, Event.RESTOCK, Comeback.RESTOCKED, (), (Effect.RESTOCK,)),
    (Comeback.RECEIVED, Event.WRITE_OFF, Comeback.WRITTEN_OFF, (), ()),
    *rows_from((Comeback.RESTOCKED, Comeback.WRITTEN_OFF, Comeback.LOST), Event.RESOLVE, Comeback.RESOLVED),
    (Comeback.RESOLVED, Event.CLOSE, Comeback.CLOSED, (), (Effect.LOOK_AGAIN,)),
]
