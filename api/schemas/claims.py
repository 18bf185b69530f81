"""How claims look on the wire: models for the documentation, and what fills them."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.claims.checklist import Item
from fulfillment.claims.figures import Figures, as_row
from fulfillment.claims.turns import Turn, turn_of
from fulfillment.desk_view import PolicyReason
from fulfillment.lifecycle import possible
from fulfillment.records import Claim, ClaimPayment, ClaimProof
from fulfillment.states import Machine

Shown = dict[str, object]
CLAIM = an_id(Prefix.CLAIM)
PROOF = an_id(Prefix.CLAIM_PROOF)


class ClaimLimitShown(BaseModel):
    """How far the carrier is liable for the goods, by whose rule; one that is not sure cuts nothing down."""

    minor: int
    source: str
    is_sure: bool


class ClaimPartsShown(BaseModel):
    """Of what the amount consists. `basis`: what a piece counts for, `price` or `cost`; null is unknown."""

    basis: str
    price: int
    cost: int | None
    goods: int
    freight: int
    limit: ClaimLimitShown | None
    limited: bool


class ClaimDueShown(BaseModel):
    """The first moment that is too late to file, null while nobody can know it. One that is not sure only warns."""

    at: datetime | None
    source: str
    is_sure: bool


class ClaimShown(BaseModel):
    """A case about a parcel, and the claim that comes of it. Amounts are minor units of `currency`."""

    id: str
    order_id: str
    shipment_id: str
    kind: str
    state: str
    turn: Turn = Field(description="Who acts next.")
    since: datetime
    created_at: datetime
    carrier: str
    service: str
    origin: str
    country: str
    terms: str = Field(description="The row of `data/claims/terms.yaml` that counts.")
    currency: str
    amount: int
    approved: int
    paid: int
    lines: dict[str, int] = Field(
        description="Number of the order's line -> pieces; empty: all that was in the parcel."
    )
    parts: ClaimPartsShown | None
    due: ClaimDueShown
    filed_at: datetime | None
    denied_at: datetime | None
    appeal_until: datetime | None
    sue_until: datetime | None
    buyer_waits_until: datetime | None
    reference: str = Field(description="The carrier's own name of the claim.")
    digest: str = Field(description="SHA-256 of what was filed.")
    note: str
    carriers: str = Field(description="What the rules said last of the carrier's side.")
    buyers: str = Field(description="What the rules said last of the buyer's side.")
    edition: str


class ClaimItemShown(BaseModel):
    """One proof that its kind and carrier ask for. `of`: who is asked for it."""

    kind: str
    weight: str
    of: str
    there: bool
    files: int


class ClaimProofShown(BaseModel):
    """Something that was handed in; `size` in bytes."""

    id: str
    claim_id: str
    kind: str
    media_type: str
    size: int
    added_at: datetime
    added_by: str


class ClaimPaymentShown(BaseModel):
    """Something that was paid. `counted` is the same in the claim's currency."""

    id: str
    claim_id: str
    payer: str
    reference: str
    amount: int
    currency: str
    counted: int
    paid_at: datetime
    entered_at: datetime
    entered_by: str


class ClaimReasonShown(BaseModel):
    """One reason of the rules for what becomes of the claim, or for what the buyer gets meanwhile. `part`: the number
    of the proof that it is about, null for the claim as a whole; `sources`: what the rule rests on."""

    rule: str
    code: str
    verdict: str
    text: str
    fix: str
    acts: str
    part: int | None
    sources: list[str]


class ClaimRead(BaseModel):
    """A claim with everything about it. `possible`: the steps that lead on from here."""

    claim: ClaimShown
    possible: list[str]
    checklist: list[ClaimItemShown]
    missing: list[str]
    reasons: list[ClaimReasonShown]
    proofs: list[ClaimProofShown]
    payments: list[ClaimPaymentShown]


class ClaimFiguresShown(BaseModel):
    """One row. `recovered_bp`: basis points of what was filed that was paid."""

    carrier: str | None = None
    lane: str | None = None
    kind: str | None = None
    month: str | None = None
    currency: str
    opened: int
    filed: int
    paid_claims: int
    denied: int
    time_barred: int
    claimed: int
    paid: int
    recovered_bp: int


class ClaimFiguresRead(BaseModel):
    """All rows, in their order."""

    rows: list[ClaimFiguresShown]


SOURCE = "DHL Express, Claims FAQs (United States), 2026-11-26; read 2026-11-26"
A_CLAIM: Example = {
    "id": CLAIM,
    "order_id": ORDER,
    "shipment_id": an_id(Prefix.SHIPMENT),
    "kind": "loss",
    "state": "evidence_pending",
    "turn": "us",
    "since": AT,
    "created_at": AT,
    "carrier": "dhl",
    "service": "intl-express",
    "origin": "CN",
    "country": "DE",
    "terms": "dhl-express",
    "currency": "EUR",
    "amount": 1469,
    "approved": 0,
    "paid": 0,
    "lines": {},
    "parts": {
        "basis": "price",
        "price": 3998,
        "cost": None,
        "goods": 1469,
        "freight": 0,
        "limit": {"minor": 1469, "source": SOURCE, "is_sure": True},
        "limited": True,
    },
    "due": {"at": AT, "source": SOURCE, "is_sure": True},
    "filed_at": None,
    "denied_at": None,
    "appeal_until": None,
    "sue_until": None,
    "buyer_waits_until": None,
    "reference": "",
    "digest": "",
    "note": "",
    "carriers": "wait",
    "buyers": "wait",
    "edition": "",
}
AN_ITEM: Example = {"kind": "photos", "weight": "needed", "of": "buyer", "there": False, "files": 0}
A_PROOF: Example = {
    "id": PROOF,
    "claim_id": CLAIM,
    "kind": "photos",
    "media_type": "image/jpeg",
    "size": 81920,
    "added_at": AT,
    "added_by": "ana",
}
A_PAYMENT: Example = {
    "id": an_id(Prefix.CLAIM_PAYMENT),
    "claim_id": CLAIM,
    "payer": "carrier",
    "reference": "CN-2026-118",
    "amount": 1469,
    "currency": "EUR",
    "counted": 1469,
    "paid_at": AT,
    "entered_at": AT,
    "entered_by": "ana",
}
A_REASON: Example = {
    "rule": "CLC-002",
    "code": "CLAIM_PROOF_WANTED",
    "verdict": "wait",
    "text": "The carrier asks for photos, and there are none.",
    "fix": "Ask the buyer for photos of parcel and goods.",
    "acts": "service",
    "part": None,
    "sources": ["DHL Express, Claims FAQs (United States), 2026-11-26; read 2026-11-26"],
}
A_READING: Example = {
    "claim": A_CLAIM,
    "possible": ["file", "expire", "withdraw", "write_off"],
    "checklist": [AN_ITEM],
    "missing": ["photos"],
    "reasons": [A_REASON],
    "proofs": [],
    "payments": [],
}
FIGURES: Example = {
    "rows": [
        {
            "carrier": "dhl", "lane": "CN-DE", "kind": "loss", "month": "2026-11", "currency": "EUR", "opened": 4,
            "filed": 3, "paid_claims": 2, "denied": 1, "time_barred": 0, "claimed": 9120, "paid": 5210,
            "recovered_bp": 5712,
        }
    ]
}  # fmt: skip


def shown_claim(claim: Claim) -> Shown:
    """A claim."""
    data = claim.data
    parts = None
    if "goods" in data:
        parts = {name: data.get(name) for name in ("basis", "price", "cost", "goods", "freight", "limit", "limited")}
    names = ("id", "order_id", "shipment_id", "kind", "state", "created_at", "carrier", "service", "origin", "country",
             "terms", "currency", "amount", "approved", "paid", "filed_at", "denied_at", "reference", "digest", "note",
             "buyers", "edition")  # fmt: skip
    return {
        **{name: getattr(claim, name) for name in names},
        "turn": turn_of(claim.state),
        "since": claim.since_at,
        "lines": dict(claim.lines),
        "parts": parts,
        "due": {"at": claim.due_at, "source": claim.due_source, "is_sure": claim.is_due_sure},
        "appeal_until": claim.appeal_at,
        "sue_until": claim.sue_at,
        "buyer_waits_until": claim.buyer_due_at,
        "carriers": claim.outcome,
    }


def shown_item(item: Item) -> Shown:
    """A line of the checklist."""
    return {
        "kind": str(item.kind),
        "weight": item.weight,
        "of": item.of,
        "there": item.is_there,
        "files": item.files,
    }


def shown_proof(proof: ClaimProof) -> Shown:
    """A proof, without its content."""
    names = ("id", "claim_id", "kind", "media_type", "size", "added_at", "added_by")
    return {name: getattr(proof, name) for name in names}


def shown_payment(payment: ClaimPayment) -> Shown:
    """A payment."""
    return {name: getattr(payment, name) for name in ClaimPaymentShown.model_fields}


def shown_reading(
    claim: Claim, items: Sequence[Item], reasons: Sequence[PolicyReason], proofs: Sequence[ClaimProof],
    payments: Sequence[ClaimPayment],
) -> Shown:  # fmt: skip
    """Everything about a claim."""
    return {
        "claim": shown_claim(claim),
        "possible": [str(each.event) for each in possible(Machine.CLAIM, claim.state)],
        "checklist": [shown_item(each) for each in items],
        "missing": [str(each.kind) for each in items if each.is_missing],
        "reasons": [{name: getattr(each, name) for name in ClaimReasonShown.model_fields} for each in reasons],
        "proofs": [shown_proof(each) for each in proofs],
        "payments": [shown_payment(each) for each in payments],
    }


def shown_figures(rows: Sequence[Figures]) -> Shown:
    """All rows; what they are not counted by is null."""
    empty = dict.fromkeys(("carrier", "lane", "kind", "month"))
    return {"rows": [{**empty, **as_row(each)} for each in rows]}
