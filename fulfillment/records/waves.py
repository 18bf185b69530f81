"""How a warehouse picks, its waves, the walks that they are picked on, and every single scan."""

from dataclasses import dataclass
from datetime import datetime

SINGLE, BATCH, ZONE = METHODS = ("single", "batch", "zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class PickTerms:
    """How a warehouse picks. `layout` is JSON as `fulfillment.picking.layout_file` reads it, empty where nobody has
    drawn one; `cut_offs` are words `carrier=HH:MM` in the warehouse's time zone, where a carrier comes at another time
    than the rest. `totes`, `volume_ml` and `weight_g` are what a cart takes. With `in_waves`, reserved goods wait for
    a wave; without, every order has its list at once.
    """

    merchant_id: str
    warehouse: str
    layout: str = ""
    method: str = BATCH
    policy: str = "exact"
    cut_offs: str = ""
    totes: int = 12
    volume_ml: int = 400_000
    weight_g: int = 120_000
    in_waves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Parts of orders that are picked together to leave together. State: planned, released, done or cancelled."""

    id: str
    merchant_id: str
    warehouse: str
    state: str
    method: str
    carrier: str
    created_at: datetime
    created_by: str
    zone: str = ""
    leaves_at: datetime | None = None
    released_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WavePart:
    """A part of an order in a wave: `in` it, `done`, or `left` with a word for why."""

    wave_id: str
    fulfilment_id: str
    merchant_id: str
    order_id: str
    state: str = "in"
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One list: one walk through the warehouse with its stops. Lengths are millimetres, 0 without a layout.

    `best_mm` is the shortest walk's length where `proved`, else a length that no walk can beat.
    """

    id: str
    merchant_id: str
    wave_id: str
    number: int
    warehouse: str
    method: str
    policy: str
    state: str
    created_at: datetime
    zone: str = ""
    distance_mm: int = 0
    best_mm: int = 0
    proved: int = 0
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkStop:
    """Pieces of one lot in one bin for one line of an order, into one tote of the cart, from 1.

    `state`: open, picked, short (too few were there) or dropped (its order left the wave).
    """

    walk_id: str
    stop: int
    merchant_id: str
    order_id: str
    fulfilment_id: str
    line: int
    bin: str
    lot: str
    sku: str
    title: str
    tote: int
    quantity: int
    picked: int = 0
    state: str = "open"

    @property
    def missing(self) -> int:
        """What is still to be fetched."""
        return self.quantity - self.picked


@dataclass(frozen=True, slots=True, kw_only=True)
class PickScan:
    """What somebody told at a stop, under an id of their own: pieces found, or that there are no more."""

    merchant_id: str
    walk_id: str
    id: str
    stop: int
    quantity: int
    what: str
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewScan:
    """Pieces scanned again before packing, under an id of their own."""

    merchant_id: str
    fulfilment_id: str
    id: str
    sku: str
    quantity: int
    at: datetime
    actor: str
    counts: int = 1
