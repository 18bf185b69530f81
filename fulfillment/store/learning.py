"""What lives of orders have taught, as rows; and which orders somebody has to learn from yet."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.lifecycle import ENDED
from fulfillment.records import LearntSuggestion, OrderOutcome, OutcomeFact, OutcomePart
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import (
    CASE,
    FREIGHT_FILE,
    FREIGHT_LINE,
    ORDER_OUTCOME,
    OUTCOME_FACT,
    OUTCOME_PART,
    SHIPMENT,
    SUGGESTION,
)

LAG = timedelta(hours=1)  # a bill may commit after a look that began later: clocks of machines differ
_O, _S = ORDER_OUTCOME.c, SUGGESTION.c


def merchants_with_ends(session: ReadSession) -> tuple[str, ...]:
    """Whoever has an order whose life ended."""
    asked = select(CASE.c.merchant_id).where(CASE.c.stage.in_(ENDED)).distinct().order_by(CASE.c.merchant_id)
    return tuple(str(row[0]) for row in session.rows(asked))


def ended_and_not_learnt(session: ReadSession, merchant: str, after: str, limit: int) -> tuple[str, ...]:
    """Orders behind the id `after` that ended, and of which nothing is learnt, or whose case has moved since."""
    asked = (
        select(CASE.c.order_id)
        .outerjoin(ORDER_OUTCOME, (_O.order_id == CASE.c.order_id) & (_O.merchant_id == CASE.c.merchant_id))
        .where(CASE.c.merchant_id == merchant, CASE.c.stage.in_(ENDED), CASE.c.order_id > after)
        .where(or_(_O.order_id.is_(None), _O.case_version != CASE.c.version))
        .order_by(CASE.c.order_id)
        .limit(limit)
    )
    return tuple(str(row[0]) for row in session.rows(asked))


def billed_since_learnt(session: ReadSession, merchant: str, after: str, limit: int) -> tuple[str, ...]:
    """Orders behind the id `after` that are learnt, and of whose parcels a carrier's bill came about then or later."""
    asked = (
        select(_O.order_id)
        .join(SHIPMENT, (SHIPMENT.c.order_id == _O.order_id) & (SHIPMENT.c.merchant_id == _O.merchant_id))
        .join(FREIGHT_LINE, and_(FREIGHT_LINE.c.merchant_id == _O.merchant_id,
                                 FREIGHT_LINE.c.parcel == SHIPMENT.c.number))
        .join(FREIGHT_FILE, and_(FREIGHT_FILE.c.id == FREIGHT_LINE.c.file_id,
                                 FREIGHT_FILE.c.merchant_id == _O.merchant_id))
        .where(_O.merchant_id == merchant, _O.order_id > after)
        .where(FREIGHT_FILE.c.received_at >= _O.looked_at - LAG // timedelta(microseconds=1))
        .distinct()
        .order_by(_O.order_id)
        .limit(limit)
    )  # fmt: skip
    return tuple(str(row[0]) for row in session.rows(asked))


def outcome_of(session: ReadSession, merchant: str, order_id: str) -> OrderOutcome | None:
    """What is learnt of an order."""
    return one(session, ORDER_OUTCOME, OrderOutcome, _O.order_id == order_id, _O.merchant_id == merchant)


def outcomes_for(session: ReadSession, merchant: str, original: str) -> tuple[OrderOutcome, ...]:
    """What is learnt of orders that sent the goods of another one again."""
    return many(session, ORDER_OUTCOME, OrderOutcome, _O.merchant_id == merchant, _O.again_for == original)


def outcomes_ended(
    session: ReadSession, merchant: str, since: datetime, until: datetime, *,
    after: tuple[datetime, str] | None = None, limit: int, shops: frozenset[str] | None = None, shop: str | None = None,
) -> tuple[OrderOutcome, ...]:  # fmt: skip
    """Orders that ended from `since` to before `until`, in that order, behind `after`; of some shops or one."""
    where: list[ColumnElement[bool]] = [
        _O.merchant_id == merchant, _O.ended_at >= microseconds(since), _O.ended_at < microseconds(until)
    ]  # fmt: skip
    if after is not None:
        moment = microseconds(after[0])
        where.append(or_(_O.ended_at > moment, and_(_O.ended_at == moment, _O.order_id > after[1])))
    if shops is not None:
        where.append(_O.shop.in_(sorted(shops)))
    if shop is not None:
        where.append(_O.shop == shop)
    return many(session, ORDER_OUTCOME, OrderOutcome, *where, limit=limit, by=(_O.ended_at, _O.order_id))


def parts_learnt(session: ReadSession, merchant: str, orders: Collection[str]) -> Mapping[str, list[OutcomePart]]:
    """Lines in parcels, by order."""
    where = (OUTCOME_PART.c.merchant_id == merchant, OUTCOME_PART.c.order_id.in_(sorted(orders)))
    found: dict[str, list[OutcomePart]] = defaultdict(list)
    for each in many(session, OUTCOME_PART, OutcomePart, *where):
        found[each.order_id].append(each)
    return found


def facts_learnt(session: ReadSession, merchant: str, orders: Collection[str]) -> Mapping[str, list[OutcomeFact]]:
    """What happened, by order."""
    where = (OUTCOME_FACT.c.merchant_id == merchant, OUTCOME_FACT.c.order_id.in_(sorted(orders)))
    found: dict[str, list[OutcomeFact]] = defaultdict(list)
    for each in many(session, OUTCOME_FACT, OutcomeFact, *where):
        found[each.order_id].append(each)
    return found


def put_outcome(
    session: WriteSession, outcome: OrderOutcome, parts: Sequence[OutcomePart], facts: Sequence[OutcomeFact]
) -> None:
    """Replaces all that is learnt of an order by this."""
    for table in (ORDER_OUTCOME, OUTCOME_PART, OUTCOME_FACT):
        mine = (table.c.merchant_id == outcome.merchant_id, table.c.order_id == outcome.order_id)
        session.run(delete(table).where(*mine))
    keep(session, ORDER_OUTCOME, outcome)
    keep(session, OUTCOME_PART, *parts)
    keep(session, OUTCOME_FACT, *facts)


def note_look(session: WriteSession, merchant: str, order_id: str, version: int, at: datetime) -> None:
    """The case of this version was read, and taught nothing new."""
    mine = (_O.merchant_id == merchant, _O.order_id == order_id)
    session.run(update(ORDER_OUTCOME).where(*mine).values(case_version=version, looked_at=microseconds(at)))


def suggestions_of(session: ReadSession, merchant: str, state: str | None = None) -> tuple[LearntSuggestion, ...]:
    """What is suggested, the most money first."""
    where = [_S.merchant_id == merchant, *(() if state is None else (_S.state == state,))]
    return many(session, SUGGESTION, LearntSuggestion, *where, by=(_S.monthly.desc(), _S.id))


def suggestion_of(session: ReadSession, merchant: str, id_: str) -> LearntSuggestion | None:
    """A suggestion by its id."""
    return one(session, SUGGESTION, LearntSuggestion, _S.id == id_, _S.merchant_id == merchant)


def add_suggestion(session: WriteSession, made: LearntSuggestion) -> None:
    """Keeps a new one."""
    keep(session, SUGGESTION, made)


def save_suggestion(session: WriteSession, was: LearntSuggestion, now: LearntSuggestion) -> bool:
    """Compares and sets; false when somebody dismissed or looked at it meanwhile."""
    same = (
        _S.id == was.id,
        _S.merchant_id == was.merchant_id,
        _S.state == was.state,
        _S.seen_at == microseconds(was.seen_at),
    )
    return session.run(update(SUGGESTION).where(*same).values(**row_of(now))) == 1
