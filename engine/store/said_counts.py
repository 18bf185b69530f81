"""How many orders a model scored from one edge up to the next, counted by the database.

Labels arrive long after what they are of, and are few. So all orders are counted as if nobody had labelled any, and
those with labels are named one by one, for whoever counts to put them where they belong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, select, text

from engine.clock import microseconds
from engine.store.labels import AT_ONCE, Label, labels_of_orders
from engine.store.said_columns import (
    CHALLENGER,
    CHAMPION,
    PERCENTILE,
    PROBABILITY,
    first_said,
    is_honest,
    number_of,
    version_of,
)
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, LABEL

PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWanted:
    """Orders placed from `since` on that the model with this digest scored, as they were known at `known_by`, the
    oldest `most` of them. What was placed up to `mature` and has no label counts as honest. `edges` are ascending;
    scores are percentiles or, with `probability`, probabilities in percent."""

    merchant: str
    digest: str
    since: datetime
    known_by: datetime
    mature: datetime
    edges: Sequence[float]
    probability: bool
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCount:
    """Orders that reach so many `edges`, by outcome and by what they count as while they have no label: honest, or
    nothing that is known."""

    edges: int
    outcome: str
    is_honest: bool
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOfLabelled:
    """One of the counted orders that has labels, with these."""

    counted: SaidCount
    labels: Sequence[Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCounts:
    """`labelled` are among the counted. `is_whole`: none were left out for being too many."""

    counts: Sequence[SaidCount]
    labelled: Sequence[SaidOfLabelled]
    is_whole: bool


_D = DECISION.c


def said_counts(session: ReadSession, wanted: SaidWanted) -> SaidCounts:
    """Of a merchant's own orders, the first decision of each of their versions."""
    bound: dict[str, object] = {
        "merchant": wanted.merchant,
        "since": microseconds(wanted.since),
        "decided_since": 0,
        "before": microseconds(wanted.known_by),
        "mature": microseconds(wanted.mature),
        "digest": wanted.digest,
        "most": wanted.most,
    }
    rows = session.rows(_counted(session.dialect, wanted), bound)
    counts = [_count(row.edges, row.outcome, row.is_honest, row.orders) for row in rows]
    bound["last"] = max((row.last for row in rows), default="")
    is_full = sum(each.orders for each in counts) == wanted.most
    behind = session.first(_behind(session.dialect, wanted), bound) if is_full else None
    return SaidCounts(counts=counts, labelled=_labelled(session, wanted, bound), is_whole=behind is None)


def _counted(dialect: str, wanted: SaidWanted) -> Select[tuple[object, ...]]:
    score = _score(dialect, wanted)
    # The offset and the limit have the databases read each score once, ask whether there is one, and compare it with
    # all edges: to take it out of JSON is what takes long.
    scored = (
        select(_D.id, _D.outcome, is_honest(dialect).label("is_honest"), score.label("score"))
        .where(first_said())
        .order_by(_D.id)
        .offset(0)
        .subquery("scored")
    )
    told = (
        select(scored)
        .where(scored.c.score.is_not(None))
        .order_by(scored.c.id)
        .limit(bindparam("most"))
        .subquery("told")
    )
    reached = _reached(told.c.score, wanted.edges).label("edges")
    return select(
        reached, told.c.outcome, told.c.is_honest, func.count().label("orders"), func.max(told.c.id).label("last")
    ).group_by(text("1"), text("2"), text("3"))


def _behind(dialect: str, wanted: SaidWanted) -> Select[tuple[object, ...]]:
    """Whether there is one behind those that were counted."""
    where = (first_said(), _score(dialect, wanted).is_not(None), _D.id > bindparam("last"))
    return select(_D.id).where(*where).limit(1)


def _labelled(session: ReadSession, wanted: SaidWanted, bound: dict[str, object]) -> Sequence[SaidOfLabelled]:
    score = _score(session.dialect, wanted)
    theirs = (
        select(LABEL.c.order_id)
        .where(LABEL.c.merchant_id == bindparam("merchant"), LABEL.c.known_at <= bindparam("before"))
        .distinct()
        .subquery("theirs")
    )
    told = (
        select(
            _D.order_id, _D.outcome, is_honest(session.dialect).label("is_honest"),
            _reached(score, wanted.edges).label("edges"),
        )
        .join_from(theirs, DECISION, _D.order_id == theirs.c.order_id)
        .where(first_said(), score.is_not(None), _D.id <= bindparam("last"))
    )  # fmt: skip
    rows = session.rows(told, bound) if bound["last"] else ()
    labels = _labels(session, wanted, sorted({row.order_id for row in rows}))
    return [
        SaidOfLabelled(counted=_count(row.edges, row.outcome, row.is_honest, 1), labels=labels[row.order_id])
        for row in rows
    ]


def _labels(session: ReadSession, wanted: SaidWanted, orders: Sequence[str]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = {each: [] for each in orders}
    for place in range(0, len(orders), AT_ONCE):
        for label in labels_of_orders(session, wanted.merchant, orders[place : place + AT_ONCE]):
            if label.known_at <= wanted.known_by:
                found[label.order_id].append(label)
    return found


def _score(dialect: str, wanted: SaidWanted) -> ColumnElement[float]:
    """What the model said, in whichever role."""
    which = PROBABILITY if wanted.probability else PERCENTILE
    roles = [
        (version_of(dialect, each) == bindparam("digest"), number_of(dialect, each, which))
        for each in (CHAMPION, CHALLENGER)
    ]
    found = case(*roles, else_=None)
    return found * PERCENT if wanted.probability else found


def _reached(score: ColumnElement[float], edges: Sequence[float]) -> ColumnElement[int]:
    """How many edges it reaches."""
    downwards = range(len(edges), 0, -1)
    return case(*((score >= literal(edges[each - 1]), literal(each)) for each in downwards), else_=literal(0))


def _count(edges: object, outcome: object, honest: object, orders: object) -> SaidCount:
    return SaidCount(edges=int(str(edges)), outcome=str(outcome), is_honest=bool(honest), orders=int(str(orders)))
