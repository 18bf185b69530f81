"""Money that goes back, each amount once: entered into the ledger, then told to the gateway by a job."""

from engine.ids import Prefix
from engine.order.money import Money
from fulfillment.casefile import CaseFile
from fulfillment.errors import PaymentRefused
from fulfillment.jobs import REFUND
from fulfillment.notify.telling import tell
from fulfillment.records import PaymentEntry, Refund
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import add_movement, add_refund, kept


def return_money(file: CaseFile, _: str) -> None:
    """Gives back all that was kept, in the currency it came in, or voids a promise of it.

    While a dispute runs the bank holds the money: what the seller wins goes back when it is won.
    """
    if file.case.payment == Pay.DISPUTED:
        return
    rest = kept(file.session, file.order_id)
    for currency, amount in rest.items():
        book_refund(file, amount, currency, reason=file.case.stage)
    if rest:
        file.take(Machine.PAYMENT, Event.REFUND, data={"amounts": dict(rest)})
    elif file.can(Machine.PAYMENT, Event.VOID):
        file.take(Machine.PAYMENT, Event.VOID)


def return_part(file: CaseFile, amount: int, reason: str) -> None:
    """Gives an amount of the order's currency back, in minor units.

    Raises PaymentRefused when that is nothing, or more than was kept.
    """
    rest = kept(file.session, file.order_id)
    if not 0 < amount <= rest.get(file.case.currency, 0):
        msg = f"`{amount}` cannot be given back; kept are {dict(rest)} in minor units"
        raise PaymentRefused(msg)
    book_refund(file, amount, file.case.currency, reason)
    file.take(Machine.PAYMENT, _meaning(file), data={"amount": amount, "reason": reason})


def _meaning(file: CaseFile) -> Event:
    left = kept(file.session, file.order_id)
    if not left:
        return Event.REFUND
    is_balanced = file.case.payment == Pay.MISMATCHED and left == {file.case.currency: file.case.total}
    return Event.BALANCE if is_balanced else Event.REFUND_PART


def book_refund(file: CaseFile, amount: int, currency: str, reason: str) -> None:
    """Enters a refund and asks for it; moves no machine."""
    refund = Refund(
        id=file.ids.new(Prefix.REFUND),
        merchant_id=file.merchant,
        order_id=file.order_id,
        amount=amount,
        currency=currency,
        reason=reason,
        created_at=file.now,
    )
    add_refund(file.session, refund)
    add_movement(file.session, movement(file, "refund", amount, currency, refund.id))
    file.add_job(REFUND, {"refund_id": refund.id}, track="refund")
    tell(file, "refunded", about=refund.id, params={"amount": str(Money(amount, currency))})


def movement(file: CaseFile, kind: str, amount: int, currency: str, reference: str) -> PaymentEntry:
    """A line of the ledger, of now."""
    return PaymentEntry(
        id=file.ids.new(Prefix.PAYMENT_EVENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        kind=kind,
        amount=amount,
        currency=currency,
        reference=reference,
        at=file.now,
        received_at=file.now,
    )
