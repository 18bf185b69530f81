"""Which known orders a change of the law touches: those of which old and new data say different things. Only reads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.desk.changing import known_case
from engine.desk.deciding import context_of
from engine.desk.desk import Caller, Desk
from engine.desk.errors import PersonErased
from engine.desk.reading import current_decision
from engine.facts.build import build_sheet
from engine.facts.context import Context
from engine.facts.knowledge import Knowledge
from engine.goods.knowledge import GoodsKnowledge
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.store.sessions import ReadSession

RESTRICTIONS = "line.law_restrictions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """An order, the restrictions that no longer or newly speak of it, and the names of all facts that differ."""

    order_id: str
    ref: str
    outcome: str
    gone: frozenset[str]
    come: frozenset[str]
    facts: frozenset[str]


def touched(
    desk: Desk,
    session: ReadSession,
    caller: Caller,
    order_ids: Iterable[str],
    old: GoodsKnowledge,
    new: GoodsKnowledge,
) -> Iterator[Touched]:
    """Orders, as they are now, whose facts differ between two editions of the data. Erased ones are left out.

    A finding can differ only where a fact does, so no order that would be decided otherwise is missing.
    """
    now = desk.clock.now()
    knowledge = desk.editions.current(caller.merchant).admission.knowledge
    before, after = replace(knowledge, goods=old), replace(knowledge, goods=new)
    for order_id in order_ids:
        try:
            case = known_case(desk, session, caller, order_id, "compared")
        except PersonErased:
            continue
        outcome = current_decision(session, caller.merchant, order_id).outcome
        context = context_of(desk, session, case.order, case.standing, now)  # codes come from the product file, say
        found = _differs(order_id, case.order, outcome, context, before, after)
        if found is not None:
            yield found


def _differs(
    order_id: str, order: Order, outcome: str, context: Context, old: Knowledge, new: Knowledge
) -> Touched | None:
    before, after = build_sheet(order, context, old), build_sheet(order, context, new)
    facts = frozenset(_differing((before.whole, *before.parts), (after.whole, *after.parts)))
    if not facts:
        return None
    was, now = _restrictions(before), _restrictions(after)
    return Touched(order_id=order_id, ref=order.id, outcome=outcome, gone=was - now, come=now - was, facts=facts)


def _differing(old: tuple[Mapping[str, Value], ...], new: tuple[Mapping[str, Value], ...]) -> Iterator[str]:
    for before, after in zip(old, new, strict=True):
        yield from (name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _restrictions(sheet: Sheet) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for part in sheet.parts:
        ids = part.get(RESTRICTIONS)
        found |= ids if isinstance(ids, frozenset) else frozenset()
    return found
