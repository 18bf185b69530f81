"""Facts of dangerous goods: what a line is to a carrier, and what the chosen way of carriage makes of it."""

from engine.goods.classification import Classification
from engine.goods.dangerous import Answer
from engine.goods.knowledge import GoodsKnowledge
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order


def dangerous_goods_facts(
    line: Line, classification: Classification, order: Order, knowledge: GoodsKnowledge
) -> dict[str, Value]:
    """`line.un_numbers` and what follows; what a carrier says stays unknown until a way of carriage is chosen."""
    book = knowledge.dangerous_goods
    goods = book.of(line, classification)
    numbers = frozenset(good.un for good in goods)
    facts: dict[str, Value] = {
        "line.un_numbers": numbers,
        "line.packing_instructions": frozenset(number for good in goods for number in good.air),
    }
    band, tested = book.band(line), book.tested(line)
    if band is not None:
        facts["line.lithium_band"] = band
    if tested is not None:
        facts["line.lithium_tested"] = tested
    chosen = order.shipping
    if chosen is not None and chosen.mode is not None:
        carrier = None if chosen.carrier is None else chosen.carrier.strip().casefold()
        answers = book.answers(numbers, band, chosen.mode, carrier)
        facts["line.dg_refused"] = Answer.REFUSED in answers
        facts["line.dg_cargo_aircraft_only"] = Answer.CARGO_AIRCRAFT in answers
    return facts
