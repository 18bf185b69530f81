"""What a gateway is asked to do with a promise: capture it, give it up, or renew it. Each once, by a job that writes
it into the outbox under its own id, which is the idempotency key.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from fulfillment.casefile import CaseFile
from fulfillment.errors import PaymentRefused
from fulfillment.jobs import INSTRUCTION
from fulfillment.payments.exponents import takeable, to_gateway
from fulfillment.payments.position import DEAD, Promise
from fulfillment.records import Instruction
from fulfillment.store.instructions import add_instruction, instructions_of
from fulfillment.store.money import movements

CAPTURE, VOID, REAUTHORISE = "capture", "void", "reauthorise"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be done with which authorisation; `amount` in minor units.

    `promised_at` is the gateway's time of the promise, which tells one promise from another of the same name.
    """

    action: str
    authorisation: str
    gateway: str
    amount: int
    currency: str
    promised_at: datetime

    @classmethod
    def of(cls, promise: Promise, action: str, amount: int) -> "Wanted":
        """About a promise."""
        return cls(
            action=action,
            authorisation=promise.subject,
            gateway=promise.gateway,
            amount=amount,
            currency=promise.currency,
            promised_at=promise.at,
        )


def instruct(file: CaseFile, wanted: Wanted) -> bool:
    """Asks the gateway, once an action and promise; false when it was asked before. A promise that failed and was
    given anew under the same name is another.

    What the gateway could not take is kept as refused, and the timeline tells people how to go on.
    """
    if _asked(file, wanted) is not None:
        return False
    made = Instruction(
        id=file.ids.new(Prefix.INSTRUCTION),
        merchant_id=file.merchant,
        order_id=file.order_id,
        action=wanted.action,
        authorisation=wanted.authorisation,
        gateway=wanted.gateway,
        amount=wanted.amount,
        currency=wanted.currency,
        promised_at=wanted.promised_at,
        created_at=file.now,
    )
    why = _unfit(wanted)
    if why:
        _refuse(file, replace(made, state=REFUSED), why)
        return True
    add_instruction(file.session, made)
    told = {"instruction": made.id, "amount": wanted.amount, "authorisation": wanted.authorisation}
    file.note(f"{wanted.action}_asked", dedup=f"instruction:{made.id}", data=told)
    file.add_job(INSTRUCTION, {"instruction_id": made.id}, track="payment")
    return True


def asked_of(file: CaseFile, promise: Promise, action: str) -> Instruction | None:
    """What was asked about a promise as it stands now; None when nothing was, or only before it last failed."""
    return _asked(file, Wanted.of(promise, action, promise.amount))


def _asked(file: CaseFile, wanted: Wanted) -> Instruction | None:
    same = [
        each
        for each in instructions_of(file.session, file.merchant, file.order_id)
        if (each.action, each.authorisation) == (wanted.action, wanted.authorisation)
    ]
    last = max(same, key=lambda each: each.promised_at, default=None)
    return None if last is None or _has_ended_since(file, wanted, last.promised_at) else last


def _has_ended_since(file: CaseFile, wanted: Wanted, promised_at: datetime) -> bool:
    """Whether the promise came to an end between then and now. By the gateway's times: what is told late is old, and a
    promise of the same moment is the same one, whatever failed at that moment."""
    return promised_at < wanted.promised_at and any(
        each.kind in DEAD and each.subject == wanted.authorisation and promised_at <= each.at <= wanted.promised_at
        for each in movements(file.session, file.merchant, file.order_id)
    )


def _unfit(wanted: Wanted) -> str:
    """Why a gateway cannot take this amount; empty when it can. To give a promise up needs no amount."""
    if wanted.action == VOID:
        return ""
    try:
        to_gateway(wanted.gateway, wanted.amount, wanted.currency)
    except PaymentRefused as error:
        return str(error)
    return ""


def _refuse(file: CaseFile, made: Instruction, why: str) -> None:
    add_instruction(file.session, made)
    nearest = takeable(made.gateway, made.amount, made.currency)
    told = {
        "instruction": made.id,
        "amount": made.amount,
        "authorisation": made.authorisation,
        "why": why,
        "nearest": nearest,
        "next": f"take {nearest} at the gateway; once that has come, accept the order's payment",
    }
    file.note(f"{made.action}_refused", dedup=f"instruction:{made.id}", data=told)
