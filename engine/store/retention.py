"""Rows that nobody needs any longer, by kind, some at a time so that no lock is held for long. The audit is kept."""

from collections.abc import Callable, Mapping

from sqlalchemy import BindParameter, bindparam, delete, exists, literal_column, select, tuple_, union, update

from engine.store.packing import pack
from engine.store.sessions import WriteSession
from engine.store.tables import (
    AFTERSALE,
    DECISION,
    EVENT,
    JOB,
    REQUEST,
    WEBHOOK_ATTEMPT,
    WEBHOOK_DELIVERY,
    WEBHOOK_ENDPOINT,
)

_NO_TRACE = pack(b"null")  # what a decision has that was made without one

_BEFORE: BindParameter[int] = bindparam("before")
_LIMIT: BindParameter[int] = bindparam("limit")
_MERCHANT: BindParameter[str] = bindparam("merchant")

_WITH_TRACE = (
    select(DECISION.c.id)
    .where(DECISION.c.merchant_id == _MERCHANT, DECISION.c.decided_at < _BEFORE, DECISION.c.trace != _NO_TRACE)
    .limit(_LIMIT)
)
_TRACES = update(DECISION).where(DECISION.c.id.in_(_WITH_TRACE)).values(trace=_NO_TRACE)
_CURRENT = DECISION.alias("current")
_OF_CANCELLED = (
    select(DECISION.c.id)
    .join(_CURRENT, (_CURRENT.c.order_id == DECISION.c.order_id) & _CURRENT.c.superseded_by.is_(None))
    .where(
        DECISION.c.merchant_id == _MERCHANT,
        DECISION.c.superseded_by.is_not(None),
        DECISION.c.decided_at < _BEFORE,
        _CURRENT.c.outcome == "cancel",
        _CURRENT.c.decided_at < _BEFORE,
    )
    .limit(_LIMIT)
)


def _cancelled(session: WriteSession, values: Mapping[str, object]) -> int:
    """With the requests that they answered: repeated after so long, these are new."""
    ids = [row.id for row in session.rows(_OF_CANCELLED, values)]
    if not ids:
        return 0
    session.run(delete(REQUEST).where(REQUEST.c.merchant_id == values["merchant"], REQUEST.c.decision_id.in_(ids)))
    return session.run(delete(DECISION).where(DECISION.c.id.in_(ids)))


# The newest event of an order stays, since numbers go on behind it.
_NEWER = EVENT.alias("newer")
_HAS_NEWER = exists().where(_NEWER.c.order_id == EVENT.c.order_id, _NEWER.c.order_seq > EVENT.c.order_seq)
_OLD_EVENTS = (
    select(EVENT.c.seq).where(EVENT.c.merchant_id == _MERCHANT, EVENT.c.at < _BEFORE, _HAS_NEWER).limit(_LIMIT)
)
_EVENTS = delete(EVENT).where(EVENT.c.seq.in_(_OLD_EVENTS))
_JOBS = delete(JOB).where(
    JOB.c.id.in_(
        select(JOB.c.id)
        .where(JOB.c.merchant_id == _MERCHANT, JOB.c.state == literal_column("'dead'"), JOB.c.finished_at < _BEFORE)
        .limit(_LIMIT)
    )
)


_OLD_SIGNS = (
    select(AFTERSALE.c.kind, AFTERSALE.c.about)
    .where(AFTERSALE.c.merchant_id == _MERCHANT, AFTERSALE.c.known_at < _BEFORE)
    .limit(_LIMIT)
)
_SIGNS = delete(AFTERSALE).where(
    AFTERSALE.c.merchant_id == _MERCHANT, tuple_(AFTERSALE.c.kind, AFTERSALE.c.about).in_(_OLD_SIGNS)
)

_ENDED = (
    select(WEBHOOK_DELIVERY.c.id)
    .where(WEBHOOK_DELIVERY.c.merchant_id == _MERCHANT, WEBHOOK_DELIVERY.c.ended_at < _BEFORE)
    .limit(_LIMIT)
)


def _deliveries(session: WriteSession, values: Mapping[str, object]) -> int:
    """Ended ones with their attempts."""
    ids = [row.id for row in session.rows(_ENDED, values)]
    if not ids:
        return 0
    session.run(delete(WEBHOOK_ATTEMPT).where(WEBHOOK_ATTEMPT.c.delivery_id.in_(ids)))
    return session.run(delete(WEBHOOK_DELIVERY).where(WEBHOOK_DELIVERY.c.id.in_(ids)))


Tidy = Callable[[WriteSession, Mapping[str, object]], int]
TIDY: Mapping[str, Tidy] = {
    "traces": lambda session, values: session.run(_TRACES, values),
    "cancelled": _cancelled,
    "events": lambda session, values: session.run(_EVENTS, values),
    "jobs": lambda session, values: session.run(_JOBS, values),
    "deliveries": _deliveries,
    "aftersales": lambda session, values: session.run(_SIGNS, values),
}


def tidy(session: WriteSession, kind: str, merchant: str, before: int, limit: int) -> int:
    """Takes out up to `limit` rows of a kind that are older than a moment; answers how many."""
    return TIDY[kind](session, {"merchant": merchant, "before": before, "limit": limit})


_MERCHANTS = union(*(select(table.c.merchant_id).distinct() for table in (DECISION, WEBHOOK_ENDPOINT)))


def merchants_with_rows(session: WriteSession) -> list[str]:
    """Whose rows there are: orders, or endpoints that hear of what is about no order."""
    return sorted(str(row.merchant_id) for row in session.rows(_MERCHANTS))
