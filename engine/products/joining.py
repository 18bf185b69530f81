"""An order line and its product become one line. What the line lacks the product gives; what both say and say
differently is a conflict, and the value that law judges harder counts until somebody settles it.

What differs in form alone is no conflict: a code and its beginning, grams and rounded kilograms, a title.
Nor is a seal, which no law of import reads: the order's own word counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isclose
from typing import TypeVar

from engine.order.line import Battery, Dimensions, Line
from engine.order.terms import BatteryKind, BatteryPacking
from engine.products.product import Product, ProductBattery

Number = TypeVar("Number", int, float)
Word = TypeVar("Word", BatteryKind, BatteryPacking)

MEASURES = ("liquid_ml", "blade_mm", "laser_mw", "alcohol_pct", "nicotine_mg_ml")
# Rounding of figures in shops: to ten grams or millimetres, or to two figures of a percent.
ROUNDED_G, ROUNDED_MM, ROUNDED_SHARE, ROUNDED_MEASURE = 10, 10, 0.05, 0.005
# The hardest first: lithium is dangerous goods, and by itself harder to send than inside its device.
_KINDS = (
    BatteryKind.LITHIUM_METAL,
    BatteryKind.LITHIUM_ION,
    BatteryKind.SODIUM_ION,
    BatteryKind.LEAD_ACID,
    BatteryKind.NICKEL,
    BatteryKind.ALKALINE,
)
_PACKINGS = (BatteryPacking.ALONE, BatteryPacking.WITH_EQUIPMENT, BatteryPacking.IN_EQUIPMENT)


@dataclass(frozen=True, slots=True)
class Joined:
    """The line as rules see it, and the names of the fields in which order and product contradict each other."""

    line: Line
    conflicts: frozenset[str] = frozenset()


def join(line: Line, product: Product, destination: str | None = None) -> Joined:
    """The line with what its product says. Joining the answer once more with the same product changes nothing."""
    joining = _Joining()
    found = replace(
        line,
        sku=product.sku,
        title=line.title or product.customs_name_en or product.customs_name_zh,
        description=line.description or product.customs_name_en or product.customs_name_zh,
        hs_code=joining.code(line.hs_code, product.code_for(destination)),
        origin=joining.origin(line.origin, product.origin),
        weight_g=joining.weight(line.weight_g, product.weight_g),
        dimensions=joining.dimensions(line.dimensions, product.dimensions),
        battery=joining.battery(line.battery, product),
        magnet=joining.flag("magnet", line.magnet, product.magnet),
        certificates=(*line.certificates, *(each for each in product.certificates if each not in line.certificates)),
        liquid_ml=joining.measure("liquid_ml", line.liquid_ml, product.liquid_ml),
        blade_mm=joining.measure("blade_mm", line.blade_mm, product.blade_mm),
        laser_mw=joining.measure("laser_mw", line.laser_mw, product.laser_mw),
        alcohol_pct=joining.measure("alcohol_pct", line.alcohol_pct, product.alcohol_pct),
        nicotine_mg_ml=joining.measure("nicotine_mg_ml", line.nicotine_mg_ml, product.nicotine_mg_ml),
        seal=line.seal or product.seal,
    )
    return Joined(found, frozenset(joining.conflicts))


class _Joining:
    """Joins field by field, and notes the conflicts."""

    def __init__(self) -> None:
        self.conflicts: set[str] = set()

    def code(self, stated: str | None, known: str | None) -> str | None:
        """The longer of two codes of which one begins the other; of two that differ the file's, kept for customs."""
        if stated is None or known is None:
            return stated or known
        if stated.startswith(known) or known.startswith(stated):
            return max(stated, known, key=len)
        self.conflicts.add("hs_code")
        return known

    def origin(self, stated: str | None, known: str | None) -> str | None:
        if stated is not None and known is not None and stated != known:
            self.conflicts.add("origin")
        return known or stated

    def weight(self, stated: int | None, known: int | None) -> int | None:
        return self._larger("weight_g", stated, known, absolute=ROUNDED_G, share=ROUNDED_SHARE)

    def measure(self, name: str, stated: float | None, known: float | None) -> float | None:
        return self._larger(name, stated, known, absolute=0.0, share=ROUNDED_MEASURE)

    def flag(self, name: str, stated: bool | None, known: bool | None) -> bool | None:  # noqa: FBT001 - both are answers
        if stated is None or known is None:
            return known if stated is None else stated
        if stated is not known:
            self.conflicts.add(name)
        return stated or known

    def dimensions(self, stated: Dimensions | None, known: Dimensions | None) -> Dimensions | None:
        """Whichever way round a piece was measured, its sides are compared by length."""
        if known is None:
            return stated
        stated = known if stated is None else stated
        sides = list(zip(_sides(stated), _sides(known), strict=True))
        if any(not isclose(one, other, rel_tol=ROUNDED_SHARE, abs_tol=ROUNDED_MM) for one, other in sides):
            self.conflicts.add("dimensions")
        length, width, height = (max(pair) for pair in sides)
        return Dimensions(length_mm=length, width_mm=width, height_mm=height)

    def battery(self, stated: Battery | None, product: Product) -> Battery | None:
        """A battery that either side states is there."""
        known = product.battery
        if stated is not None and known is None and product.has_battery is False:
            self.conflicts.add("battery_kind")
        if stated is None or known is None:
            return stated if known is None else _of_line(known)
        return Battery(
            kind=self._harder("battery_kind", stated.kind, known.kind, _KINDS),
            packing=self._packing(stated.packing, known.packing),
            watt_hours=self.measure("battery_wh", stated.watt_hours, known.watt_hours),
            lithium_g=self.measure("lithium_g", stated.lithium_g, known.lithium_g),
            count=self._larger("battery_count", stated.count, known.count, absolute=0, share=0),
        )

    def _packing(self, stated: BatteryPacking | None, known: BatteryPacking | None) -> BatteryPacking | None:
        if stated is None or known is None:
            return stated or known
        return self._harder("battery_packing", stated, known, _PACKINGS)

    def _harder(self, name: str, stated: Word, known: Word, order: tuple[Word, ...]) -> Word:
        if stated is not known:
            self.conflicts.add(name)
        return min(stated, known, key=order.index)

    def _larger(
        self, name: str, stated: Number | None, known: Number | None, *, absolute: float, share: float
    ) -> Number | None:
        if stated is None or known is None:
            return known if stated is None else stated
        if not isclose(stated, known, rel_tol=share, abs_tol=absolute):
            self.conflicts.add(name)
        return max(stated, known)


def _of_line(battery: ProductBattery) -> Battery:
    return Battery(
        kind=battery.kind,
        packing=battery.packing,
        watt_hours=battery.watt_hours,
        lithium_g=battery.lithium_g,
        count=battery.count,
    )


def _sides(size: Dimensions) -> Iterator[int]:
    yield from sorted((size.length_mm, size.width_mm, size.height_mm), reverse=True)
