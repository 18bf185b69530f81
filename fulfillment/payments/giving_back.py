"""Money that goes back, each amount once: entered into the ledger, then told to the gateway by a job."""

from collections import Counter
from dataclasses import replace

from engine.ids import Prefix
from engine.order.money import Money
from fulfillment.casefile import CaseFile
from fulfillment.errors import PaymentRefused
from fulfillment.jobs import REFUND
from fulfillment.notify.telling import tell
from fulfillment.payments.following import follow
from fulfillment.payments.instructing import Wanted, instruct
from fulfillment.payments.ledger import movement
from fulfillment.payments.position import REFUND_FAILED
from fulfillment.records import Refund
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import add_movement, add_refund, kept, movements, position_of

WAITS, RESUMED = "refund_waits", "refund_resumed"


def return_money(file: CaseFile, _: str) -> None:
    """Gives back all that was kept, in the currency it came in, or voids a promise of it.

    While a dispute runs the bank holds the money: what the seller wins goes back when it is won. What could not be
    given back is not tried again: a person sends it another way.
    """
    if file.case.payment == Pay.DISPUTED:
        return
    here, failed = kept(file.session, file.order_id), _failed(file)
    rest = {currency: left for currency, amount in here.items() if (left := amount - failed[currency]) > 0}
    for currency, amount in rest.items():
        book_refund(file, amount, currency, reason=file.case.stage)
    if rest:
        follow(file, Event.REFUND, {"amounts": rest})
    elif not here and file.can(Machine.PAYMENT, Event.VOID) and file.case.payment != Pay.VOIDED:
        void_promises(file)


def void_promises(file: CaseFile) -> None:
    """Gives up every authorisation that is alive, and asks the gateway to release it."""
    promises = position_of(file.session, file.order_id).promises
    for promise in promises:
        instruct(file, Wanted.of(promise, "void", promise.amount))
    for number, subject in enumerate([each.subject for each in promises] or [""]):
        entry = movement(file, "void", 0, file.case.currency, f"void:{file.case.entries}:{number}")
        add_movement(file.session, replace(entry, subject=subject))
    follow(file, Event.VOID)


def return_part(file: CaseFile, amount: int, reason: str) -> None:
    """Gives an amount of the order's currency back, in minor units.

    Raises PaymentRefused when that is nothing, or more than was kept, IllegalStep while a dispute runs.
    """
    rest = kept(file.session, file.order_id)
    if not 0 < amount <= rest.get(file.case.currency, 0):
        msg = f"`{amount}` cannot be given back; kept are {dict(rest)} in minor units"
        raise PaymentRefused(msg)
    if file.case.payment == Pay.DISPUTED:
        file.take(Machine.PAYMENT, Event.REFUND_PART)
    book_refund(file, amount, file.case.currency, reason)
    is_all = not kept(file.session, file.order_id)
    follow(file, Event.REFUND if is_all else Event.REFUND_PART, {"amount": amount, "reason": reason})


def return_later(file: CaseFile, amount: int, about: str) -> None:
    """Remembers, once for what it is `about`, that an amount is to go back when a running dispute was won."""
    file.note(WAITS, dedup=f"{WAITS}:{about}", data={"amount": amount, "about": about})


def return_waiting(file: CaseFile) -> None:
    """Gives back what waited for the end of a dispute, as far as it was kept; each once."""
    if not file.can(Machine.PAYMENT, Event.REFUND_PART):
        return
    for each in file.history():
        if each.event != WAITS or not file.note(RESUMED, dedup=f"{RESUMED}:{each.data['about']}", data=each.data):
            continue
        rest = kept(file.session, file.order_id).get(file.case.currency, 0)
        amount = min(int(str(each.data["amount"])), rest)
        if amount > 0:
            return_part(file, amount, reason="not sent")


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


def _failed(file: CaseFile) -> Counter[str]:
    told: Counter[str] = Counter()
    for each in movements(file.session, file.merchant, file.order_id):
        if each.kind == REFUND_FAILED:
            told[each.currency] += each.amount
    return told
