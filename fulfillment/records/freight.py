"""What is kept of carriers' bills. Amounts are minor units, signed as the carrier charges: what it asks is positive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightFile:
    """A bill that was taken in: `audited` of its `size` lines were looked at, and all of them at `finished_at`."""

    id: str
    merchant_id: str
    carrier: str
    shape: str
    digest: str
    name: str
    size: int
    fresh: int
    received_at: datetime
    received_by: str
    audited: int = 0
    finished_at: datetime | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightLine:
    """One line. `identity` tells it from all others of its carrier. `parcel` is the number that the bill names, or that
    of our label where it named another of its numbers. `data`: `charges` as kind, word and amount; weights in grams;
    zone, country and service in the carrier's words."""

    id: str
    merchant_id: str
    carrier: str
    file_id: str
    number: int
    identity: str
    parcel: str
    bill: str
    billed_on: str
    currency: str
    amount: int
    place: str
    order_id: str | None = None
    shipment_id: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightCase:
    """A difference. `about` names it once and for all; `amount` is the money at stake, `credited` what of it came back.

    `expected` is None where nobody can say what should have been billed. `data` is the evidence.
    """

    id: str
    merchant_id: str
    kind: str
    about: str
    carrier: str
    bill: str
    file_id: str
    line_id: str
    parcel: str
    charge: str
    currency: str
    billed: int
    amount: int
    state: str
    opened_at: datetime
    changed_at: datetime
    expected: int | None = None
    credited: int = 0
    order_id: str | None = None
    version: int = 1
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightEntry:
    """One line of a difference's history: it is only ever added to."""

    case_id: str
    version: int
    merchant_id: str
    act: str
    source: str
    target: str
    amount: int
    at: datetime
    actor: str
    why: str
