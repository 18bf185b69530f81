"""The one loaded edition of customs knowledge, and the facts of an order, for tests of customs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from engine.address.customs import customs_territory
from engine.customs.knowledge import CustomsKnowledge
from engine.facts.customs import Way, customs_facts
from engine.lexicon.spec import Value
from engine.order.order import Order, ShippingChoice
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Incoterm, TransportMode
from tests.builders import an_address, an_order

DATA = Path(__file__).parents[3] / "data" / "customs"
TODAY = date(2026, 11, 22)


class Rates:
    """Every unit of every currency is worth half a euro; no rate for XAU."""

    def to_eur_minor(self, minor: int, currency: str) -> int | None:
        return None if currency == "XAU" else minor // 2


@cache
def knowledge() -> CustomsKnowledge:
    """The project's own data, read once for all tests."""
    return CustomsKnowledge.load(DATA)


def facts(
    order: Order,
    *,
    on: date = TODAY,
    placed: date | None = None,
    movement: str = "import",
    registered: frozenset[str] = frozenset(),
) -> dict[str, Value]:
    """Facts of the order, decided on a day and, unless told, placed the same day."""
    return all_facts(order, on=on, placed=placed, movement=movement, registered=registered)[0]


def all_facts(
    order: Order,
    *,
    on: date = TODAY,
    placed: date | None = None,
    movement: str = "import",
    registered: frozenset[str] = frozenset(),
    product_ids: tuple[frozenset[str] | None, ...] = (),
) -> tuple[dict[str, Value], tuple[dict[str, Value], ...]]:
    """The same, and those of each line."""
    address = order.shipping_address
    way = Way(
        country=address.country,
        territory=None if address.country is None else customs_territory(address.country, address.postcode),
        movement=movement,
        decided_on=on,
        placed_on=placed or on,
        registered=registered,
        product_ids=product_ids,
    )
    return customs_facts(order, way, knowledge(), Rates())


def to(country: str, **changes: object) -> Order:
    """An order to a country, without a postcode unless one is given as `postcode`."""
    postcode = changes.pop("postcode", None)
    address = replace(an_address(country=country), postcode=postcode if isinstance(postcode, str) else None)
    return an_order(shipping_address=address, **changes)


def number(kind: str, value: str, holder: TaxHolder = TaxHolder.MERCHANT) -> tuple[TaxIdentifier, ...]:
    """One number of the seller, or of whom it is said."""
    return (TaxIdentifier(kind=kind, value=value, holder=holder),)


def by(mode: TransportMode | None = TransportMode.COURIER, incoterm: Incoterm | None = Incoterm.DDP) -> ShippingChoice:
    """How it travels."""
    return ShippingChoice(mode=mode, incoterm=incoterm)


def noon(day: date) -> datetime:
    """That day at noon, UTC."""
    return datetime.combine(day, time(12), UTC)
