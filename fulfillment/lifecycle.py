"""The machines of an order's life, and the one function that reads their tables.

A row says: standing there, this may happen; if these hold, it stands then here, and that follows. Nothing else decides
what is possible. Holds are no rows: an open hold fails the guard of every step forward, and the order stays where it
stands, so that a release goes on from there. The page docs/lifecycle.md is made from these tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fulfillment.errors import IllegalStep, StepBlocked
from fulfillment.machines.claim import CLAIM
from fulfillment.machines.comeback import RETURN
from fulfillment.machines.fulfilment import FULFILMENT
from fulfillment.machines.order import ORDER
from fulfillment.machines.payment import PAYMENT, SOLD, UNOWED
from fulfillment.machines.roles import who_tells
from fulfillment.machines.row import Effects, Guards, Row
from fulfillment.machines.shipment import SHIPMENT
from fulfillment.states import Comeback, Demand, Event, Guard, Machine, Pay, Role, Stage, Voyage, Work


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from `source` by `event`, which `who` tells, to `target`, if all `guards` hold; `effects` follow in this
    order."""

    machine: Machine
    source: str
    event: Event
    target: str
    guards: Guards = ()
    effects: Effects = ()
    who: tuple[Role, ...] = ()


ROWS: Mapping[Machine, list[Row]] = MappingProxyType(
    {
        Machine.ORDER: ORDER,
        Machine.PAYMENT: PAYMENT,
        Machine.FULFILMENT: FULFILMENT,
        Machine.SHIPMENT: SHIPMENT,
        Machine.RETURN: RETURN,
        Machine.CLAIM: CLAIM,
    }
)
TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(machine, source, event, target, guards, effects, who_tells(machine, event))
    for machine, rows in ROWS.items()
    for source, event, target, guards, effects in rows
)
TABLE: Mapping[tuple[Machine, str, Event], Transition] = MappingProxyType(
    {(each.machine, each.source, each.event): each for each in TRANSITIONS}
)
FIRST: Mapping[Machine, str] = MappingProxyType(
    {
        Machine.ORDER: Stage.SCREENED,
        Machine.PAYMENT: Pay.PENDING,
        Machine.FULFILMENT: Work.PLANNED,
        Machine.SHIPMENT: Voyage.LABELLED,
        Machine.RETURN: Comeback.REQUESTED,
        Machine.CLAIM: Demand.OPENED,
    }
)
ENDED = frozenset({Stage.COMPLETED, Stage.CANCELLED, Stage.REJECTED, Stage.RETURNED})
UNSENT = frozenset({Stage.SCREENED, Stage.ACCEPTED, Stage.FULFILLING})  # before any parcel left
NOT_SOLD = frozenset({Stage.CANCELLED, Stage.REJECTED, Stage.RETURNED})
PAID = frozenset({*SOLD, *UNOWED, Pay.ON_TERMS})
WORKABLE = PAID | {Pay.SECURED}
RETURN_OVER = frozenset({Comeback.CLOSED, Comeback.DECLINED, Comeback.EXPIRED, Comeback.WITHDRAWN})
CLAIM_OVER = frozenset({Demand.CLOSED, Demand.TIME_BARRED, Demand.WITHDRAWN})


def step(machine: Machine, state: str, event: Event, holds: Callable[[Guard], bool]) -> Transition:
    """The row that applies. Raises IllegalStep when there is none, StepBlocked when a guard does not hold.

    `holds` is asked for the guards of that row only.
    """
    row = TABLE.get((machine, state, event))
    if row is None:
        raise IllegalStep(machine, state, event, [each.event for each in possible(machine, state)])
    unmet = [guard for guard in row.guards if not holds(guard)]
    if unmet:
        raise StepBlocked(machine, state, event, unmet)
    return row


def possible(machine: Machine, state: str) -> tuple[Transition, ...]:
    """All rows that lead on from a state, guards aside; none when it has ended."""
    return tuple(each for each in TRANSITIONS if each.machine is machine and each.source == state)
