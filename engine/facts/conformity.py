"""Facts of conformity: what goods must carry at the destination, and how their seller's registrations stand.

Of a merchant that keeps neither registrations nor certificates, only what is required is stated; whether it is met is
left out, so that no rule holds against it what it never said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.customs.conformity import MerchantNeeds, ProductEvidence, Sale, Standing, market_of, of_line, of_merchant
from engine.customs.conformity_data import ConformityKnowledge
from engine.customs.conformity_goods import Bound, Goods
from engine.customs.register import Register
from engine.facts.sale import party_of
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.registration import Registration

Facts = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line with its facts so far. `certain` are those of its categories that rest on a code or stated attribute."""

    line: Line
    facts: Mapping[str, Value]
    certain: frozenset[str]
    evidence: ProductEvidence


def conformity_facts(
    order: Order,
    whole: Mapping[str, Value],
    lines: Sequence[SoldLine],
    registrations: Sequence[Registration],
    knowledge: ConformityKnowledge,
    on: date,
) -> tuple[Facts, tuple[Facts, ...]]:
    """Facts of the order and of each line. `whole` and the lines' facts are those of address, shipment and goods."""
    country = whole.get("ship_to.country")
    if not isinstance(country, str):
        return {}, tuple({} for _ in lines)
    sale = _sale(order, country, whole, on)
    own = [each for each in registrations if each.counts_for(order.legal_entity, order.shop)]
    register = Register(own, knowledge.kinds, on)
    # Nothing is asked for a line that was cancelled.
    bound = [knowledge.conformity.binding(_goods(each), sale) if each.line.quantity else () for each in lines]
    sold = [(binding, each.evidence) for binding, each in zip(bound, lines, strict=True)]
    told = register.is_kept or any(evidence.keeps for _, evidence in sold)
    parts = tuple(_line_facts(binding, sale, evidence, register, told=told) for binding, evidence in sold)
    return (_merchant_facts(of_merchant(sold, sale, register)) if register.is_kept else {}), parts


def _sale(order: Order, country: str, whole: Mapping[str, Value], on: date) -> Sale:
    movement = whole.get("shipment.movement")
    numbers = (each.kind.upper() for each in order.tax_identifiers if each.holder is TaxHolder.MERCHANT)
    return Sale(
        market=market_of(country, order.shipping_address.postcode),
        movement=movement if isinstance(movement, str) else None,
        party=party_of(order),
        on=on,
        numbers=frozenset(numbers),
    )


def _goods(sold: SoldLine) -> Goods:
    """What is sold. A code that is none says nothing, so that the title is read instead."""
    line, categories = sold.line, sold.facts.get("line.categories")
    code = line.hs_code if sold.facts.get("line.hs_status") == "valid" else None
    return Goods(
        hs_code=code,
        categories=categories if isinstance(categories, frozenset) else frozenset(),
        certain=sold.certain,
        text=" ".join(each for each in (line.title, line.description) if each) if code is None else "",
    )


def _line_facts(
    binding: Sequence[Bound], sale: Sale, evidence: ProductEvidence, register: Register, *, told: bool
) -> Facts:
    required = (bound.requirement for bound in binding if not bound.requirement.wanted.of_the_merchant)
    facts: Facts = {"line.conformity_required": frozenset(each.id for each in required)}
    if told:
        asked = of_line(binding, sale, evidence, register)
        for name, standing in (("missing", Standing.MISSING), ("unknown", Standing.UNKNOWN)):
            found = (each.requirement.id for each in asked if each.standing is standing)
            facts[f"line.conformity_{name}"] = frozenset(found)
    return facts


def _merchant_facts(needs: MerchantNeeds) -> Facts:
    return {
        "merchant.registrations_missing": needs.missing,
        "merchant.registrations_unknown": needs.unknown,
        "merchant.registrations_expired": needs.expired,
        "merchant.registrations_expiring": needs.expiring,
    }
