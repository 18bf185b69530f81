"""How money looks on the wire: models for the documentation, and what fills them."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.payments.hearing import Taken
from fulfillment.payments.standing import PaymentStanding
from fulfillment.records import Dispute, ExchangeRate

Shown = dict[str, object]
DISPUTE = an_id(Prefix.DISPUTE)


class TakenShown(BaseModel):
    """One thing that a message told. `is_new` is false when it was told before."""

    order_id: str
    payment: str = Field(description="Where the order's payment stands then.")
    word: str = Field(description="The gateway's own word.")
    kind: str = Field(
        description="Ours: authorise, capture, fail, void, expire, refund, dispute, win, lose and others."
    )
    is_new: bool


class HeardShown(BaseModel):
    """What became of a message. `ignored` are words that move no money."""

    taken: list[TakenShown]
    ignored: list[str]


class EntryShown(BaseModel):
    """One entry of the ledger, which is only ever added to; minor units after ISO 4217."""

    id: str
    kind: str
    amount: int
    currency: str
    reference: str
    subject: str = Field(description="The gateway's name of the payment, authorisation or dispute that it is about.")
    gateway: str
    at: datetime
    received_at: datetime
    expires_at: datetime | None


class PromiseShown(BaseModel):
    """An authorisation that may still be captured."""

    subject: str
    gateway: str
    amount: int
    currency: str
    at: datetime
    expires_at: datetime | None


class InstructionShown(BaseModel):
    """What a gateway is asked to do; `id` is the idempotency key."""

    id: str
    action: str
    authorisation: str
    gateway: str
    amount: int
    currency: str
    state: str
    created_at: datetime
    sent_at: datetime | None


class DisputeShown(BaseModel):
    """A dispute. `due_at` is the gateway's own day where `is_stated_due`, else that of the scheme's table.

    `shift` says whether the issuer bears fraud. `digest` is that of the evidence that was submitted last.
    """

    id: str
    order_id: str
    gateway: str
    reference: str
    scheme: str
    reason_code: str
    category: str
    stage: str
    amount: int
    currency: str
    shift: str
    state: str
    opened_at: datetime
    due_at: datetime
    is_stated_due: bool
    submitted_at: datetime | None
    digest: str
    decided_at: datetime | None
    note: str
    links: dict[str, str]


class PaymentShown(BaseModel):
    """Where the money of an order stands, worked out of its ledger; sums by currency in minor units."""

    order_id: str
    payment: str
    total: int
    currency: str
    received: dict[str, int]
    given_back: dict[str, int]
    charged_back: dict[str, int]
    kept: dict[str, int]
    promises: list[PromiseShown]
    instructions: list[InstructionShown]
    ledger: list[EntryShown]
    disputes: list[DisputeShown]


class ExhibitShown(BaseModel):
    """One kind of evidence; no rows where there is none."""

    kind: str
    weight: str = Field(description="`needed` for this category, or `helpful`.")
    rows: list[dict[str, object]]


class EvidenceShown(BaseModel):
    """The evidence in a dispute, made now. It holds personal values, which are stored nowhere else."""

    dispute: dict[str, object]
    order: str
    made_at: datetime
    wanting: list[str]
    exhibits: list[ExhibitShown]


class RateShown(BaseModel):
    """One unit of `base` is `rate` units of `quote`, since `at`."""

    id: str
    base: str
    quote: str
    rate: str
    source: str
    at: datetime
    entered_at: datetime
    entered_by: str


class RatesStored(BaseModel):
    """How many were new; a rate of the same pair, source and moment is there already and stays."""

    new: int


AN_EVENT: Example = {
    "id": "evt_1",
    "type": "payment_intent.succeeded",
    "created": 1795600931,
    "data": {
        "object": {
            "object": "payment_intent",
            "id": "pi_3P",
            "currency": "eur",
            "amount_received": 1999,
            "metadata": {"order_id": "1001"},
        }
    },
}
HEARD: Example = {
    "taken": [
        {
            "order_id": ORDER,
            "payment": "captured",
            "word": "payment_intent.succeeded",
            "kind": "capture",
            "is_new": True,
        }
    ],
    "ignored": [],
}
A_DISPUTE: Example = {
    "id": DISPUTE,
    "order_id": ORDER,
    "gateway": "stripe",
    "reference": "dp_1",
    "scheme": "visa",
    "reason_code": "13.1",
    "category": "not_received",
    "stage": "chargeback",
    "amount": 1999,
    "currency": "EUR",
    "shift": "yes",
    "state": "open",
    "opened_at": AT,
    "due_at": "2026-12-09T23:59:59Z",
    "is_stated_due": True,
    "submitted_at": None,
    "digest": "",
    "decided_at": None,
    "note": "",
    "links": {"evidence": f"/v1/disputes/{DISPUTE}/evidence", "archive": f"/v1/disputes/{DISPUTE}/evidence/archive"},
}
A_PAYMENT: Example = {
    "order_id": ORDER,
    "payment": "captured",
    "total": 1999,
    "currency": "EUR",
    "received": {"EUR": 1999},
    "given_back": {},
    "charged_back": {},
    "kept": {"EUR": 1999},
    "promises": [],
    "instructions": [],
    "ledger": [
        {
            "id": an_id(Prefix.PAYMENT_EVENT),
            "kind": "capture",
            "amount": 1999,
            "currency": "EUR",
            "reference": "pi_3P",
            "subject": "pi_3P",
            "gateway": "stripe",
            "at": AT,
            "received_at": AT,
            "expires_at": None,
        }
    ],
    "disputes": [],
}
EVIDENCE: Example = {
    "dispute": {"id": DISPUTE, "category": "not_received"},
    "order": "1001",
    "made_at": AT,
    "wanting": ["delivery"],
    "exhibits": [
        {
            "kind": "tracking",
            "weight": "needed",
            "rows": [{"carrier": "dhl_express", "number": "CX000000011CN", "at": AT, "status": "accepted"}],
        }
    ],
}
A_RATE: Example = {
    "id": an_id(Prefix.RATE),
    "base": "EUR",
    "quote": "USD",
    "rate": "1.0812",
    "source": "ecb",
    "at": "2026-11-25T00:00:00Z",
    "entered_at": AT,
    "entered_by": "back office",
}


def shown_taken(taken: Sequence[Taken], ignored: Sequence[str]) -> Shown:
    """What became of a message."""
    return {"taken": [_of(TakenShown, each) for each in taken], "ignored": list(ignored)}


def shown_dispute(dispute: Dispute) -> Shown:
    """A dispute."""
    evidence = f"/v1/disputes/{dispute.id}/evidence"
    plain = {name: getattr(dispute, name) for name in DisputeShown.model_fields if name != "links"}
    return {**plain, "links": {"evidence": evidence, "archive": f"{evidence}/archive"}}


def shown_payment(stands: PaymentStanding) -> Shown:
    """Where the money of an order stands."""
    case, where = stands.case, stands.position
    return {
        "order_id": case.order_id,
        "payment": case.payment,
        "total": case.total,
        "currency": case.currency,
        "received": dict(where.received),
        "given_back": dict(where.given),
        "charged_back": dict(where.lost),
        "kept": dict(where.kept),
        "promises": [_of(PromiseShown, each) for each in where.promises],
        "instructions": [_of(InstructionShown, each) for each in stands.instructions],
        "ledger": [_of(EntryShown, each) for each in stands.ledger],
        "disputes": [shown_dispute(each) for each in stands.disputes],
    }


def shown_rate(rate: ExchangeRate) -> Shown:
    """A stored rate."""
    return _of(RateShown, rate)


def _of(model: type[BaseModel], record: object) -> Shown:
    return {name: getattr(record, name) for name in model.model_fields}
