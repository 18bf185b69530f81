"""Orders that share a parcel, and the boxes of packing stations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxType:
    """A kind of box at a warehouse, or at all of them where `warehouse` is empty. Millimetres and grams; `max_g` counts
    the goods alone, `cost_minor` is in the minor unit of `currency`; `materials` are words set apart by blanks."""

    merchant_id: str
    name: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    outer_length_mm: int
    outer_width_mm: int
    outer_height_mm: int
    empty_g: int
    max_g: int
    warehouse: str = ""
    cost_minor: int = 0
    currency: str = "EUR"
    materials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """Parts of several orders that travel in one parcel. `data`: `reasons` by code, and the receipt of the outcome.

    `opening`: somebody left it, and those who are still in are looked at again. `number`, `box` and `weight_g` are of
    the parcel once it is packed.
    """

    id: str
    merchant_id: str
    warehouse: str
    state: str
    digest: str
    outcome: str
    created_at: datetime
    created_by: str
    data: Mapping[str, object] = field(default_factory=dict)
    edition: str = ""
    number: str = ""
    box: str = ""
    weight_g: int = 0
    decided_at: datetime | None = None
    decided_by: str = ""
    packed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsignmentMember:
    """A part of an order in a consignment; `slot` is the part while it is in, None once it has left."""

    consignment_id: str
    fulfilment_id: str
    merchant_id: str
    order_id: str
    order_version: int
    slot: str | None = None
    left_at: datetime | None = None
    why: str = ""
