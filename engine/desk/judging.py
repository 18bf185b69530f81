"""Orders whose goods are to share a parcel, decided as the one consignment that customs will see.

The same rules, lists and knowledge as for an order, and nothing is written: the decisions of the orders stay what they
are. How the buyer behaves was judged order by order, so no model is asked here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from engine.desk.deciding import context_of, order_key, remembered_of, sighting_token
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.desk.reading import order_of
from engine.explanation import reason_codes
from engine.facts.context import Context
from engine.facts.entities import entities
from engine.facts.papers import papers_of, subject
from engine.facts.sighting import sight
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.joining import joined
from engine.order.line import Line
from engine.order.order import Order
from engine.paper import Paper
from engine.products.catalogue import Catalogue
from engine.products.effective import effective_lines
from engine.record import Recorded
from engine.store.products import catalogue_for
from engine.store.sessions import ReadSession
from engine.store.standing import Standing, standing_of

COMPARED = (
    "tax.regime",
    "tax.collector",
    "tax.over_limit",
    "tax.number_required",
    "duties.duty_due",
    "duties.vat_due",
    "shipment.movement",
    "shipment.mode",
)
UN_NUMBERS = "line.un_numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A line as the product file completes it, with the UN numbers of its goods -> their hazard classes."""

    number: int
    line: Line
    un: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedOrder:
    """One of the orders by itself: its version, the facts of tax that are compared, and its goods."""

    order_id: str
    version: int
    order: Order
    facts: Mapping[str, Value]
    lines: tuple[JudgedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedTogether:
    """The outcome of all in one parcel, codes of its reasons, and what it rests on: enough to decide it again."""

    outcome: str
    reasons: tuple[str, ...]
    facts: Mapping[str, Value]
    orders: tuple[JudgedOrder, ...]
    edition: str
    engine: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class _Member:
    order_id: str
    order: Order
    standing: Standing
    context: Context
    catalogue: Catalogue | None
    version: int


def judge_consignment(desk: Desk, session: ReadSession, caller: Caller, order_ids: Sequence[str]) -> JudgedTogether:
    """Decides orders as one with the edition in force and what is known now; writes nothing.

    Raises NotFound, PersonErased, NoEdition, and ValueError for orders that cannot be one (see `joined`).
    """
    now = desk.clock.now()
    members = sorted(
        (_member(desk, session, caller, each, now) for each in order_ids), key=lambda one: one.order.placed_at
    )
    loaded = desk.editions.current(caller.merchant)
    admission = loaded.admission
    together = joined([each.order for each in members])
    context = _context(desk, session, together, members, now)
    sheet = admission.sheet(together, context)
    decision = admission.decide(together, context, sheet=sheet)
    hazards = {each.un: each.hazard_class for each in admission.knowledge.goods.dangerous_goods.goods}
    return JudgedTogether(
        outcome=decision.outcome,
        reasons=reason_codes(decision, admission.book),
        facts=_compared(sheet.whole),
        orders=tuple(_judged(each, admission.sheet(each.order, each.context), hazards) for each in members),
        edition=loaded.digest,
        engine=decision.receipt.engine,
        decided_at=now,
    )


def _member(desk: Desk, session: ReadSession, caller: Caller, order_id: str, now: datetime) -> _Member:
    known = standing_of(session, caller.merchant, order_id, 0, None)
    if known.current is None:
        raise NotFound("order", order_id)
    order = order_of(desk, session, caller.merchant, order_id, known.current.version)
    catalogue = catalogue_for(session, order) if known.keeps_products else None
    context = context_of(desk, session, order, known, now)
    return _Member(order_id, order, known, context, catalogue, known.current.version)


def _context(desk: Desk, session: ReadSession, order: Order, members: Sequence[_Member], now: datetime) -> Context:
    """What is known beside all of them. Releases that a person gave to one count for the same values only."""
    stands = replace(
        members[0].standing,
        current=None,
        waivers=tuple(waiver for each in members for waiver in each.standing.waivers),
    )
    seen = sight(
        order, desk.editions.current(order.merchant).admission.knowledge.rates, desk.seal.token, entities(order)
    )
    seen = seen._replace(order=sighting_token(desk, order_key(order)))
    context = context_of(desk, session, order, stands, now)
    return replace(
        context, velocity=Recorded(remembered_of(desk, session, order, seen)), papers=_papers(order, members, now)
    )


def _papers(together: Order, members: Sequence[_Member], now: datetime) -> tuple[Paper, ...]:
    """Papers of each order speak of its own lines, wherever these stand now."""
    found, before = [], 0
    for each in members:
        for number, papers in enumerate(papers_of(each.order, each.context.papers, now.astimezone(UTC).date()), 1):
            at = before + number
            found += [replace(paper, line=at, about=subject(together, at)) for paper in papers]
        before += len(each.order.lines)
    return tuple(found)


def _judged(member: _Member, sheet: Sheet, hazards: Mapping[str, str]) -> JudgedOrder:
    named = sheet.whole.get("ship_to.country")
    lines = effective_lines(member.order, member.catalogue, named if isinstance(named, str) else None)
    return JudgedOrder(
        order_id=member.order_id,
        version=member.version,
        order=member.order,
        facts=_compared(sheet.whole),
        lines=tuple(
            JudgedLine(number=each.number, line=each.line, un=_un(part.get(UN_NUMBERS), hazards))
            for each, part in zip(lines, sheet.parts, strict=True)
        ),
    )


def _un(value: Value | None, hazards: Mapping[str, str]) -> Mapping[str, str]:
    return {str(un): hazards.get(str(un), "") for un in value} if isinstance(value, frozenset) else {}


def _compared(whole: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name: whole[name] for name in COMPARED if name in whole}
