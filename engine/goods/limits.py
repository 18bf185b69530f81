"""Numeric limits of restrictions: within, exceeded, or unknown because the line does not state the value."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from engine.order.line import Line


class Against(StrEnum):
    NO_LIMIT = "no_limit"
    WITHIN = "within"
    EXCEEDED = "exceeded"
    UNKNOWN = "unknown"


Number = int | float | None
# Quantities, weights and values are those of the whole line; the other measures are those of one piece.
_MEASURED: Mapping[str, Callable[[Line], Number]] = {
    "quantity": lambda line: line.quantity,
    "weight_g": lambda line: None if line.weight_g is None else line.weight_g * line.quantity,
    "blade_mm": lambda line: line.blade_mm,
    "laser_mw": lambda line: line.laser_mw,
    "alcohol_pct": lambda line: line.alcohol_pct,
    "nicotine_mg_ml": lambda line: line.nicotine_mg_ml,
    "battery_wh": lambda line: None if line.battery is None else line.battery.watt_hours,
    "lithium_g": lambda line: None if line.battery is None else line.battery.lithium_g,
    "liquid_ml": lambda line: line.liquid_ml,
}


def against(limits: Iterable[tuple[str, float]], line: Line, value_eur_minor: int | None) -> Against:
    """One exceeded limit suffices; an unknown one is never taken as kept."""
    standing = Against.NO_LIMIT
    for measure, most in limits:
        value = value_eur_minor if measure == "value_eur_minor" else _MEASURED[measure](line)
        if value is not None and value > most:
            return Against.EXCEEDED
        if value is None:
            standing = Against.UNKNOWN
        elif standing is Against.NO_LIMIT:
            standing = Against.WITHIN
    return standing
