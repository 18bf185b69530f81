"""Levers of a line: what is stated of its goods, how many, and at which price.

Values in euros come here as amounts of the order's currency (see euro_amounts).
"""

from collections.abc import Callable
from dataclasses import replace

from engine.lexicon.spec import Value
from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking

LineLever = Callable[[Line, Value], Line | None]
VAGUE = "Gift"
BARE = BatteryKind.LITHIUM_ION  # the kind of a battery of which only something else is wanted


def _field(name: str) -> LineLever:
    return lambda line, value: replace(line, **{name: value})  # type: ignore[arg-type]


def _quantity(line: Line, value: Value) -> Line | None:
    return replace(line, quantity=value, discount=0) if type(value) is int and value >= 0 else None


def _unit_price(line: Line, value: Value) -> Line | None:
    return replace(line, unit_price=value, discount=0) if type(value) is int else None


def _value(line: Line, value: Value) -> Line | None:
    if type(value) is not int or line.quantity == 0 or value < 0:
        return None
    unit = -(-value // line.quantity)
    return replace(line, unit_price=unit, discount=unit * line.quantity - value)


def _weight(line: Line, value: Value) -> Line | None:
    return replace(line, weight_g=int(str(value)) // line.quantity) if line.quantity else None


def _battery(name: str) -> LineLever:
    def lever(line: Line, value: Value) -> Line | None:
        battery = line.battery or Battery(kind=BARE)
        typed = {"kind": BatteryKind, "packing": BatteryPacking}.get(name)
        given = value if typed is None else typed(str(value))
        return replace(line, battery=replace(battery, **{name: given}))  # type: ignore[arg-type]

    return lever


def _certificates(line: Line, value: Value) -> Line | None:
    return replace(line, certificates=tuple(sorted(value))) if isinstance(value, frozenset) else None


def _tested(line: Line, value: Value) -> Line | None:
    return replace(line, certificates=("UN38.3",) if value else ())


def _hs_status(line: Line, value: Value) -> Line | None:
    return replace(line, hs_code=CODES[str(value)]) if value in CODES else None


def _hs_digits(line: Line, value: Value) -> Line | None:
    digits = int(str(value))
    code = (line.hs_code or "").ljust(digits, "0")[:digits]
    return replace(line, hs_code=code) if line.hs_code and digits >= 2 else None


def _vague(line: Line, value: Value) -> Line | None:
    return replace(line, title=VAGUE, description=None, category=None) if value else None


CODES = {"absent": None, "too_short": "61", "unknown_heading": "98765400", "unknown_subheading": "61099900"}
LEVERS: dict[str, LineLever] = {
    **{
        f"line.{name}": _field(name)
        for name in (
            "sku", "title", "hs_code", "origin", "liquid_ml", "magnet", "blade_mm", "laser_mw", "alcohol_pct",
            "nicotine_mg_ml",
        )
    },
    "line.quantity": _quantity,
    "line.unit_price_eur_minor": _unit_price,
    "line.value_eur_minor": _value,
    "line.value_per_kg_eur_minor": _value,
    "line.weight_g": _weight,
    "line.battery_kind": _battery("kind"),
    "line.battery_packing": _battery("packing"),
    "line.battery_wh": _battery("watt_hours"),
    "line.lithium_g": _battery("lithium_g"),
    "line.certificates": _certificates,
    "line.lithium_tested": _tested,
    "line.hs_status": _hs_status,
    "line.hs_digits": _hs_digits,
    "line.description_vague": _vague,
}  # fmt: skip
