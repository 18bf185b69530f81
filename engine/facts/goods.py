"""Facts of the goods: what each line is taken for, and what the law of the destination says of it.

All that the goods themselves and their law tell is stated here; rates are asked where law limits a value.
Sets that were looked for and not found are stated as empty; what cannot be known is left out.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from engine.facts.context import Rates
from engine.facts.dangerous_goods import dangerous_goods_facts
from engine.facts.law import applied_to, journey_of
from engine.goods.classification import Classification, Status
from engine.goods.embargo import Embargo
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Journey
from engine.goods.line_law import LineLaw, line_law
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order

Facts = dict[str, Value]


def goods_facts(
    order: Order,
    *,
    destination: str | None,
    movement: str | None,
    decided_on: date,
    placed_on: date,
    knowledge: GoodsKnowledge,
    rates: Rates | None = None,
) -> tuple[Facts, tuple[Facts, ...]]:
    """Facts of the order and of each line."""
    journey = None
    if destination is not None:
        journey = journey_of(order, destination, movement, decided_on, placed_on)
    classified = [knowledge.classifier.classify(line) for line in order.lines]
    lines = tuple(
        _line_facts(line, classification, knowledge) | dangerous_goods_facts(line, classification, order, knowledge)
        for line, classification in zip(order.lines, classified, strict=True)
    )
    if journey is not None:
        applied = applied_to(order, classified, journey, knowledge, rates)
        for facts, answer, each in zip(lines, classified, applied, strict=True):
            could = knowledge.law.could_prohibit(answer, journey)
            facts.update(_law_facts(line_law(each, could_prohibit=could)))
    sent = [each for line, each in zip(order.lines, classified, strict=True) if line.quantity]
    whole: Facts = {
        "goods.unclassified_lines": sum(item.status is Status.UNCLASSIFIED for item in sent),
        "goods.vague_lines": sum(item.description_vague for item in sent),
    }
    if journey is not None:
        whole |= _destination_facts(order, journey, knowledge)
    return whole, lines


def _destination_facts(order: Order, journey: Journey, knowledge: GoodsKnowledge) -> Facts:
    address = order.shipping_address
    embargo = knowledge.law.embargo(journey.destination, address.state, address.postcode, journey.decided_on)
    return {
        "goods.coverage": knowledge.law.coverage(journey.destination).value,
        **_embargo_facts(embargo),
    }


def _embargo_facts(embargo: Embargo | None) -> Facts:
    """Whether an address lies in the embargoed part of a region cannot be told, so that is left unknown."""
    if embargo is None:
        return {"shipment.embargoed": False}
    if embargo.partial:
        return {"shipment.embargoed_region": embargo.place}
    return {"shipment.embargoed": True, "shipment.embargoed_region": embargo.place}


def _line_facts(
    line: Line,
    classification: Classification,
    knowledge: GoodsKnowledge,
) -> Facts:
    facts = {name: value for name, value in _stated(line, knowledge) if value is not None}
    facts["line.classification"] = classification.status.value
    facts["line.classification_basis"] = classification.basis.value
    facts["line.categories"] = classification.categories
    facts["line.description_vague"] = classification.description_vague
    if classification.hs_contradicts_text is not None:
        facts["line.hs_contradicts_text"] = classification.hs_contradicts_text
    return facts


def _stated(line: Line, knowledge: GoodsKnowledge) -> Iterator[tuple[str, Value | None]]:
    """What the seller says of the line, as it stands."""
    yield "line.sku", line.sku or None
    yield "line.title", line.title or None
    yield "line.quantity", line.quantity
    yield "line.hs_code", line.hs_code
    yield "line.hs_status", knowledge.headings.status(line.hs_code).value
    yield "line.origin", line.origin
    yield "line.weight_g", None if line.weight_g is None else line.weight_g * line.quantity
    yield "line.liquid_ml", line.liquid_ml
    yield "line.magnet", line.magnet
    yield "line.blade_mm", line.blade_mm
    yield "line.laser_mw", line.laser_mw
    yield "line.alcohol_pct", line.alcohol_pct
    yield "line.nicotine_mg_ml", line.nicotine_mg_ml
    yield "line.certificates", frozenset(line.certificates)
    if line.battery is not None:
        yield "line.battery_kind", line.battery.kind.value
        yield "line.battery_packing", None if line.battery.packing is None else line.battery.packing.value
        yield "line.battery_wh", line.battery.watt_hours
        yield "line.lithium_g", line.battery.lithium_g


def _law_facts(law: LineLaw) -> Mapping[str, Value]:
    return {
        "line.law_prohibited": frozenset(law.prohibited),
        "line.law_prohibited_certain": frozenset(law.prohibited_certain),
        "line.law_licence": frozenset(law.licence),
        "line.law_certificate": frozenset(law.certificate),
        "line.law_conditional": frozenset(law.conditional),
        "line.law_limit_exceeded": frozenset(law.limit_exceeded),
        "line.law_limit_unknown": frozenset(law.limit_unknown),
        "line.law_documents_missing": frozenset(law.documents_missing),
        "line.law_carriage_refused": frozenset(law.carriage_refused),
        "line.law_low_confidence": frozenset(law.low_confidence),
        "line.law_world_prohibited": frozenset(law.world_prohibited),
        "line.law_export_prohibited": frozenset(law.export_prohibited),
        "line.law_export_prohibited_certain": frozenset(law.export_prohibited_certain),
        "line.law_export_licence": frozenset(law.export_licence),
        "line.law_export_conditional": frozenset(law.export_conditional),
        "line.law_export_documents_missing": frozenset(law.export_documents_missing),
        "line.law_movements": frozenset(law.movements),
        "line.law_restrictions": frozenset(law.restrictions),
        "line.law_could_prohibit": law.could_prohibit,
    }
