"""Joins all facts of an order into the sheet that rules are tested against."""

from collections.abc import Mapping
from datetime import UTC

from engine.facts.address import address_facts
from engine.facts.brands import brand_facts
from engine.facts.context import Context
from engine.facts.customer import customer_facts
from engine.facts.goods import goods_facts
from engine.facts.knowledge import Knowledge
from engine.facts.known import known
from engine.facts.notes import note_evidence
from engine.facts.order import order_facts
from engine.facts.papers import papers_of, with_papers
from engine.facts.payment import payment_facts
from engine.facts.shipment import shipment_facts
from engine.facts.values import line_value_facts, typical_quantity
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order

NO_MODEL: Mapping[str, Value] = {"model.status": "absent"}


def build_sheet(
    order: Order, context: Context, knowledge: Knowledge, never_supplied: frozenset[str] = frozenset()
) -> Sheet:
    """All facts that can be told. `never_supplied` names what the order's channel cannot know."""
    rates = context.rates if context.rates is not None else knowledge.rates
    address = address_facts(order)
    destination, territory = _text(address, "ship_to.country"), _text(address, "ship_to.customs_territory")
    shipment = shipment_facts(order, destination, territory)
    decided_on = context.decided_at.astimezone(UTC).date()
    values = [line_value_facts(line, order.currency, rates) for line in order.lines]
    goods, lines = goods_facts(
        order,
        destination=destination,
        movement=_text(shipment, "shipment.movement"),
        decided_on=decided_on,
        placed_on=order.placed_at.astimezone(UTC).date(),
        knowledge=knowledge.goods,
        line_value_eur=tuple(value.get("line.value_eur_minor") for value in values),
    )
    whole: dict[str, Value] = {
        **address,
        **shipment,
        **goods,
        **order_facts(order, context.decided_at, rates, knowledge.notes),
        **payment_facts(order, context.decided_at, destination),
        **customer_facts(order, destination, context.ip_countries, knowledge.relays, knowledge.zones),
        **(context.velocity.facts(order) if context.velocity is not None else {}),
        **(context.model or NO_MODEL),
    }
    brands = brand_facts(
        order,
        statements=context.brand_statements,
        takedowns=context.takedowns,
        destination=destination,
        decided_on=decided_on,
        screen=knowledge.brands,
    )
    papers = papers_of(order, context.papers, decided_on)
    parts = tuple(
        known({**with_papers(facts, own), **value, **brand, **typical_quantity(line, context.typical_quantities)})
        for facts, own, value, brand, line in zip(lines, papers, values, brands, order.lines, strict=True)
    )
    evidence = note_evidence(order, knowledge.notes)
    return Sheet(_supplied(known(whole), never_supplied), parts, never_supplied, evidence)


def _text(facts: Mapping[str, Value], name: str) -> str | None:
    value = facts.get(name)
    return value if isinstance(value, str) else None


def _supplied(whole: dict[str, Value], never_supplied: frozenset[str]) -> dict[str, Value]:
    """Without absences that mean nothing: "no device", "no note" of a channel that never tells either."""
    return {name: value for name, value in whole.items() if name not in never_supplied or not _absence(value)}


def _absence(value: Value) -> bool:
    return value is False or value == frozenset()
