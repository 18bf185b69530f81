"""Joins all facts of an order into the sheet that rules are tested against."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date

from engine.anomaly.features import vector_of
from engine.customs.registered import regimes_of
from engine.facts.address import address_facts
from engine.facts.brands import brand_facts
from engine.facts.conformity import SoldLine, conformity_facts
from engine.facts.context import Context, Rates
from engine.facts.customer import customer_facts
from engine.facts.customs import Way, customs_facts
from engine.facts.evidence import line_evidence
from engine.facts.goods import goods_facts
from engine.facts.knowledge import Knowledge
from engine.facts.known import known
from engine.facts.marks import mark_facts
from engine.facts.notes import note_evidence
from engine.facts.order import order_facts
from engine.facts.papers import papers_of, with_papers
from engine.facts.payment import payment_facts
from engine.facts.products import declared_numbers, of_what_is_sent, product_facts
from engine.facts.shipment import shipment_facts
from engine.facts.values import line_value_facts, typical_quantity
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.products.effective import EffectiveLine, effective_lines

Facts = dict[str, Value]


def build_sheet(
    order: Order, context: Context, knowledge: Knowledge, never_supplied: frozenset[str] = frozenset()
) -> Sheet:
    """All facts that can be told. `never_supplied` names what the order's channel cannot know."""
    ground = _grounded(order, context, knowledge)
    whole, lines = _joined(ground, context, knowledge)
    evidence = note_evidence(order, knowledge.notes)
    told = _supplied(known(whole), never_supplied)
    features = vector_of(told)
    scored = context.model.score(features)
    facts = told | _supplied(dict(scored.facts), never_supplied)
    return Sheet(facts, tuple(map(known, lines)), never_supplied, evidence, features, scored)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What all facts rest on. `order` is as it was sent, `joined` has its lines as the product file completes them;
    `place` are the facts of address and shipment."""

    order: Order
    joined: Order
    effective: tuple[EffectiveLine, ...]
    place: Facts
    decided_on: date
    placed_on: date
    rates: Rates

    def text(self, name: str) -> str | None:
        """A fact of address or shipment."""
        value = self.place.get(name)
        return value if isinstance(value, str) else None

    @property
    def destination(self) -> str | None:
        """The country after territory resolution."""
        return self.text("ship_to.country")


def _grounded(order: Order, context: Context, knowledge: Knowledge) -> _Ground:
    address = address_facts(order)
    destination, territory = (address.get(f"ship_to.{name}") for name in ("country", "customs_territory"))
    country = destination if isinstance(destination, str) else None
    shipment = shipment_facts(order, country, territory if isinstance(territory, str) else None)
    catalogue = None if context.products is None else context.products.of(order)
    effective = effective_lines(order, catalogue, country)
    return _Ground(
        order=order,
        joined=order if catalogue is None else replace(order, lines=tuple(each.line for each in effective)),
        effective=effective,
        place={**address, **shipment},
        decided_on=context.decided_at.astimezone(UTC).date(),
        placed_on=order.placed_at.astimezone(UTC).date(),
        rates=context.rates if context.rates is not None else knowledge.rates,
    )


def _joined(ground: _Ground, context: Context, knowledge: Knowledge) -> tuple[Facts, list[Facts]]:
    """Facts of the order and of each line."""
    goods, found = goods_facts(
        ground.joined,
        destination=ground.destination,
        movement=ground.text("shipment.movement"),
        decided_on=ground.decided_on,
        placed_on=ground.placed_on,
        knowledge=knowledge.goods,
        rates=ground.rates,
    )
    customs, cleared = customs_facts(ground.joined, _way(ground, context, knowledge), knowledge.customs, ground.rates)
    whole: Facts = {**ground.place, **goods, **customs, **_of_the_order(ground, context, knowledge)}
    lines = _with_papers(ground, context, found)
    sold = _sold(ground, context, knowledge, lines)
    seller, conforming = conformity_facts(
        ground.joined, whole, sold, context.registrations, knowledge.conformity, ground.decided_on
    )
    brands = brand_facts(
        ground.order, ground.effective, context.takedowns, ground.destination, ground.decided_on, knowledge.brands
    )
    for facts, each, declared, carried, brand in zip(lines, ground.effective, cleared, conforming, brands, strict=True):
        facts |= product_facts(each, facts, whole, knowledge.goods.restrictions) | declared | carried | brand
        facts |= line_value_facts(each.line, ground.order.currency, ground.rates)
        facts |= typical_quantity(each.line, context.typical_quantities)
    return whole | seller, lines


def _way(ground: _Ground, context: Context, knowledge: Knowledge) -> Way:
    order = ground.order
    own = [each for each in context.registrations if each.counts_for(order.legal_entity, order.shop)]
    return Way(
        country=ground.destination,
        territory=ground.text("ship_to.customs_territory"),
        movement=ground.text("shipment.movement"),
        decided_on=ground.decided_on,
        placed_on=ground.placed_on,
        registered=regimes_of(own, knowledge.customs.regimes, ground.placed_on),
        product_ids=tuple(declared_numbers(each) for each in ground.effective),
    )


def _of_the_order(ground: _Ground, context: Context, knowledge: Knowledge) -> Facts:
    order, destination = ground.order, ground.destination
    return {
        **order_facts(order, context.decided_at, ground.rates, knowledge.notes),
        **payment_facts(order, context.decided_at, destination),
        **customer_facts(order, destination, context.ip_countries, knowledge.relays, knowledge.zones),
        **(context.velocity.facts(order) if context.velocity is not None else {}),
        **mark_facts(order, context.marks, context.decided_at),
        **context.parties,
    }


def _with_papers(ground: _Ground, context: Context, found: Sequence[Facts]) -> list[Facts]:
    """What goods and law say of each line, with its papers, and without law for what is not sent at all."""
    papers = papers_of(ground.order, context.papers, ground.decided_on)
    return [
        with_papers(of_what_is_sent(facts, each.line.quantity), papers[each.number - 1])
        for facts, each in zip(found, ground.effective, strict=True)
    ]


def _sold(ground: _Ground, context: Context, knowledge: Knowledge, lines: Sequence[Facts]) -> list[SoldLine]:
    """Each line with what shows that it conforms."""
    return [
        SoldLine(
            line=each.line,
            facts=facts,
            certain=knowledge.goods.classifier.classify(each.line).certain,
            evidence=line_evidence(
                each.line, facts, knowledge.conformity, each.product, context.registrations, ground.decided_on
            ),
        )
        for each, facts in zip(ground.effective, lines, strict=True)
    ]


def _supplied(whole: Facts, never_supplied: frozenset[str]) -> Facts:
    """Without absences that mean nothing: "no device", "no note" of a channel that never tells either."""
    nothing = [name for name in never_supplied if name in whole and _absence(whole[name])]
    return {name: value for name, value in whole.items() if name not in nothing} if nothing else whole


def _absence(value: Value) -> bool:
    return value is False or value == frozenset()
