"""Who pays the import tax of one consignment, under whose number, and what of that does not fit together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.customs.regimes import Regime, TaxRegimes
from engine.customs.worth import Worth


class Collector(StrEnum):
    """Who pays the tax to the state: at the sale, or on arrival (`importer`, or `seller` delivering duty paid)."""

    SELLER = "seller"
    MARKETPLACE = "marketplace"
    IMPORTER = "importer"


class Twice(StrEnum):
    """Why tax or duty would be paid twice."""

    DUTY_IN_PRICE = "duty_in_price"
    TAX_IN_PRICE = "tax_in_price"
    OVER_LIMIT = "over_limit"
    TWO_NUMBERS = "two_numbers"


@dataclass(frozen=True, slots=True)
class SellersNumber:
    """A number of the seller, or of the marketplace."""

    kind: str
    value: str
    of_marketplace: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What decides about tax. `territory` and `country` are the destination's, None outside the regime's reach.

    `collected` is what the channel says of itself; `registered` are ids of regimes that the seller is registered for.
    """

    territory: str | None
    country: str | None
    channel: str
    sold_to_consumer: bool
    placed_on: date
    worth: Worth
    paid_duty: bool = False  # delivered duty paid
    unpaid_duty: bool = False  # delivered at place: the buyer pays
    collected: bool | None = None
    shipped_by_marketplace: bool = False
    tax_in_price: int = 0
    duty_in_price: int = 0
    numbers: tuple[SellersNumber, ...] = ()
    registered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPosition:
    """`over_limit` is None where there is no limit, or values cannot be compared."""

    regime: Regime | None
    collector: Collector
    over_limit: bool | None
    required: bool
    given: bool
    own_on_marketplace: bool
    wrong: frozenset[str]
    twice: frozenset[str]

    @property
    def settled(self) -> bool:
        """Tax is paid at the sale, and customs can see so."""
        return self.required and self.given and self.over_limit is not True and not self.wrong


def tax_position(sale: Sale, regimes: TaxRegimes) -> TaxPosition:
    """Settles who collects; every contradiction is named, none is resolved silently."""
    regime = regimes.of(sale.territory, sale.country, sale.placed_on) if sale.sold_to_consumer else None
    over = None if regime is None or regime.limit is None else sale.worth.over(regime.limit, regime.basis)
    mine = [one for one in sale.numbers if regime is not None and regime.means(one.kind, one.value)]
    own, markets = _of(mine, marketplace=False), _of(mine, marketplace=True)
    on_marketplace = (sale.channel in regimes.marketplaces and sale.collected is not False) or sale.collected is True
    collector = _collector(sale, regime, over=over, own=bool(own), on_marketplace=on_marketplace)
    by_market = collector is Collector.MARKETPLACE
    at_sale = regime is not None and over is not True and _collects_at_sale(sale, regime, collector, own=bool(own))
    given = bool(markets if by_market else own)
    return TaxPosition(
        regime=regime,
        collector=collector,
        over_limit=over,
        required=at_sale and regime is not None and _travels(sale, regime, regimes, by_market=by_market),
        given=given,
        own_on_marketplace=by_market and bool(own) and not markets,
        wrong=frozenset(one.kind for one in mine if regime is not None and not regime.accepts(one.kind, one.value)),
        twice=frozenset(_twice(sale, regimes, over=over, own=bool(own), markets=bool(markets), given=given)),
    )


def _travels(sale: Sale, regime: Regime, regimes: TaxRegimes, *, by_market: bool) -> bool:
    """Whether a number must go with the parcel. Nobody is asked for one that their marketplace tells no seller."""
    told = not by_market or sale.channel not in regimes.marketplaces or sale.channel in regime.supplied_by
    return bool(regime.numbers) and told and not sale.shipped_by_marketplace


def _of(numbers: Iterable[SellersNumber], *, marketplace: bool) -> list[SellersNumber]:
    return [one for one in numbers if one.of_marketplace is marketplace]


def _collector(sale: Sale, regime: Regime | None, *, over: bool | None, own: bool, on_marketplace: bool) -> Collector:
    if regime is not None and over is not True:
        if on_marketplace and regime.deemed:
            return Collector.MARKETPLACE
        if own or regime.must or regime.id in sale.registered:
            return Collector.SELLER
    return Collector.SELLER if sale.paid_duty else Collector.IMPORTER


def _collects_at_sale(sale: Sale, regime: Regime, collector: Collector, *, own: bool) -> bool:
    """A seller who delivers duty paid pays on arrival, unless under the regime."""
    if collector is Collector.SELLER:
        return own or regime.must or regime.id in sale.registered
    return collector is Collector.MARKETPLACE


def _twice(
    sale: Sale, regimes: TaxRegimes, *, over: bool | None, own: bool, markets: bool, given: bool
) -> Iterable[Twice]:
    if sale.unpaid_duty and sale.duty_in_price > 0:
        yield Twice.DUTY_IN_PRICE
    apart = sale.country in regimes.sales_tax_apart
    if sale.unpaid_duty and sale.tax_in_price > 0 and not (given or apart or sale.collected):
        yield Twice.TAX_IN_PRICE
    if over is True and (own or markets or sale.collected is True):
        yield Twice.OVER_LIMIT
    if own and markets:
        yield Twice.TWO_NUMBERS
