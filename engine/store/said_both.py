"""What two models said of the same orders, in columns that the database takes out of its JSON: one statement for all of
them, and one for their labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import nan

from sqlalchemy import ColumnElement, and_, bindparam, select, text

from engine.clock import microseconds, moment
from engine.store.labels import Label, labels_known
from engine.store.said_columns import (
    CHALLENGER,
    CHAMPION,
    PERCENTILE,
    PROBABILITY,
    SCORE,
    first_said,
    is_honest,
    number_of,
    version_of,
)
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION

_D = DECISION.c
_NUMBERS = {
    "percentile_before": (CHAMPION, PERCENTILE),
    "probability_before": (CHAMPION, PROBABILITY),
    "percentile_after": (CHALLENGER, PERCENTILE),
    "probability_after": (CHALLENGER, PROBABILITY),
    "score_after": (CHALLENGER, SCORE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BothWanted:
    """Orders decided from `since` on that these two models both scored, by their digests, as they were known at
    `known_by`. What was placed up to `mature` and has no label counts as honest."""

    merchant: str
    champion: str
    challenger: str
    since: datetime
    known_by: datetime
    mature: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BothSaid:
    """One order, as the champion (`before`) and the challenger (`after`) saw it; NaN where one said no such number.
    `is_honest`: it counts as that while it has no labels."""

    placed_at: datetime
    percentile_before: float
    probability_before: float
    percentile_after: float
    probability_after: float
    score_after: float
    is_honest: bool
    labels: Sequence[Label]


def said_by_both(session: ReadSession, wanted: BothWanted) -> Sequence[BothSaid]:
    """Of a merchant's own orders, the first decision of each of their versions, in the order of these."""
    dialect = session.dialect
    numbers = [number_of(dialect, *where).label(name) for name, where in _NUMBERS.items()]
    asked = (
        select(_D.order_id, _D.placed_at, is_honest(dialect).label("is_honest"), *numbers)
        .where(_both(dialect))
        .order_by(_D.id)
    )
    bound: dict[str, object] = {
        "merchant": wanted.merchant,
        "since": 0,
        "decided_since": microseconds(wanted.since),
        "before": microseconds(wanted.known_by),
        "mature": microseconds(wanted.mature),
        "champion": wanted.champion,
        "challenger": wanted.challenger,
    }
    rows = session.rows(asked, bound)
    labels: Mapping[str, Sequence[Label]] = {}
    if rows:
        labels = labels_known(session, select(_D.order_id).where(_both(dialect)), bound)
    return [
        BothSaid(
            placed_at=moment(row.placed_at),
            is_honest=bool(row.is_honest),
            labels=labels.get(row.order_id, ()),
            **{name: nan if (said := getattr(row, name)) is None else float(said) for name in _NUMBERS},
        )
        for row in rows
    ]


def _both(dialect: str) -> ColumnElement[bool]:
    return and_(
        text("said <> ''"),  # in the words of the index on when an order was scored, which nothing else is to take
        first_said(),
        version_of(dialect, CHAMPION) == bindparam("champion"),
        version_of(dialect, CHALLENGER) == bindparam("challenger"),
    )
