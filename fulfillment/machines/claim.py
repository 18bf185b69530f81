"""A claim against a carrier.

Carriers answer as they like: some acknowledge first, some decide or credit at once. What is not filed in time is time
barred; what was filed and never decided is so too when the last day to sue has passed.
"""

from fulfillment.machines.row import Row, rows_from
from fulfillment.states import Demand, Effect, Event

UNFILED = (Demand.OPENED, Demand.EVIDENCE_PENDING)
WITH_CARRIER = (Demand.FILED, Demand.ACKNOWLEDGED, Demand.APPEALED)
GIVEN_UP = (*UNFILED, *WITH_CARRIER, Demand.APPROVED)
OVER = (Effect.LOOK_AGAIN,)

CLAIM: list[Row] = [
    (Demand.OPENED, Event.GATHER, Demand.EVIDENCE_PENDING, (), ()),
    *rows_from(UNFILED, Event.FILE, Demand.FILED),
    *rows_from((*UNFILED, *WITH_CARRIER), Event.EXPIRE, Demand.TIME_BARRED, (), OVER),
    *rows_from((*UNFILED, Demand.FILED), Event.WITHDRAW, Demand.WITHDRAWN, (), OVER),
    # Not worth the work, or given up later.
    *rows_from(GIVEN_UP, Event.WRITE_OFF, Demand.CLOSED, (), OVER),
    (Demand.FILED, Event.ACKNOWLEDGE, Demand.ACKNOWLEDGED, (), ()),
    *rows_from(WITH_CARRIER, Event.APPROVE, Demand.APPROVED),
    *rows_from(WITH_CARRIER, Event.DENY, Demand.DENIED),
    (Demand.DENIED, Event.APPEAL, Demand.APPEALED, (), ()),
    (Demand.DENIED, Event.EXPIRE, Demand.CLOSED, (), OVER),
    *rows_from((*WITH_CARRIER, Demand.APPROVED), Event.PAY, Demand.PAID),
    (Demand.PAID, Event.PAY, Demand.PAID, (), ()),
    *rows_from((Demand.PAID, Demand.DENIED), Event.CLOSE, Demand.CLOSED, (), OVER),
]
