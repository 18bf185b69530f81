"""A claim against a carrier."""

from fulfillment.machines.row import Row, rows_from
from fulfillment.states import Demand, Effect, Event

UNFILED = (Demand.OPENED, Demand.EVIDENCE_PENDING)

CLAIM: list[Row] = [
    (Demand.OPENED, Event.GATHER, Demand.EVIDENCE_PENDING, (), ()),
    *rows_from(UNFILED, Event.FILE, Demand.FILED),
    *rows_from(UNFILED, Event.EXPIRE, Demand.TIME_BARRED, (), (Effect.LOOK_AGAIN,)),
    *rows_from((*UNFILED, Demand.FILED), Event.WITHDRAW, Demand.WITHDRAWN, (), (Effect.LOOK_AGAIN,)),
    (Demand.FILED, Event.ACKNOWLEDGE, Demand.ACKNOWLEDGED, (), ()),
    *rows_from((Demand.ACKNOWLEDGED, Demand.APPEALED), Event.APPROVE, Demand.APPROVED),
    *rows_from((Demand.ACKNOWLEDGED, Demand.APPEALED), Event.DENY, Demand.DENIED),
    (Demand.DENIED, Event.APPEAL, Demand.APPEALED, (), ()),
    (Demand.APPROVED, Event.PAY, Demand.PAID, (), ()),
    *rows_from((Demand.PAID, Demand.DENIED), Event.CLOSE, Demand.CLOSED, (), (Effect.LOOK_AGAIN,)),
]
