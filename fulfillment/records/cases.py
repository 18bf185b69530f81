"""An order's case, its history, and the warehouse's work on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An order's life after the decision, and the root of all that belongs to it. `total` in minor units.

    `planned`: digest of the articles and pieces that its parts were made for; empty before it has any.
    """

    order_id: str
    merchant_id: str
    stage: str
    payment: str
    currency: str
    total: int
    opened_at: datetime
    changed_at: datetime
    planned: str = ""
    window_ends_at: datetime | None = None
    entries: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the history: it is only ever added to."""

    order_id: str
    seq: int
    merchant_id: str
    machine: str
    subject: str
    event: str
    source: str
    target: str
    at: datetime
    actor: str
    data: Mapping[str, object] = field(default_factory=dict)
    dedup: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """One warehouse's work on its part of an order; `number` counts the parts from 1, ended ones too."""

    id: str
    merchant_id: str
    order_id: str
    warehouse: str
    state: str
    created_at: datetime
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilmentLine:
    """What a part sends of the order's line `line`, from 1. `sku` is empty for goods without an article."""

    fulfilment_id: str
    line: int
    merchant_id: str
    sku: str
    quantity: int
