"""Goods on their way from one warehouse to another, carton by carton, and what they cost when they are there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """From `origin` to `destination`, both warehouses. `importer` names the sender profile (entity) of the importer of
    record. `freight`, `duty` and `tax` (as far as nobody gives it back) are minor units of `currency`.
    """

    id: str
    merchant_id: str
    origin: str
    destination: str
    state: str
    currency: str
    created_at: datetime
    created_by: str
    importer: str = ""
    incoterm: str = "DAP"
    reference: str = ""
    carrier: str = ""
    tracking: str = ""
    spread_by: str = "value"
    freight: int = 0
    duty: int = 0
    tax: int = 0
    shipped_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLine:
    """Pieces of one article; `value` is what all of them are worth, minor units, `piece_g` what one weighs."""

    transfer_id: str
    line: int
    merchant_id: str
    sku: str
    quantity: int
    value: int
    piece_g: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Carton:
    """A carton by its number, from 1; grams and millimetres."""

    transfer_id: str
    number: int
    merchant_id: str
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartonLine:
    """Pieces of one lot in a carton; what of them has come, and what was given up."""

    transfer_id: str
    carton: int
    sku: str
    lot: str
    merchant_id: str
    quantity: int
    received: int = 0
    lost: int = 0

    @property
    def missing(self) -> int:
        """What has neither come nor been given up."""
        return self.quantity - self.received - self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedCost:
    """What `pieces` of an article cost when they had come: all amounts of all pieces together, minor units."""

    merchant_id: str
    sku: str
    warehouse: str
    transfer_id: str
    pieces: int
    currency: str
    goods: int
    freight: int
    duty: int
    tax: int
    at: datetime

    @property
    def total(self) -> int:
        """All of it."""
        return self.goods + self.freight + self.duty + self.tax

    @property
    def unit(self) -> int:
        """One piece, rounded half up; the total is what is exact."""
        return (2 * self.total + self.pieces) // (2 * self.pieces)
