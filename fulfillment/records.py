"""What is kept: one frozen record a table, with the table's columns as fields. Moments carry their zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An order's life after the decision, and the root of all that belongs to it. `total` in minor units."""

    order_id: str
    merchant_id: str
    stage: str
    payment: str
    currency: str
    total: int
    opened_at: datetime
    changed_at: datetime
    fulfilment_id: str | None = None
    shipment_id: str | None = None
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
    """The warehouse's work on an order."""

    id: str
    merchant_id: str
    order_id: str
    warehouse: str
    state: str
    created_at: datetime
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Pieces of one article in one warehouse; `reserved` never exceeds `on_hand`."""

    merchant_id: str
    sku: str
    warehouse: str
    on_hand: int
    reserved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Pieces kept for one order: `wanted` while there are too few, then held, and released or consumed."""

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    sku: str
    warehouse: str
    quantity: int
    state: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PickList:
    """What is to be fetched from the shelves for one order."""

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    warehouse: str
    state: str
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """One line of a pick list; `line` is the number of the order's line, from 1."""

    list_id: str
    line: int
    merchant_id: str
    sku: str
    title: str
    quantity: int
    picked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A packed box; its weight as the scale told, in grams."""

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    weight_g: int
    packed_at: datetime
    packed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel with a label. `status` is the tracking word that counts, `state` the phase it belongs to."""

    id: str
    merchant_id: str
    order_id: str
    parcel_id: str
    carrier: str
    service: str
    number: str
    state: str
    status: str
    order_version: int
    created_at: datetime
    status_at: datetime | None = None
    manifest_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper, kept without personal values: slots take its place until it is printed."""

    id: str
    merchant_id: str
    order_id: str
    subject: str
    kind: str
    media_type: str
    content: bytes
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Parcels that a carrier took together."""

    id: str
    merchant_id: str
    carrier: str
    parcels: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A tracking event as kept; `id` is a digest of what happened."""

    id: str
    merchant_id: str
    order_id: str
    shipment_id: str
    status: str
    at: datetime
    received_at: datetime
    carrier_code: str = ""
    reason: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told once; the words are chosen when it is written."""

    id: str
    merchant_id: str
    order_id: str
    kind: str
    about: str
    audience: str
    created_at: datetime
    params: Mapping[str, object] = field(default_factory=dict)
    state: str = "queued"
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEntry:
    """One movement of money or of a promise of it; minor units. `reference` is the gateway's own."""

    id: str
    merchant_id: str
    order_id: str
    kind: str
    amount: int
    currency: str
    reference: str
    at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that goes back; minor units."""

    id: str
    merchant_id: str
    order_id: str
    amount: int
    currency: str
    reason: str
    created_at: datetime
    state: str = "requested"
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase:
    """Goods on their way back. `lines`: number of the order's line -> pieces."""

    id: str
    merchant_id: str
    order_id: str
    origin: str
    reason: str
    state: str
    created_at: datetime
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a carrier is asked to pay for."""

    id: str
    merchant_id: str
    order_id: str
    shipment_id: str
    kind: str
    state: str
    created_at: datetime
