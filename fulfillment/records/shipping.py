"""Rate cards that a merchant imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingRate:
    """A card as it is kept, and never changed: one of the same service, zone and first day that is entered later counts
    instead. Days are ISO text, `valid_until` "" where no end is stated; `data` has the rest of the card."""

    id: str
    merchant_id: str
    service: str
    zone: str
    currency: str
    valid_from: str
    valid_until: str
    data: Mapping[str, object]
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnService:
    """A service that a merchant stated, as the YAML text of one service; the highest version counts, "" withdraws
    it."""

    id: str
    merchant_id: str
    service: str
    version: int
    text: str
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingWishes:
    """How a merchant chooses, for one `shop`, or for all that have none of their own where it is empty. Never changed:
    the one that was entered last counts. `data` is what was wished, in words of its own; empty: as is usual again."""

    id: str
    merchant_id: str
    shop: str
    data: Mapping[str, object]
    entered_at: datetime
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChoice:
    """A choice for a part of an order; never changed: the last of a part counts.

    `kind` is `forecast` before it is packed, `packed`, or `named` by a person; `state` is `chosen`, `waits` for a
    person, or `none` where nothing could be said. `service` is empty where the order names a carrier that is none of
    ours. `decided_by` is a criterion, `only` (no other was left), `order` or `person`. `edition` is that of the policy.
    """

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    order_version: int
    kind: str
    state: str
    service: str
    carrier: str
    price_minor: int
    currency: str
    terms: str
    decided_by: str
    shop: str
    origin: str
    country: str
    edition: str
    made_at: datetime
    made_by: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRun:
    """A count of what else would have been chosen. `params` is what was asked, `data` the sums so far; `reached` is the
    last choice that was looked at."""

    id: str
    merchant_id: str
    state: str
    params: Mapping[str, object]
    data: Mapping[str, object]
    reached: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None = None
