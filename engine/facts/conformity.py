"""Facts of conformity: what goods must carry at the destination, and how their seller's registrations stand.

Of a merchant that keeps neither registrations nor certificates, only what is required is stated; whether it is met is
left out, so that no rule holds against it what it never said.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.customs.conformity import CERTIFICATES, PAPERS, Conformity, MerchantNeeds, ProductEvidence, Sale, Standing
from engine.customs.conformity_data import ConformityKnowledge
from engine.customs.conformity_goods import Goods
from engine.customs.register import Register
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.order.terms import OrderKind
from engine.registration import Registration

Facts = dict[str, Value]
_CERTAIN = frozenset({"hs", "attribute"})
_PARTY = {OrderKind.B2B: "b2b", OrderKind.GIFT: "c2c_gift"}


def conformity_facts(
    order: Order,
    whole: Mapping[str, Value],
    lines: Sequence[tuple[Line, Mapping[str, Value], ProductEvidence]],
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
    register = Register(own, knowledge.kinds)
    sold = [(_goods(line, facts), evidence) for line, facts, evidence in lines]
    told = register.is_kept or any(evidence.keeps for _, evidence in sold)
    conformity = knowledge.conformity
    parts = tuple(_line_facts(goods, sale, evidence, register, conformity, told=told) for goods, evidence in sold)
    return (_needs(conformity.of_merchant(sold, sale, register)) if register.is_kept else {}), parts


def line_evidence(line: Line, facts: Mapping[str, Value], conformity: Conformity) -> ProductEvidence:
    """What the order itself states of a line: certificates that the seller names, papers that an analyst verified."""
    papers = facts.get("line.documents_verified")
    verified = papers if isinstance(papers, frozenset) else frozenset()
    certificates = frozenset(line.certificates)
    keeps = {CERTIFICATES} if conformity.marks(certificates) else set()
    return ProductEvidence(
        certificates=certificates, papers=verified, keeps=frozenset(keeps | ({PAPERS} if verified else set()))
    )


def _sale(order: Order, country: str, whole: Mapping[str, Value], on: date) -> Sale:
    movement = whole.get("shipment.movement")
    numbers = (each.kind.upper() for each in order.tax_identifiers if each.holder is TaxHolder.MERCHANT)
    return Sale(
        country=country,
        postcode=order.shipping_address.postcode,
        movement=movement if isinstance(movement, str) else None,
        party=_PARTY.get(order.kind, "b2c"),
        on=on,
        numbers=frozenset(numbers),
    )


def _goods(line: Line, facts: Mapping[str, Value]) -> Goods:
    categories = facts.get("line.categories")
    return Goods(
        hs_code=line.hs_code,
        categories=categories if isinstance(categories, frozenset) else frozenset(),
        certain=facts.get("line.classification_basis") in _CERTAIN,
        text=" ".join(each for each in (line.title, line.description) if each) if line.hs_code is None else "",
    )


def _line_facts(
    goods: Goods, sale: Sale, evidence: ProductEvidence, register: Register, conformity: Conformity, *, told: bool
) -> Facts:
    asked = conformity.of_line(goods, sale, evidence, register)
    facts: Facts = {"line.conformity_required": frozenset(each.requirement.id for each in asked)}
    if told:
        for name, standing in (("missing", Standing.MISSING), ("unknown", Standing.UNKNOWN)):
            found = (each.requirement.id for each in asked if each.standing is standing)
            facts[f"line.conformity_{name}"] = frozenset(found)
    return facts


def _needs(needs: MerchantNeeds) -> Facts:
    return {
        "merchant.registrations_missing": needs.missing,
        "merchant.registrations_unknown": needs.unknown,
        "merchant.registrations_expired": needs.expired,
        "merchant.registrations_expiring": needs.expiring,
    }
