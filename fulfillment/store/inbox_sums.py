"""Cases of customer service, counted by the database for figures; those that are alike are one row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select, text

from engine.clock import microseconds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession
from fulfillment.inbox.words import CaseState
from fulfillment.store.tables import INBOX_CASE
from fulfillment.store.tables.inbox import NOT_CLOSED

A_MINUTE_US = 60_000_000
_C = INBOX_CASE.c
# Whoever answered first, else whoever is to.
_AGENT = func.coalesce(func.nullif(_C.answered_by, ""), _C.assignee)
_GROUPS = (_C.channel, _C.kind, _AGENT.label("agent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesAlike:
    """Cases of one channel, kind and agent. Those of a period were all answered after so many whole
    `minutes`, or none was; of those that are open, so many are `overdue`."""

    channel: str
    kind: str
    agent: str | None
    cases: int
    minutes: int | None = None
    reopened: int = 0
    overdue: int = 0


def cases_opened(
    session: ReadSession, merchant: str, since: datetime, until: datetime, shops: frozenset[str] | None = None
) -> Sequence[CasesAlike]:
    """Cases opened in [since, until)."""
    minutes = ((_C.first_answer_at - _C.opened_at) // A_MINUTE_US).label("minutes")
    asked = (
        select(*_GROUPS, minutes, func.count().label("cases"), func.sum(_C.reopened).label("reopened"))
        .where(_C.opened_at >= microseconds(since), _C.opened_at < microseconds(until), *_whose(merchant, shops))
        .group_by(text("1"), text("2"), text("3"), text("4"))
    )
    return [
        CasesAlike(
            channel=row.channel, kind=row.kind, agent=row.agent, cases=int(row.cases), reopened=int(row.reopened),
            minutes=row.minutes,
        )
        for row in session.rows(asked)
    ]  # fmt: skip


def cases_open(session: ReadSession, merchant: str, shops: frozenset[str] | None = None) -> Sequence[CasesAlike]:
    """Cases that wait for us now."""
    is_overdue = case((_C.overdue_at.is_not(None), 1), else_=0)
    asked = (
        select(*_GROUPS, func.count().label("cases"), func.sum(is_overdue).label("overdue"))
        .where(NOT_CLOSED, _C.state == CaseState.OPEN, *_whose(merchant, shops))
        .group_by(text("1"), text("2"), text("3"))
    )
    return [
        CasesAlike(channel=row.channel, kind=row.kind, agent=row.agent, cases=int(row.cases), overdue=int(row.overdue))
        for row in session.rows(asked)
    ]


def _whose(merchant: str, shops: frozenset[str] | None) -> Sequence[ColumnElement[bool]]:
    theirs = () if shops is None else (of_shops(_C.order_id, merchant, shops),)
    return (_C.merchant_id == merchant, *theirs)
