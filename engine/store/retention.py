"""Rows that nobody needs any longer, by kind, some at a time so that no lock is held for long. The audit is kept."""

from collections.abc import Callable, Mapping

from sqlalchemy import BindParameter, bindparam, delete, exists, literal_column, select, update

from engine.store.packing import pack
from engine.store.sessions import WriteSession
from engine.store.tables import DECISION, EVENT, JOB, METADATA, REQUEST

_NO_TRACE = pack(b"null")  # what a decision has that was made without one
_DELIVERY, _ATTEMPT = "webhook_delivery", "webhook_attempt"

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


def _deliveries(session: WriteSession, values: Mapping[str, object]) -> int:
    """Ended ones with their attempts; nothing where there are no webhooks."""
    delivery, attempt = (METADATA.tables.get(name) for name in (_DELIVERY, _ATTEMPT))
    if delivery is None:
        return 0
    asked = (
        select(delivery.c.id).where(delivery.c.merchant_id == _MERCHANT, delivery.c.ended_at < _BEFORE).limit(_LIMIT)
    )
    ids = [row.id for row in session.rows(asked, values)]
    if not ids:
        return 0
    if attempt is not None:
        session.run(delete(attempt).where(attempt.c.delivery_id.in_(ids)))
    return session.run(delete(delivery).where(delivery.c.id.in_(ids)))


Tidy = Callable[[WriteSession, Mapping[str, object]], int]
TIDY: Mapping[str, Tidy] = {
    "traces": lambda session, values: session.run(_TRACES, values),
    "cancelled": _cancelled,
    "events": lambda session, values: session.run(_EVENTS, values),
    "jobs": lambda session, values: session.run(_JOBS, values),
    "deliveries": _deliveries,
}


def tidy(session: WriteSession, kind: str, merchant: str, before: int, limit: int) -> int:
    """Takes out up to `limit` rows of a kind that are older than a moment; answers how many."""
    return TIDY[kind](session, {"merchant": merchant, "before": before, "limit": limit})


_MERCHANTS = select(DECISION.c.merchant_id).distinct()


def merchants_with_decisions(session: WriteSession) -> list[str]:
    """Whose rows there are."""
    return sorted(str(row.merchant_id) for row in session.rows(_MERCHANTS))
