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
from fulfillment.payments.position import Promise
from fulfillment.records import Instruction
from fulfillment.store.instructions import add_instruction, is_instructed

CAPTURE, VOID, REAUTHORISE = "capture", "void", "reauthorise"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be done with which authorisation; `amount` in minor units."""

    action: str
    authorisation: str
    gateway: str
    amount: int
    currency: str
    expires_at: datetime | None = None

    @classmethod
    def of(cls, promise: Promise, action: str, amount: int) -> "Wanted":
        """About a promise."""
        return cls(
            action=action,
            authorisation=promise.subject,
            gateway=promise.gateway,
            amount=amount,
            currency=promise.currency,
            expires_at=promise.expires_at,
        )


def instruct(file: CaseFile, wanted: Wanted) -> bool:
    """Asks the gateway, once an action and authorisation; false when it was asked before.

    What the gateway could not take is kept as refused, and the timeline tells people how to go on.
    """
    if is_instructed(file.session, file.order_id, wanted.action, wanted.authorisation):
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
        "next": f"take {nearest} at the gateway; once that has come, `clearway payments accept {file.order_id}`",
    }
    file.note(f"{made.action}_refused", dedup=f"instruction:{made.id}", data=told)
