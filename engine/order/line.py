"""One order line: what is sold, how many, and the physical facts that import law and carriers ask about."""

from dataclasses import dataclass

from engine.order.fields import (
    Count,
    CountryCode,
    Grams,
    HsCode,
    Identifier,
    LongText,
    Measure,
    Millimetres,
    Minor,
    Percent,
    Quantity,
    ShortText,
    strict,
)
from engine.order.terms import BatteryKind, BatteryPacking, GoodsSeal


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Cells of one piece. `watt_hours` is per battery, `lithium_g` per cell (lithium metal)."""

    kind: BatteryKind
    packing: BatteryPacking | None = None
    watt_hours: Measure | None = None
    lithium_g: Measure | None = None
    count: Count | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Dimensions:
    """Of one piece, packed."""

    length_mm: Millimetres
    width_mm: Millimetres
    height_mm: Millimetres


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Amounts are in the order's currency: `unit_price` of one piece, `discount` of the whole line.

    Weights, sizes and contents are of one piece; `seal` is what a piece was sealed for. Some channels leave a cancelled
    line in the order with quantity 0: nothing of it is sent, paid or judged.
    """

    quantity: Quantity
    unit_price: Minor
    sku: Identifier | None = None
    title: ShortText | None = None
    description: LongText | None = None
    category: ShortText | None = None
    hs_code: HsCode | None = None
    origin: CountryCode | None = None
    discount: Minor = 0
    weight_g: Grams | None = None
    dimensions: Dimensions | None = None
    battery: Battery | None = None
    liquid_ml: Measure | None = None
    magnet: bool | None = None
    blade_mm: Measure | None = None
    laser_mw: Measure | None = None
    alcohol_pct: Percent | None = None
    nicotine_mg_ml: Measure | None = None
    certificates: tuple[Identifier, ...] = ()
    seal: GoodsSeal | None = None
