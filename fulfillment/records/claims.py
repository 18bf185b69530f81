"""Claims against carriers, what proves them, and what was paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a carrier is asked to pay for, and the exception that led to it; `since_at` is when that happened.

    `amount` is what is claimed, in minor units, 0 until it was worked out; `data` says of which parts it consists and
    what limits it. `lines`: number of the order's line -> pieces that are claimed, none: all that was in the parcel.
    `due_at` is the last moment to file, None while nobody can know it; `due_source` whose rule that is, and an
    `is_due_sure` of false only warns. `appeal_at` is the last moment to appeal, `sue_at` the last one to sue;
    `buyer_due_at` until when the buyer of a claim that is over waits, None while they do not.
    `reference` is the carrier's own name of the claim, `digest` that of the file that was sent. `outcome` and `buyers`
    are what the rules said last of the carrier's and the buyer's side, `looked` how often they were asked by the clock.
    """

    id: str
    merchant_id: str
    order_id: str
    shipment_id: str
    kind: str
    state: str
    created_at: datetime
    since_at: datetime
    carrier: str = ""
    service: str = ""
    origin: str = ""
    country: str = ""
    terms: str = ""
    currency: str = ""
    amount: int = 0
    approved: int = 0
    paid: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    due_at: datetime | None = None
    due_source: str = ""
    is_due_sure: bool = False
    filed_at: datetime | None = None
    denied_at: datetime | None = None
    appeal_at: datetime | None = None
    sue_at: datetime | None = None
    buyer_due_at: datetime | None = None
    reference: str = ""
    digest: str = ""
    note: str = ""
    outcome: str = ""
    buyers: str = ""
    edition: str = ""
    looked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProof:
    """A file or statement that somebody handed in, sealed with the key of that version of the order. `size` is that of
    the file in bytes, `digest` its keyed digest, by which the same file sent twice is kept once."""

    id: str
    merchant_id: str
    order_id: str
    order_version: int
    claim_id: str
    kind: str
    media_type: str
    size: int
    digest: str
    added_at: datetime
    added_by: str
    sealed: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPayment:
    """What came of a claim: `payer` is who paid (the carrier, an insurer), `reference` their own name of the payment or
    credit note, `amount` minor units of `currency`, and `counted` the same in the claim's currency."""

    id: str
    merchant_id: str
    order_id: str
    claim_id: str
    payer: str
    reference: str
    amount: int
    currency: str
    counted: int
    paid_at: datetime
    entered_at: datetime
    entered_by: str
