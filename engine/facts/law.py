"""The law that an order meets: its journey, and all that applies to each of its lines."""

from collections.abc import Sequence
from datetime import UTC, date

from engine.facts.address import address_facts
from engine.facts.context import Context, Rates
from engine.facts.knowledge import Knowledge
from engine.facts.sale import party_of
from engine.facts.shipment import shipment_facts
from engine.facts.values import eur_minor, line_value
from engine.goods.classification import Classification
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Goods
from engine.goods.limits import Money
from engine.goods.screening import Applied, Journey
from engine.order.order import Order


def journey_of(order: Order, destination: str, movement: str | None, decided_on: date, placed_on: date) -> Journey:
    """Where the goods go, and whence; `destination` is the country after territory resolution."""
    return Journey(
        destination=destination,
        ship_from=None if order.ship_from is None else order.ship_from.country,
        movement=movement,
        mode=None if order.shipping is None else order.shipping.mode,
        carrier=None if order.shipping is None else order.shipping.carrier,
        decided_on=decided_on,
        placed_on=placed_on,
        party=party_of(order),
    )


def applied_to(
    order: Order,
    classified: Sequence[Classification],
    journey: Journey,
    knowledge: GoodsKnowledge,
    rates: Rates | None,
) -> tuple[tuple[Applied, ...], ...]:
    """What applies to each line. A line that costs nothing has no known value: customs would set one."""
    goods = [
        Goods(line, classification, line_value(line) or None)
        for line, classification in zip(order.lines, classified, strict=True)
    ]
    money = Money(order.currency, lambda minor, currency: eur_minor(minor, currency, rates))
    return knowledge.law.screen_lines(goods, journey, money)


def law_of(order: Order, context: Context, knowledge: Knowledge) -> tuple[tuple[Applied, ...], ...]:
    """The same for an order by itself, to explain it; empty when nobody can tell where it goes."""
    address = address_facts(order)
    destination, territory = address.get("ship_to.country"), address.get("ship_to.customs_territory")
    if not isinstance(destination, str):
        return ()
    shipment = shipment_facts(order, destination, territory if isinstance(territory, str) else None)
    movement = shipment.get("shipment.movement")
    journey = journey_of(
        order,
        destination,
        movement if isinstance(movement, str) else None,
        context.decided_at.astimezone(UTC).date(),
        order.placed_at.astimezone(UTC).date(),
    )
    classified = [knowledge.goods.classifier.classify(line) for line in order.lines]
    rates = context.rates if context.rates is not None else knowledge.rates
    return applied_to(order, classified, journey, knowledge.goods, rates)
