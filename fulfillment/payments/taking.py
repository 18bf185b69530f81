"""What is told about money is entered into the ledger, and the payment follows it.

Neither less nor more nor another currency passes: each leaves the payment `mismatched` until a person has looked or the
rest has come. An event may come late, twice and before those it follows from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from fulfillment.casefile import CaseFile
from fulfillment.errors import PaymentRefused
from fulfillment.jobs import HOLD_CLOCKS
from fulfillment.lifecycle import NOT_SOLD, step
from fulfillment.machines.payment import UNOWED
from fulfillment.naming import fitting
from fulfillment.payments.after_capture import after_capture, release_others
from fulfillment.payments.following import follow
from fulfillment.payments.giving_back import return_money, return_waiting, void_promises
from fulfillment.payments.ledger import movement
from fulfillment.payments.position import CAPTURE, CAPTURE_FAILED, LOSE, REFUND_FAILED
from fulfillment.payments.watching import watch_promise
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.aftersales import end_refund_waits
from fulfillment.store.money import add_movement, is_known, kept

TOLD = frozenset(
    {Event.AUTHORISE, Event.CAPTURE, Event.FAIL, Event.SETTLE, Event.RECONCILE, Event.DISPUTE, Event.WIN, Event.LOSE}
)
# What else gateways tell: the word of the ledger -> what it does to the payment.
HEARD = MappingProxyType(
    {
        "void": Event.VOID,
        "expire": Event.EXPIRE,
        "refund": Event.REFUND_PART,
        CAPTURE_FAILED: Event.FAIL,
        REFUND_FAILED: Event.CAPTURE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """What is told. `amount` in minor units; `reference` names this movement, which is told once.

    `subject` is the gateway's name of what it is about (payment, authorisation, dispute), which ties events together
    in whatever order they come. `word` is that of the ledger where it is not the event's own.
    """

    kind: Event
    amount: int
    currency: str
    reference: str
    at: datetime
    subject: str = ""
    gateway: str = ""
    expires_at: datetime | None = None
    word: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reference", fitting(self.reference))

    @property
    def ledger_word(self) -> str:
        """What the ledger calls it."""
        return self.word or (LOSE if self.kind is Event.LOSE else str(self.kind))


def take_money(file: CaseFile, event: PaymentEvent) -> bool:
    """Enters what a person or program tells who knows how the payment stands; false when it was told before.

    Raises PaymentRefused for an amount or kind that cannot be, IllegalStep where the payment stands elsewhere.
    """
    if is_known(file.session, file.order_id, event.reference):
        return False
    if event.kind not in TOLD or event.amount < 0 or (event.kind is Event.CAPTURE and event.amount == 0):
        msg = f"`{event.kind}` of {event.amount} cannot be; tell a kind that moves money and a positive amount"
        raise PaymentRefused(msg)
    if event.kind is Event.LOSE and event.amount > kept(file.session, file.order_id).get(event.currency, 0):
        msg = "more was charged back than was kept; check the amount"
        raise PaymentRefused(msg)
    if event.kind is not Event.CAPTURE:
        step(Machine.PAYMENT, file.case.payment, event.kind, file.holds)
    return enter(file, event)


def enter(file: CaseFile, event: PaymentEvent) -> bool:
    """Enters what a gateway tells, whatever was told before; false when it was told before itself."""
    if is_known(file.session, file.order_id, event.reference):
        return False
    entry = movement(file, event.ledger_word, event.amount, event.currency, event.reference)
    add_movement(
        file.session,
        replace(entry, at=event.at, subject=event.subject, gateway=event.gateway, expires_at=event.expires_at),
    )
    told = {"amount": event.amount, "currency": event.currency, "reference": event.reference}
    was = file.case.payment
    if event.kind is Event.CAPTURE and event.ledger_word == CAPTURE and _is_late(file):
        _take_late(file, told)
    else:
        follow(file, event.kind, told)
    if was == Pay.DISPUTED != file.case.payment:
        end_refund_waits(file.session, file.merchant, file.order_id)
    _what_follows(file, event)
    if file.standing.blocked:
        file.add_job(HOLD_CLOCKS, {"payment": str(event.kind)}, track="hold-clocks")
    return True


def _is_late(file: CaseFile) -> bool:
    return file.case.stage in NOT_SOLD or file.case.payment in UNOWED


def _take_late(file: CaseFile, told: Mapping[str, object]) -> None:
    """Money that nothing is sold for goes back, unless a dispute has it: one that is over lets go of it now."""
    file.take(Machine.PAYMENT, Event.CAPTURE_LATE, data=told)
    if file.case.payment == Pay.DISPUTED or not kept(file.session, file.order_id):
        follow(file, Event.CAPTURE, told)


def _what_follows(file: CaseFile, event: PaymentEvent) -> None:
    """An order that has ended keeps neither money nor a promise; one that goes on minds how long a promise lasts."""
    if file.case.stage in NOT_SOLD:
        if event.kind is Event.AUTHORISE:
            void_promises(file)
        elif event.ledger_word != REFUND_FAILED:
            return_money(file, "")
    elif event.kind is Event.AUTHORISE:
        watch_promise(file, event.expires_at)
        release_others(file)
    elif event.kind is Event.WIN:
        return_waiting(file)
    elif event.ledger_word == CAPTURE and event.subject:
        after_capture(file, event.subject, event.amount)
