"""Which attributes of an article its destination's law or its carriage needs, and neither order nor file states."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.goods.attributes import LITHIUM, LITHIUM_CATEGORIES
from engine.goods.restriction import Restriction
from engine.lexicon.product_facts import ATTRIBUTES
from engine.order.line import Line
from engine.order.terms import BatteryKind
from engine.products.product import Product

# The Harmonized Tariff Schedule of the United States numbers goods by ten digits, and mail needs all of them since
# 2026-07-24 (91 FR 37801); every other way of entry has long done so.
US_DIGITS = 10
BY_AIR = frozenset({"post", "courier", "air"})  # what may travel in an aircraft
_WORDS = {"product", "hs_code", "national_code", "origin", "customs_name", "battery_kind", "battery_packing"}
_MEASURES = frozenset(ATTRIBUTES) - _WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What is known of a line's way and of the law it met. `unknown_limits` are categories with an unknown figure;
    `without_battery`: the product file says that there is none, whatever the title sounds like."""

    destination: str | None
    movement: str | None
    mode: str | None
    categories: frozenset[str] = frozenset()
    vague: bool = False
    without_battery: bool = False
    unknown_limits: frozenset[str] = frozenset()
    restrictions: frozenset[str] = frozenset()


def missing(line: Line, want: Want, restrictions: Iterable[Restriction]) -> frozenset[str]:
    """Names of attributes. `restrictions` are looked through only where a limit could not be judged."""
    if line.quantity == 0:
        return frozenset()
    found = set(_for_customs(line, want)) if want.movement == "import" else set()
    found |= set(_for_carriage(line, want))
    if want.unknown_limits:
        found |= set(_for_limits(line, want, restrictions))
    return frozenset(found)


def given(product: Product, attribute: str, destination: str | None = None) -> bool:
    """Whether a product states an attribute by now."""
    battery = product.battery
    if attribute == "product":
        return True
    if attribute == "hs_code":
        return product.code_for(destination) is not None
    if attribute == "national_code":
        return any(each.country == "US" and len(each.code) >= US_DIGITS for each in product.national_codes)
    if attribute == "customs_name":
        return product.customs_name_en is not None or product.customs_name_zh is not None
    if attribute in {"battery_kind", "battery_packing", "battery_wh", "lithium_g"}:
        if battery is None:
            return product.has_battery is False
        return attribute == "battery_kind" or getattr(battery, _BATTERY[attribute]) is not None
    return getattr(product, attribute, None) is not None


_BATTERY = {"battery_packing": "packing", "battery_wh": "watt_hours", "lithium_g": "lithium_g"}


def _for_customs(line: Line, want: Want) -> Iterator[str]:
    if line.hs_code is None:
        yield "hs_code"
    if want.vague:
        yield "customs_name"
    if want.destination == "US":
        if line.origin is None:
            yield "origin"
        if line.hs_code is not None and len(line.hs_code) < US_DIGITS:
            yield "national_code"


def _for_carriage(line: Line, want: Want) -> Iterator[str]:
    """Lithium is dangerous goods: how it is packed decides whether and how it flies, and so does its energy."""
    if want.mode not in BY_AIR:
        return
    battery = line.battery
    if battery is None:
        if want.categories & LITHIUM_CATEGORIES and not want.without_battery:
            yield "battery_kind"
        return
    if battery.kind not in LITHIUM:
        return
    if battery.packing is None:
        yield "battery_packing"
    if battery.kind is BatteryKind.LITHIUM_ION and battery.watt_hours is None:
        yield "battery_wh"
    if battery.kind is BatteryKind.LITHIUM_METAL and battery.lithium_g is None:
        yield "lithium_g"


def _for_limits(line: Line, want: Want, restrictions: Iterable[Restriction]) -> Iterator[str]:
    for each in restrictions:
        if each.id not in want.restrictions or each.category not in want.unknown_limits:
            continue
        if each.origins and line.origin is None:
            yield "origin"
        measures = (limit.measure for limit in each.limits)
        yield from (name for name in measures if name in _MEASURES and stated(line, name) is None)


def stated(line: Line, measure: str) -> float | None:
    """A figure of the line by the name that limits have for it."""
    if measure in {"battery_wh", "lithium_g"}:
        battery = line.battery
        if battery is None:
            return None
        return battery.watt_hours if measure == "battery_wh" else battery.lithium_g
    value = getattr(line, measure)
    return None if value is None else float(value)
