"""How far a carrier is liable for a parcel, in the claim's currency. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from engine.order.currency import exponents
from fulfillment.claims.terms import Limit, Take

GRAMS = 1000
InUnits = Callable[[Decimal, str], Decimal | None]
"""Whole units of a currency -> units of the claim's currency, not rounded; None where no rate is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """The most that is paid for the goods, in minor units; `is_sure` is false where nobody's rule says so."""

    minor: int
    source: str
    is_sure: bool


def liability(limits: Sequence[Limit], weight_g: int | None, currency: str, in_units: InUnits) -> Liability | None:
    """The highest of the limits; None where there is none, or where one of them cannot be worked out.

    A limit that nobody can work out might be the highest, so that none of the others may cut a claim down.
    """
    found = [(_worth(each, weight_g, in_units), each) for each in limits]
    known = [(units, each) for units, each in found if units is not None]
    if not known or len(known) < len(found):
        return None
    units, highest = max(known, key=lambda pair: pair[0])
    scaled = units.scaleb(exponents()[currency])
    return Liability(
        minor=int(scaled.to_integral_value(rounding=ROUND_HALF_EVEN)),
        source=highest.source.said,
        is_sure=all(each.source.is_sure for _, each in known),
    )


def _worth(limit: Limit, weight_g: int | None, in_units: InUnits) -> Decimal | None:
    parts: list[Decimal | None] = []
    if limit.per_parcel is not None:
        parts.append(in_units(limit.per_parcel, limit.parcel_currency))
    if limit.per_kg is not None:
        weighed = None if weight_g is None else limit.per_kg * weight_g / GRAMS
        parts.append(None if weighed is None else in_units(weighed, limit.kg_currency))
    known = [each for each in parts if each is not None]
    if not known or len(known) < len(parts):
        return None
    return sum(known, Decimal(0)) if limit.take is Take.SUM else max(known)
