"""Parcels with a number, their papers, and what carriers tell."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel with a label, as one order sees it: orders that share a parcel have a row each, of the same `number`.

    `service_id` is the service that was chosen, "" where none was. `status` is the tracking word that counts, `state`
    the phase it belongs to; `recalled_at`: the carrier was asked to bring it back, and that was not taken back.
    """

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
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
    recalled_at: datetime | None = None
    service_id: str = ""


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
