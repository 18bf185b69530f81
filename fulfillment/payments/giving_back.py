"""Money that goes back, each amount once: entered into the ledger, then told to the gateway by a job."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from engine.order.money import Money
from fulfillment.casefile import CaseFile
from fulfillment.channels.answering import refund_by_channel
from fulfillment.errors import PaymentRefused
from fulfillment.jobs import REFUND
from fulfillment.lifecycle import NOT_SOLD
from fulfillment.payments.following import follow
from fulfillment.payments.held_elsewhere import held_elsewhere, is_held_elsewhere, open_refund, return_by_marketplace
from fulfillment.payments.instructing import Wanted, instruct
from fulfillment.payments.ledger import movement
from fulfillment.payments.position import REFUND_FAILED, VOID, has_come, position
from fulfillment.records import PaymentEntry
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.money import add_movement, kept, movements, position_of

WAITS, RESUMED = "refund_waits", "refund_resumed"


def return_money(file: CaseFile, _: str) -> None:
    """Gives back all that was kept, in the currency it came in, or voids a promise of it.

    While a dispute runs the bank holds the money: what the seller wins goes back when it is won. What could not be
    given back is not tried again: a person sends it another way. An order that has ended keeps no promise either,
    whatever became of its money.
    """
    if file.case.payment != Pay.DISPUTED:
        _return_rest(file)
    if file.case.stage in NOT_SOLD:
        release_promises(file)


def void_promises(file: CaseFile) -> None:
    """Gives up every authorisation that is alive, and the payment with them; it has ended though there was none."""
    if not release_promises(file):
        add_movement(file.session, _void(file, len(movements(file.session, file.merchant, file.order_id))))
    follow(file, Event.VOID)


def release_promises(file: CaseFile, until: datetime | None = None) -> bool:
    """Asks the gateway to release every authorisation that is alive, of those given until a moment; moves no machine.

    False when there was none.
    """
    told = movements(file.session, file.merchant, file.order_id)
    promises = [each for each in position(told).promises if until is None or each.at <= until]
    for promise in promises:
        instruct(file, Wanted.of(promise, "void", promise.amount))
    for number, promise in enumerate(promises, start=len(told)):
        # A promise whose gateway's clock is ahead of ours ends all the same.
        ended = replace(_void(file, number), subject=promise.subject, at=max(file.now, promise.at))
        add_movement(file.session, ended)
    return bool(promises)


def return_part(file: CaseFile, amount: int, reason: str) -> None:
    """Gives an amount of the order's currency back, in minor units.

    Raises PaymentRefused when that is nothing, or more than was kept, IllegalStep while a dispute runs.
    """
    if is_held_elsewhere(file):
        return_by_marketplace(file, amount, reason)
        return
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
    refund = open_refund(file, Money(amount, currency), reason)
    add_movement(file.session, movement(file, "refund", amount, currency, refund.id))
    if not refund_by_channel(file, refund):
        file.add_job(REFUND, {"refund_id": refund.id}, track="refund")


def returnable(file: CaseFile) -> int:
    """What may still go back to the buyer, in minor units of the order's currency, here or at the marketplace."""
    if is_held_elsewhere(file):
        return held_elsewhere(file)
    return kept(file.session, file.order_id).get(file.case.currency, 0)


def may_return_part(file: CaseFile) -> bool:
    """Whether a part can be given back as the money stands."""
    return is_held_elsewhere(file) or file.can(Machine.PAYMENT, Event.REFUND_PART)


def _return_rest(file: CaseFile) -> None:
    if is_held_elsewhere(file):
        if (left := held_elsewhere(file)) > 0:
            return_by_marketplace(file, left, reason=file.case.stage)
        return
    where, failed = position_of(file.session, file.order_id), _failed(file)
    rest = {currency: left for currency, amount in where.kept.items() if (left := amount - failed[currency]) > 0}
    for currency, amount in rest.items():
        book_refund(file, amount, currency, reason=file.case.stage)
    if rest:
        follow(file, Event.REFUND, {"amounts": rest})
    elif file.case.payment != Pay.VOIDED and file.can(Machine.PAYMENT, Event.VOID) and not has_come(where):
        void_promises(file)


def _void(file: CaseFile, many: int) -> PaymentEntry:
    # By how long the ledger is: what a gateway tells late lengthens it, and need not move the machine.
    return movement(file, VOID, 0, file.case.currency, f"{VOID}:{many}")


def _failed(file: CaseFile) -> Counter[str]:
    told: Counter[str] = Counter()
    for each in movements(file.session, file.merchant, file.order_id):
        if each.kind == REFUND_FAILED:
            told[each.currency] += each.amount
    return told
