"""The payment machine follows the ledger: whatever was told, in whatever order, the step that leads to where the money
stands is taken.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.order.money import Money
from fulfillment.casefile import CaseFile
from fulfillment.lifecycle import TABLE
from fulfillment.machines.payment import GONE, SOLD
from fulfillment.payments.position import Position, is_covered, stands
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import position_of

MOST_STEPS = 4  # won, captured, settled, reconciled
LEADS = MappingProxyType(
    {
        Pay.AUTHORISED: Event.AUTHORISE,
        Pay.FAILED: Event.FAIL,
        Pay.VOIDED: Event.VOID,
        Pay.EXPIRED: Event.EXPIRE,
        Pay.REFUNDED: Event.REFUND,
        Pay.PARTIALLY_REFUNDED: Event.REFUND_PART,
        Pay.DISPUTED: Event.DISPUTE,
        Pay.CHARGED_BACK: Event.LOSE,
    }
)


def owed(file: CaseFile) -> Money:
    """What the order costs."""
    return Money(file.case.total, file.case.currency)


def follow(file: CaseFile, told: Event, data: Mapping[str, object] | None = None) -> None:
    """Steps to where the ledger says that the money stands. `told` is what happened, and `data` what history shows."""
    where = position_of(file.session, file.order_id)
    for number in range(MOST_STEPS):
        event = onward(told, Pay(file.case.payment), where, owed(file), is_first=not number)
        if event is None:
            return
        file.take(Machine.PAYMENT, event, data=data)


def onward(told: Event, was: Pay, where: Position, price: Money, *, is_first: bool) -> Event | None:
    """The next step from `was` to where the money stands; None where nothing moves, or nothing more after the first."""
    event = _event(told, was, stands(where, price, was), where, price)
    row = TABLE.get((Machine.PAYMENT, was, event)) if event is not None else None
    return None if row is None or (row.target == was and not is_first) else event


def _event(told: Event, was: Pay, target: Pay, where: Position, price: Money) -> Event | None:
    """The event of the tables that leads on from `was`; None where nothing moves."""
    if target is Pay.MISMATCHED:
        return _mismatch(told, was, where, price)
    if target is was:
        return _same(told, was)
    if target in SOLD:
        return _sold(told, was, target)
    if target is Pay.REFUNDED and was in (Pay.DISPUTED, Pay.CHARGED_BACK):
        return Event.WIN  # what the dispute held is free again; that it went back comes next
    return LEADS.get(target)


def _mismatch(told: Event, was: Pay, where: Position, price: Money) -> Event:
    if told is Event.REFUND_PART and was is Pay.MISMATCHED:
        return told
    if was is Pay.DISPUTED:
        return Event.WIN
    if where.kept.keys() - {price.currency}:
        return Event.PAY_OTHER_CURRENCY
    return Event.OVERPAY if is_covered(where, price) else Event.UNDERPAY


def _same(told: Event, was: Pay) -> Event | None:
    """What moves nothing is entered into the history where the tables know it."""
    if was is Pay.ON_TERMS and told is Event.CAPTURE:
        return Event.UNDERPAY
    row = TABLE.get((Machine.PAYMENT, was, told))
    return told if row is not None and row.target == was else None


def _sold(told: Event, was: Pay, target: Pay) -> Event:
    """Money is there: first that it came or came back, then what happened to it since."""
    if was is Pay.DISPUTED or (was is Pay.CHARGED_BACK and told is not Event.CAPTURE):
        return Event.WIN
    if target is Pay.PARTIALLY_REFUNDED and was in (*SOLD, *GONE):
        return Event.REFUND_PART
    if was is Pay.PARTIALLY_REFUNDED:
        return Event.BALANCE
    if was is Pay.CAPTURED and target in (Pay.SETTLED, Pay.RECONCILED):
        return Event.SETTLE
    if was is Pay.SETTLED and target is Pay.RECONCILED:
        return Event.RECONCILE
    if was is Pay.MISMATCHED:
        return {Event.REFUND_PART: Event.BALANCE, Event.ACCEPT: Event.ACCEPT}.get(told, Event.CAPTURE)
    return Event.CAPTURE
