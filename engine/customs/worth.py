"""What a consignment is worth to customs, compared with limits in any currency.

The goods alone count: no freight, insurance or tax (intrinsic value, Delegated Regulation (EU) 2015/2446, Article 1
point 48). Rates are the newest that the decision has; their day stands in its receipt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from engine.order.currency import exponents
from engine.order.line import Line

Money = tuple[int, str]  # minor units and currency
WITH_FREIGHT = frozenset({"cif", "total"})
EACH_PIECE = frozenset({"item"})
NOT_TOLD = frozenset({"month", "duty", "tax"})  # by month, or of an amount that nobody has worked out here


class ToEuro(Protocol):
    """Reference rates."""

    def to_eur_minor(self, minor: int, currency: str) -> int | None:
        """Euro cents; None without a rate."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """`minor` units of `currency` for all goods, `dearest` for the dearest piece; `freight` comes on top."""

    minor: int
    currency: str
    dearest: int
    freight: int = 0
    rates: ToEuro | None = None

    def over(self, limit: Money, basis: str = "consignment") -> bool | None:
        """Whether the goods are worth more than the limit; None when that cannot be told."""
        if basis in NOT_TOLD:
            return None
        mine = self.dearest if basis in EACH_PIECE else self.minor
        mine += self.freight if basis in WITH_FREIGHT else 0
        if limit[0] == 0:
            return mine > 0
        if limit[1] == self.currency:
            return mine > limit[0]
        first, second = self._eur(mine, self.currency), self._eur(*limit)
        return None if first is None or second is None else first > second

    @property
    def eur_minor(self) -> int | None:
        """The goods in euro cents."""
        return self._eur(self.minor, self.currency)

    def _eur(self, minor: int, currency: str) -> int | None:
        if currency == "EUR":
            return minor
        return None if self.rates is None else self.rates.to_eur_minor(minor, currency)


def worded_money(money: Money) -> str:
    """`EUR 150.00`, `JPY 10000`: an amount as messages quote it."""
    minor, currency = money
    digits = exponents().get(currency, 2)
    return f"{currency} {minor // 10**digits}" + (f".{minor % 10**digits:0{digits}d}" if digits else "")


def tariff_items(lines: Iterable[Line]) -> int:
    """How many items a reduced declaration has: six-digit codes, and each line without one for itself.

    Pieces do not count, nor does origin; a full declaration can have more, since it is made by ten digits.
    """
    codes: set[str] = set()
    without = 0
    for line in lines:
        code = "".join(character for character in line.hs_code or "" if character.isdigit())
        if len(code) >= 6:
            codes.add(code[:6])
        else:
            without += 1
    return len(codes) + without
