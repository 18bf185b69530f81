"""Returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase:
    """Goods on their way back. `lines`: number of the order's line -> pieces. `shipment_id`: in which parcel they left,
    where the carrier brings all of it back.

    `number` is what people call it, `reason` what was told, `cause` its code and `wish` what the customer wants; `way`
    is how it is settled, `judgement` what the policy said last, and `awaits` for whom it stands still until `due_at`.
    Amounts are minor units of the order's currency: `amount` went back, `withheld` was kept of what was paid, `tax` of
    the amount was tax that the order states. `granted`: the law gave it. `resent` is the order that replaces.
    `seal`: what was told of the seal of sealed goods: `whole`, `broken`, empty where nothing was.
    `moved_at`: when it was last told that the goods move: they were handed in, or scanned;
    `sent_at`: since when there is proof that they were sent, by a scan or by the word of staff. `refund_due_at`: by
    when a law, read from the page `refund_source`, wants the money to have gone back, once that is known.
    `refund_waits`: it was settled, and its money waits for the end of a dispute.
    """

    id: str
    merchant_id: str
    order_id: str
    origin: str
    reason: str
    state: str
    created_at: datetime
    lines: Mapping[str, int] = field(default_factory=dict)
    shipment_id: str | None = None
    number: str = ""
    cause: str = "other"
    wish: str = "refund"
    way: str = ""
    warehouse: str = ""
    excepted: str = ""
    seal: str = ""
    awaits: str = ""
    due_at: datetime | None = None
    granted: int = 0
    judgement: Mapping[str, object] = field(default_factory=dict)
    label: str = ""
    amount: int = 0
    withheld: int = 0
    tax: int = 0
    resent: str = ""
    received_at: datetime | None = None
    moved_at: datetime | None = None
    sent_at: datetime | None = None
    refund_due_at: datetime | None = None
    refund_source: str = ""
    refund_waits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedPieces:
    """Pieces of a line as they came back: their `grade`, and what became of them (`kept_as`), in which bin and lot."""

    return_id: str
    seq: int
    merchant_id: str
    line: int
    grade: str
    quantity: int
    kept_as: str
    at: datetime
    actor: str
    bin: str = ""
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPhoto:
    """A photo of goods, sealed with the key of that version of the order. `stage`: requested or inspected."""

    id: str
    merchant_id: str
    order_id: str
    return_id: str
    stage: str
    media_type: str
    size: int
    order_version: int
    sealed: bytes
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillBudget:
    """What people in a role may give away a month, in euro cents."""

    merchant_id: str
    role: str
    monthly: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillSpent:
    """What people in a role have given away in a month (`2026-11`), in euro cents."""

    merchant_id: str
    role: str
    month: str
    spent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodwill:
    """Money that was given away; `amount` in minor units of the order's currency, `euro` in cents of the budget."""

    id: str
    merchant_id: str
    order_id: str
    role: str
    month: str
    amount: int
    currency: str
    euro: int
    why: str
    actor: str
    reference: str
    at: datetime
