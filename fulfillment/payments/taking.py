"""What is told about money, weighed against what the order owes. Neither less nor more nor another currency passes:
each leaves the payment `mismatched` until a person has looked or the rest has come.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from fulfillment.casefile import CaseFile
from fulfillment.errors import PaymentRefused
from fulfillment.lifecycle import NOT_SOLD
from fulfillment.machines.payment import UNOWED
from fulfillment.payments.giving_back import movement
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import add_movement, is_known, kept, received

TOLD = frozenset(
    {Event.AUTHORISE, Event.CAPTURE, Event.FAIL, Event.SETTLE, Event.RECONCILE, Event.DISPUTE, Event.WIN, Event.LOSE}
)
OVER = frozenset({Pay.VOIDED, Pay.REFUNDED, Pay.CHARGED_BACK, Pay.DISPUTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """What a gateway tells. `amount` in minor units; `reference` is its own id of this movement, told once."""

    kind: Event
    amount: int
    currency: str
    reference: str
    at: datetime


def take_money(file: CaseFile, event: PaymentEvent) -> bool:
    """Enters the event and moves the payment; false when it was told before.

    Raises PaymentRefused for an amount or kind that cannot be, IllegalStep where the payment stands elsewhere.
    """
    if is_known(file.session, file.order_id, event.reference):
        return False
    if event.kind not in TOLD or event.amount < 0 or (event.kind is Event.CAPTURE and event.amount == 0):
        msg = f"`{event.kind}` of {event.amount} cannot be; tell a kind that moves money and a positive amount"
        raise PaymentRefused(msg)
    told = {"amount": event.amount, "currency": event.currency, "reference": event.reference}
    entered = movement(file, _ledger_word(event.kind), event.amount, event.currency, event.reference)
    if event.kind is Event.LOSE and event.amount > kept(file.session, file.order_id).get(event.currency, 0):
        msg = "more was charged back than was kept; check the amount"
        raise PaymentRefused(msg)
    add_movement(file.session, replace(entered, at=event.at))
    file.take(Machine.PAYMENT, _weighed(file, event) if event.kind is Event.CAPTURE else event.kind, data=told)
    return True


def _ledger_word(kind: Event) -> str:
    return "charge_back" if kind is Event.LOSE else str(kind)


def _weighed(file: CaseFile, event: PaymentEvent) -> Event:
    """What a capture means, now that it is in the ledger."""
    if file.case.stage in NOT_SOLD or file.case.payment in OVER or file.case.payment in UNOWED:
        return Event.CAPTURE_LATE
    came = received(file.session, file.order_id)
    if set(came) != {file.case.currency}:
        return Event.PAY_OTHER_CURRENCY
    if came[event.currency] == file.case.total:
        return Event.CAPTURE
    return Event.OVERPAY if came[event.currency] > file.case.total else Event.UNDERPAY
