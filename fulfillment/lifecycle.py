"""The machines of an order's life as tables, and the one function that reads them.

A row says: standing there, this may happen; if these hold, it stands then here, and that follows. Nothing else decides
what is possible. Holds are no rows: an open hold fails the guard of every step forward, and the order stays where it
stands, so that a release goes on from there. The page docs/lifecycle.md is made from these tables.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fulfillment.errors import IllegalStep, StepBlocked
from fulfillment.states import Comeback, Demand, Effect, Event, Guard, Machine, Pay, Stage, Voyage, Work

Guards = tuple[Guard, ...]
Effects = tuple[Effect, ...]
Row = tuple[str, Event, str, Guards, Effects]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from `source` by `event` to `target`, if all `guards` hold; `effects` follow in this order."""

    machine: Machine
    source: str
    event: Event
    target: str
    guards: Guards = ()
    effects: Effects = ()


CLEAR = (Guard.CLEAR,)
READY = (Guard.CLEAR, Guard.PAID)
SENDABLE = (Guard.CLEAR, Guard.PAID, Guard.CURRENT)
START = (Effect.OPEN_FULFILMENT, Effect.TELL_ACCEPTED, Effect.NEXT)
UNDO = (Effect.CANCEL_FULFILMENT, Effect.RETURN_MONEY, Effect.TELL_CANCELLED)
ARRIVE = (Effect.START_WINDOW, Effect.TELL_DELIVERED)
SHORT = (Effect.RELEASE_STOCK, Effect.TELL_BACKORDERED, Effect.NEXT)
PUT_BACK = (Effect.RELEASE_STOCK, Effect.PULL_PICK_LIST)
TURN = (Effect.AWAIT_RETURN, Effect.TELL_RETURNING)
WRITE_OFF = (Effect.DROP_RETURN, Effect.CLAIM_LOSS, Effect.RETURN_MONEY, Effect.TELL_LOST)


def _from(sources: Iterable[str], event: Event, target: str, guards: Guards = (), effects: Effects = ()) -> list[Row]:
    return [(source, event, target, guards, effects) for source in sources]


INSIDE = (Stage.SCREENED, Stage.ACCEPTED, Stage.DELEGATED, Stage.FULFILLING)
MOVING = (Stage.SHIPPED, Stage.IN_TRANSIT, Stage.INTERCEPTING)

ORDER: list[Row] = [
    (Stage.SCREENED, Event.ADMIT, Stage.ACCEPTED, CLEAR, START),
    (Stage.SCREENED, Event.REJECT, Stage.REJECTED, (), (Effect.RETURN_MONEY, Effect.TELL_CANCELLED)),
    *_from(INSIDE, Event.CANCEL, Stage.CANCELLED, (), UNDO),
    (Stage.ACCEPTED, Event.PAY, Stage.FULFILLING, READY, (Effect.NEXT,)),
    (Stage.ACCEPTED, Event.DELEGATE, Stage.DELEGATED, CLEAR, ()),
    (Stage.DELEGATED, Event.DELIVER, Stage.DELIVERED, (), (Effect.START_WINDOW,)),
    (Stage.FULFILLING, Event.SHIP, Stage.SHIPPED, SENDABLE, (Effect.TELL_SHIPPED,)),
    (Stage.SHIPPED, Event.MOVE, Stage.IN_TRANSIT, (), ()),
    *_from((Stage.SHIPPED, Stage.IN_TRANSIT), Event.RECALL, Stage.INTERCEPTING, (), (Effect.REQUEST_INTERCEPTION,)),
    (Stage.INTERCEPTING, Event.PROCEED, Stage.IN_TRANSIT, CLEAR, (Effect.WITHDRAW_INTERCEPTION,)),
    *_from(MOVING, Event.TURN_BACK, Stage.RETURNING, (), TURN),
    *_from(MOVING, Event.DELIVER, Stage.DELIVERED, (), ARRIVE),
    (Stage.RETURNING, Event.DELIVER, Stage.DELIVERED, (), (Effect.DROP_RETURN, *ARRIVE)),
    *_from((*MOVING, Stage.RETURNING), Event.LOSE, Stage.CANCELLED, (), WRITE_OFF),
    *_from((Stage.RETURNING, Stage.DELIVERED), Event.TAKE_BACK, Stage.RETURNED, (), (Effect.RETURN_MONEY,)),
    (Stage.DELIVERED, Event.CLOSE, Stage.COMPLETED, (Guard.NOTHING_OPEN,), ()),
]

PROMISED = (Pay.PENDING, Pay.AUTHORISED, Pay.FAILED, Pay.ON_TERMS, Pay.NOT_NEEDED, Pay.MARKETPLACE)
UNOWED = (Pay.NOT_NEEDED, Pay.MARKETPLACE)
NOT_FROZEN = tuple(each for each in Pay if each not in (Pay.DISPUTED, *UNOWED))
AWAITED = (Pay.PENDING, Pay.AUTHORISED, Pay.FAILED, Pay.MISMATCHED)
SOLD = (Pay.CAPTURED, Pay.SETTLED, Pay.RECONCILED, Pay.PARTIALLY_REFUNDED)

PAYMENT: list[Row] = [
    *_from((Pay.PENDING, Pay.AUTHORISED, Pay.FAILED), Event.AUTHORISE, Pay.AUTHORISED),
    *_from(AWAITED, Event.CAPTURE, Pay.CAPTURED, (), (Effect.NEXT,)),
    (Pay.ON_TERMS, Event.CAPTURE, Pay.CAPTURED, (), ()),
    *_from(AWAITED, Event.UNDERPAY, Pay.MISMATCHED, (), (Effect.TELL_PAYMENT_PROBLEM,)),
    *_from(AWAITED, Event.OVERPAY, Pay.MISMATCHED),
    *_from(AWAITED, Event.PAY_OTHER_CURRENCY, Pay.MISMATCHED),
    (Pay.ON_TERMS, Event.UNDERPAY, Pay.ON_TERMS, (), ()),
    # The rest may still come after a person accepted less.
    *(row for each in SOLD for event in (Event.CAPTURE, Event.UNDERPAY) for row in _from((each,), event, each)),
    *_from((*SOLD, Pay.ON_TERMS), Event.OVERPAY, Pay.MISMATCHED),
    *_from((*SOLD, Pay.ON_TERMS), Event.PAY_OTHER_CURRENCY, Pay.MISMATCHED),
    (Pay.MISMATCHED, Event.ACCEPT, Pay.CAPTURED, (), (Effect.NEXT,)),
    # What was too much went back.
    (Pay.MISMATCHED, Event.BALANCE, Pay.CAPTURED, (), (Effect.NEXT,)),
    (Pay.MISMATCHED, Event.REFUND_PART, Pay.MISMATCHED, (), ()),
    (Pay.PENDING, Event.WAIVE, Pay.NOT_NEEDED, (), (Effect.NEXT,)),
    (Pay.PENDING, Event.GUARANTEE, Pay.MARKETPLACE, (), (Effect.NEXT,)),
    (Pay.PENDING, Event.DEFER, Pay.ON_TERMS, (), (Effect.NEXT,)),
    (Pay.CAPTURED, Event.SETTLE, Pay.SETTLED, (), ()),
    (Pay.SETTLED, Event.RECONCILE, Pay.RECONCILED, (), ()),
    *_from((Pay.PENDING, Pay.AUTHORISED), Event.FAIL, Pay.FAILED),
    *_from(PROMISED, Event.VOID, Pay.VOIDED),
    *_from((*SOLD, Pay.MISMATCHED, Pay.ON_TERMS, Pay.CHARGED_BACK), Event.REFUND, Pay.REFUNDED),
    *_from(SOLD, Event.REFUND_PART, Pay.PARTIALLY_REFUNDED),
    # Money that comes for an order that has ended, or that was given back already, goes back at once.
    *(row for each in UNOWED for row in _from((each,), Event.CAPTURE_LATE, each, (), (Effect.RETURN_MONEY,))),
    *(row for each in UNOWED for row in _from((each,), Event.REFUND, each)),
    *_from(NOT_FROZEN, Event.CAPTURE_LATE, Pay.MISMATCHED, (), (Effect.RETURN_MONEY,)),
    (Pay.DISPUTED, Event.CAPTURE_LATE, Pay.DISPUTED, (), ()),
    *_from(SOLD, Event.DISPUTE, Pay.DISPUTED),
    (Pay.DISPUTED, Event.WIN, Pay.CAPTURED, (), (Effect.NEXT,)),
    (Pay.DISPUTED, Event.LOSE, Pay.CHARGED_BACK, (), (Effect.NEXT,)),
]

FULFILMENT: list[Row] = [
    (Work.PLANNED, Event.RESERVE, Work.RESERVED, READY, (Effect.NEXT,)),
    (Work.PLANNED, Event.RUN_SHORT, Work.BACKORDERED, READY, (Effect.TELL_BACKORDERED,)),
    (Work.BACKORDERED, Event.RESERVE, Work.RESERVED, READY, (Effect.NEXT,)),
    (Work.RESERVED, Event.PICK, Work.PICKING, READY, ()),
    (Work.PICKING, Event.FINISH_PICK, Work.PICKED, READY, ()),
    (Work.PICKING, Event.COME_UP_SHORT, Work.BACKORDERED, READY, SHORT),
    (Work.PICKED, Event.PACK, Work.PACKED, READY, (Effect.NEXT,)),
    (Work.PACKED, Event.LABEL, Work.LABELLED, READY, ()),
    (Work.LABELLED, Event.RELABEL, Work.PACKED, (), (Effect.VOID_LABEL, Effect.NEXT)),
    (Work.LABELLED, Event.HAND_OVER, Work.HANDED_OVER, SENDABLE, (Effect.CONSUME_STOCK,)),
    (Work.PLANNED, Event.DELEGATE, Work.DELEGATED, CLEAR, ()),
    *_from((Work.PLANNED, Work.DELEGATED), Event.CANCEL, Work.CANCELLED),
    (Work.BACKORDERED, Event.CANCEL, Work.CANCELLED, (), (Effect.RELEASE_STOCK,)),
    (Work.RESERVED, Event.CANCEL, Work.CANCELLED, (), (Effect.RELEASE_STOCK,)),
    *_from((Work.PICKING, Work.PICKED, Work.PACKED), Event.CANCEL, Work.CANCELLED, (), PUT_BACK),
    (Work.LABELLED, Event.CANCEL, Work.CANCELLED, (), (*PUT_BACK, Effect.VOID_LABEL)),
]

UNDER_WAY = (Voyage.HANDED_OVER, Voyage.IN_TRANSIT, Voyage.STUCK)

SHIPMENT: list[Row] = [
    (Voyage.LABELLED, Event.VOID, Voyage.VOIDED, (), ()),
    (Voyage.LABELLED, Event.HAND_OVER, Voyage.HANDED_OVER, SENDABLE, ()),
    *_from((Voyage.HANDED_OVER, Voyage.STUCK), Event.MOVE, Voyage.IN_TRANSIT),
    *_from((Voyage.HANDED_OVER, Voyage.IN_TRANSIT), Event.GET_STUCK, Voyage.STUCK),
    *_from((*UNDER_WAY, Voyage.LOST), Event.TURN_BACK, Voyage.RETURNING),
    *_from((*UNDER_WAY, Voyage.RETURNING, Voyage.RETURNED), Event.VANISH, Voyage.LOST),
    *_from((*UNDER_WAY, Voyage.RETURNING, Voyage.LOST), Event.COME_BACK, Voyage.RETURNED),
    *_from((*UNDER_WAY, Voyage.RETURNING, Voyage.RETURNED, Voyage.LOST), Event.DELIVER, Voyage.DELIVERED),
]

COMING = (Comeback.AUTHORISED, Comeback.IN_TRANSIT)

RETURN: list[Row] = [
    (Comeback.REQUESTED, Event.AUTHORISE, Comeback.AUTHORISED, (), (Effect.TELL_RETURN_AUTHORISED,)),
    (Comeback.REQUESTED, Event.DECLINE, Comeback.DECLINED, (), (Effect.TELL_RETURN_DECLINED, Effect.LOOK_AGAIN)),
    (Comeback.AUTHORISED, Event.SEND, Comeback.IN_TRANSIT, (), ()),
    (Comeback.AUTHORISED, Event.EXPIRE, Comeback.EXPIRED, (), (Effect.LOOK_AGAIN,)),
    (Comeback.AUTHORISED, Event.RESOLVE, Comeback.RESOLVED, (), ()),
    *_from(COMING, Event.RECEIVE, Comeback.RECEIVED, (), (Effect.TELL_RETURN_RECEIVED,)),
    (Comeback.IN_TRANSIT, Event.LOSE, Comeback.LOST, (), ()),
    (Comeback.IN_TRANSIT, Event.WITHDRAW, Comeback.CLOSED, (), ()),
    (Comeback.RECEIVED, Event.RESTOCK, Comeback.RESTOCKED, (), (Effect.RESTOCK,)),
    (Comeback.RECEIVED, Event.WRITE_OFF, Comeback.WRITTEN_OFF, (), ()),
    *_from((Comeback.RESTOCKED, Comeback.WRITTEN_OFF, Comeback.LOST), Event.RESOLVE, Comeback.RESOLVED),
    (Comeback.RESOLVED, Event.CLOSE, Comeback.CLOSED, (), (Effect.LOOK_AGAIN,)),
]

UNFILED = (Demand.OPENED, Demand.EVIDENCE_PENDING)

CLAIM: list[Row] = [
    (Demand.OPENED, Event.GATHER, Demand.EVIDENCE_PENDING, (), ()),
    *_from(UNFILED, Event.FILE, Demand.FILED),
    *_from(UNFILED, Event.EXPIRE, Demand.TIME_BARRED, (), (Effect.LOOK_AGAIN,)),
    *_from((*UNFILED, Demand.FILED), Event.WITHDRAW, Demand.WITHDRAWN, (), (Effect.LOOK_AGAIN,)),
    (Demand.FILED, Event.ACKNOWLEDGE, Demand.ACKNOWLEDGED, (), ()),
    *_from((Demand.ACKNOWLEDGED, Demand.APPEALED), Event.APPROVE, Demand.APPROVED),
    *_from((Demand.ACKNOWLEDGED, Demand.APPEALED), Event.DENY, Demand.DENIED),
    (Demand.DENIED, Event.APPEAL, Demand.APPEALED, (), ()),
    (Demand.APPROVED, Event.PAY, Demand.PAID, (), ()),
    *_from((Demand.PAID, Demand.DENIED), Event.CLOSE, Demand.CLOSED, (), (Effect.LOOK_AGAIN,)),
]

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
    Transition(machine, source, event, target, guards, effects)
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
NOT_SOLD = frozenset({Stage.CANCELLED, Stage.REJECTED, Stage.RETURNED})
PAID = frozenset({*SOLD, *UNOWED, Pay.ON_TERMS})
RETURN_OVER = frozenset({Comeback.CLOSED, Comeback.DECLINED, Comeback.EXPIRED})
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
