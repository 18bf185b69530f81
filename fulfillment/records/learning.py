"""What lives of orders have taught, and what is suggested because of it. No personal values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOutcome:
    """How an order's life ended. Amounts of its parts are minor units of `currency`.

    `is_sent`: something of it left. `is_held`: its first decision stopped it, `is_released`: it left all the same.
    `again_for`: the order whose goods it sends again, "" for none; `again_cost` what that came to. `data`: `rules`, the
    name -> verdict of each that spoke first. `case_version` is the case that was read, `looked_at` when. `corrections`
    counts how often something late has changed it.
    """

    order_id: str
    merchant_id: str
    stage: str
    is_sent: bool
    is_held: bool
    is_released: bool
    shop: str
    channel: str
    currency: str
    ended_at: datetime
    learnt_at: datetime
    looked_at: datetime
    case_version: int
    again_for: str = ""
    again_cost: int = 0
    corrections: int = 0
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePart:
    """A line of an order in one parcel. `shipment_id` is "" where a marketplace sent it; `goods` its HS heading, ""
    unknown. Amounts are what was given, and `recovered` what carriers paid back; all of them 0 or more. `days` from
    hand-over to delivery, -1 where one of both is not known."""

    order_id: str
    line: int
    shipment_id: str
    merchant_id: str
    sku: str
    supplier: str
    goods: str
    carrier: str
    service_id: str
    origin: str
    country: str
    warehouse: str
    box: str
    pieces: int
    value: int
    refund: int = 0
    chargeback: int = 0
    reship: int = 0
    freight_lost: int = 0
    recovered: int = 0
    days: int = -1

    @property
    def at_stake(self) -> int:
        """What after-sales cost, less what carriers paid."""
        return self.refund + self.chargeback + self.reship + self.freight_lost - self.recovered


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFact:
    """One thing that happened, once: `key` is made of the row that says so. `line` 0 and `shipment_id` "" mean all."""

    order_id: str
    key: str
    merchant_id: str
    family: str
    cause: str
    at: datetime
    learnt_at: datetime
    line: int = 0
    shipment_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntSuggestion:
    """A change that figures propose; unique by `rule` (of data/learning/suggestions.yaml) and what it is `about`.

    `cases` of `orders` in the group, `data` has the rest of the evidence. `state`: open, dismissed, or gone, where the
    figures do not say so any more. `dismissed_cases`, `dismissed_ppm`: what was known when it was dismissed.
    """

    id: str
    merchant_id: str
    rule: str
    about: str
    state: str
    cases: int
    orders: int
    monthly: int
    currency: str
    first_at: datetime
    seen_at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    dismissed_cases: int = 0
    dismissed_ppm: int = 0
    dismissed_at: datetime | None = None
    dismissed_by: str = ""
    why: str = ""
