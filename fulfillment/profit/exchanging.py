"""Figures made of amounts: exchanged at the desk's reference rates into the currency of a profit."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.order.money import Money
from fulfillment.documents.converting import Converter, StoredRates
from fulfillment.documents.declaration_errors import NoStoredRate
from fulfillment.profit.figure import Figure, Known, Part


@dataclass(frozen=True, slots=True)
class Till:
    """Makes figures in one currency."""

    currency: str
    rates: StoredRates | None

    def figure(
        self, part: Part, money: Money, source: str, known: Known = Known.EXPECTED,
        weights: Mapping[int, int] | None = None,
    ) -> Figure:  # fmt: skip
        """Of an amount that is signed as the merchant sees it; unknown where no rate is stored for its currency."""
        minor = self.minor(money)
        if minor is None:
            return self.unknown(part, f"no_rate:{money.currency}", weights)
        return Figure(part=part, known=known, source=source, minor=minor, original=money, weights=weights or {})

    def unknown(self, part: Part, why: str, weights: Mapping[int, int] | None = None) -> Figure:
        """What nobody knows, and why."""
        return Figure(part=part, known=Known.UNKNOWN, source=why, weights=weights or {})

    def minor(self, money: Money) -> int | None:
        """The amount in this currency; None without a rate."""
        try:
            return Converter(source=money.currency, target=self.currency, rates=self.rates).minor(money.minor)
        except NoStoredRate:
            return None
