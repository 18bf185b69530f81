"""Numeric limits of restrictions: within, exceeded, or unknown because a line does not state the value.

Amounts that add up (pieces, weight, value, liquid) count over the consignment unless the restriction says otherwise, so
that splitting a line never keeps an order within a limit. What a thing is (blade, power, strength) counts per piece.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from engine.goods.record import Record
from engine.order.currency import exponents
from engine.order.line import Dimensions, Line


class Against(StrEnum):
    """How goods stand against the limits of a restriction."""

    NO_LIMIT = "no_limit"
    WITHIN = "within"
    EXCEEDED = "exceeded"
    UNKNOWN = "unknown"


class Per(StrEnum):
    """Over what an amount is counted."""

    CONSIGNMENT = "consignment"
    LINE = "line"
    PIECE = "piece"


Number = int | float
VALUE = "value"
EUR_VALUE = "value_eur_minor"  # the older spelling of a value in euro
_PIECE: Mapping[str, Callable[[Line], Number | None]] = {
    "quantity": lambda _: 1,
    "weight_g": lambda line: line.weight_g,
    "liquid_ml": lambda line: line.liquid_ml,
    "blade_mm": lambda line: line.blade_mm,
    "laser_mw": lambda line: line.laser_mw,
    "alcohol_pct": lambda line: line.alcohol_pct,
    "nicotine_mg_ml": lambda line: line.nicotine_mg_ml,
    "battery_wh": lambda line: None if line.battery is None else line.battery.watt_hours,
    "lithium_g": lambda line: None if line.battery is None else line.battery.lithium_g,
    "battery_count": lambda line: None if line.battery is None else line.battery.count,
    "length_mm": lambda line: None if line.dimensions is None else _longest(line.dimensions),
}
# What adds up over pieces, and over what it is counted when the restriction does not say.
COUNTED: Mapping[str, Per] = {
    "quantity": Per.CONSIGNMENT,
    "weight_g": Per.CONSIGNMENT,
    VALUE: Per.CONSIGNMENT,
    "battery_count": Per.CONSIGNMENT,
    "liquid_ml": Per.PIECE,
}
MEASURES = frozenset({*_PIECE, VALUE})
UNITS: Mapping[str, str] = {
    "quantity": "pieces",
    "weight_g": "g",
    "liquid_ml": "ml",
    "blade_mm": "mm",
    "laser_mw": "mW",
    "alcohol_pct": "% vol",
    "nicotine_mg_ml": "mg/ml",
    "battery_wh": "Wh",
    "lithium_g": "g",
    "battery_count": "batteries",
    "length_mm": "mm",
}


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """A free amount: up to and including `most`. A value has a currency, and its minor units."""

    measure: str
    most: Number
    per: Per
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A limit beside what the goods state; None is unknown. `least` is the part of a sum that is known.

    A value is in the limit's minor units where the order is in that currency, and in euro cents otherwise, as is
    `most` then.
    """

    limit: Limit
    stated: Number | None
    least: Number
    most: Number

    @property
    def standing(self) -> Against:
        """A partial sum over the limit exceeds it; an unknown value is never taken as kept."""
        if self.least > self.most:
            return Against.EXCEEDED
        return Against.UNKNOWN if self.stated is None else Against.WITHIN


@dataclass(frozen=True, slots=True)
class Money:
    """In what an order is priced. `to_eur` turns minor units of a currency into euro cents, or None without a rate."""

    currency: str = "EUR"
    to_eur: Callable[[int, str], int | None] = lambda minor, currency: minor if currency == "EUR" else None


def _longest(size: Dimensions) -> int:
    return max(size.length_mm, size.width_mm, size.height_mm)


def worst(standings: Iterable[Against]) -> Against:
    """One exceeded limit suffices; then one unknown; then all are kept."""
    found = frozenset(standings)
    return next((one for one in (Against.EXCEEDED, Against.UNKNOWN, Against.WITHIN) if one in found), Against.NO_LIMIT)


def measured(limit: Limit, lines: Sequence[tuple[Line, int | None]], at: int, money: Money) -> Measured:
    """A limit beside the line at a position, or beside all lines. Each comes with its value in minor units."""
    counted = lines if limit.per is Per.CONSIGNMENT else lines[at : at + 1]
    if limit.measure == VALUE:
        return _value(limit, counted, money)
    amounts = [_amount(limit, line) for line, _ in counted]
    return _summed(limit, amounts)


def _amount(limit: Limit, line: Line) -> Number | None:
    piece = _PIECE[limit.measure](line)
    return piece if piece is None or limit.per is Per.PIECE else piece * line.quantity


def _summed(limit: Limit, amounts: Sequence[Number | None]) -> Measured:
    known = sum(amount for amount in amounts if amount is not None)
    return Measured(limit, None if None in amounts else known, known, limit.most)


def _value(limit: Limit, lines: Sequence[tuple[Line, int | None]], money: Money) -> Measured:
    """Sums in the order's own currency before it converts, so that rounding does not depend on how lines are split."""
    amounts = [
        None if value is None else -(-value // line.quantity) if limit.per is Per.PIECE else value
        for line, value in lines
    ]
    summed = _summed(limit, amounts)
    currency = limit.currency or money.currency
    if currency == money.currency:
        return summed
    least, most = money.to_eur(int(summed.least), money.currency), money.to_eur(int(limit.most), currency)
    if least is None or most is None:
        return Measured(limit, None, 0, limit.most)
    return Measured(limit, None if summed.stated is None else least, least, most)


def read_limits(restriction: Record) -> tuple[Limit, ...]:
    """The measures under `limits` of a restriction, and its `per`, which is about those that add up."""
    record = restriction.part("limits")
    per = restriction.choice("per", frozenset(Per)) if restriction.states("per") else None
    found = [limit for name in record.names() if (limit := _limit(record, name, per)) is not None]
    if per is not None and not any(limit.measure in COUNTED for limit in found):
        restriction.refuse("per", "`per` says over what an amount is counted; only " + ", ".join(COUNTED) + " are")
    record.close()
    return tuple(sorted(found, key=lambda limit: limit.measure))


def _limit(record: Record, name: str, per: str | None) -> Limit | None:
    if name not in MEASURES and name != EUR_VALUE:
        record.refuse(name, "must be one of " + ", ".join(sorted(MEASURES)))
        record.optional(name)
        return None
    measure = VALUE if name == EUR_VALUE else name
    counted = COUNTED.get(measure)
    over = Per.PIECE if counted is None else counted if per is None else Per(per)
    if name == VALUE:
        most, currency = _money(record)
        return Limit(VALUE, most, over, currency)
    free = record.number(name)
    return Limit(VALUE, int(free), over, "EUR") if name == EUR_VALUE else Limit(measure, free, over)


def _money(record: Record) -> tuple[int, str]:
    """`45.00 EUR` as minor units and currency."""
    amount, _, currency = record.text(VALUE).partition(" ")
    digits = exponents().get(currency)
    try:
        minor = Decimal(amount).scaleb(digits) if digits is not None else Decimal("NaN")
    except InvalidOperation:
        minor = Decimal("NaN")
    if not minor.is_finite() or minor < 0 or minor != minor.to_integral_value():
        record.wrong(VALUE, "an amount and a currency such as 45.00 EUR")
        return 0, "EUR"
    return int(minor), currency
