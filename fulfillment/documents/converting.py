"""Amounts in another currency, by reference rates that are stored: units for one euro, with the day of quotation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from engine.facts.rates import SCALE, half_even
from engine.order.currency import exponents
from fulfillment.documents.declaration_errors import NoStoredRate


class StoredRates(Protocol):
    """Reference rates of a day: units of each currency for one euro, times `engine.facts.rates.SCALE`."""

    @property
    def edition(self) -> date: ...

    @property
    def units_per_euro(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """From one currency into another."""

    source: str
    target: str
    rates: StoredRates | None

    def minor(self, amount: int) -> int:
        """Minor units, rounded half to even. Raises NoStoredRate."""
        if self.source == self.target:
            return amount
        above, below = self._fraction()
        return half_even(amount * above, below)

    @property
    def rate(self) -> str:
        """Units of the target for one of the source, six digits after the point, as text; `1` for the same."""
        if self.source == self.target:
            return "1"
        per = _units(self.rates, self.target, self), _units(self.rates, self.source, self)
        return format((Decimal(per[0]) / Decimal(per[1])).quantize(Decimal("0.000001")), "f")

    @property
    def day(self) -> date | None:
        """When the rate was quoted; None where none is used."""
        return None if self.source == self.target or self.rates is None else self.rates.edition

    def _fraction(self) -> tuple[int, int]:
        digits = exponents()
        above = _units(self.rates, self.target, self) * 10 ** digits.get(self.target, 2)
        below = _units(self.rates, self.source, self) * 10 ** digits.get(self.source, 2)
        return above, below


def _units(rates: StoredRates | None, currency: str, asked: Converter) -> int:
    if currency == "EUR":
        return SCALE
    found = None if rates is None else rates.units_per_euro.get(currency)
    if found is None:
        raise NoStoredRate(asked.source, asked.target)
    return found


def in_sdr(amount: int, currency: str, per_eur: Decimal, rates: StoredRates | None) -> Decimal:
    """Special drawing rights that an amount is worth. Raises NoStoredRate."""
    cents = Converter(source=currency, target="EUR", rates=rates).minor(amount)
    return Decimal(cents) / 100 * per_eur
