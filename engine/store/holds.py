"""Holds and releases as rows. An order has as many holds as it has reasons to wait; none of them moves it by itself.

`engine.store.hold_listing` finds them across orders, `engine.store.hold_time` writes what has to do with their end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, text, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import HOLD, WAIVER
from engine.waiver import Waiver

POLICY = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One reason to wait. `source` is `rule`, `person` or `policy`; `part` counts lines from 1; `verdict` is what it
    calls for.

    `waivable` says whether a person's release may end it; others end when the order, its documents or the data do:
    `task` names the one of product data whose answer does. `clock` says whose end `expires_at` is, `until` is as
    long as the person wanted who placed it; `changed` is JSON: what is different since a release. A policy's hold keeps
    its `subject` alone, a part of the order, and says why in `texts`: JSON, by language.
    """

    id: str
    merchant: str
    order_id: str
    decision_id: str | None
    source: str
    rule: str
    reason: str
    verdict: str
    part: int | None
    fingerprint: str
    actor: str
    waivable: bool
    placed_at: datetime
    placed_by: str
    expires_at: datetime | None = None
    on_expiry: str = "escalate"
    state: str = "open"
    ended_at: datetime | None = None
    ended_by: str | None = None
    end_reason: str = ""
    task: str | None = None
    owner: str | None = None
    clock: str = "give_up"
    until: datetime | None = None
    warned_for: datetime | None = None
    acted_at: datetime | None = None
    end_code: str = ""
    changed: str = ""
    subject: str = ""
    texts: str = ""


_COLUMNS = HOLD.c
_BY_ID = _COLUMNS.id + ""  # an order has a few: by the ids themselves, SQLite would look through all holds for them
_OF_ORDER = (
    select(HOLD)
    .where(_COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.order_id == bindparam("order"))
    .order_by(_BY_ID)
)
_OPEN = _OF_ORDER.where(_COLUMNS.state == "open")
_OPEN_OF = (
    select(HOLD)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        _COLUMNS.order_id.in_(bindparam("orders", expanding=True)),
        _COLUMNS.state == "open",
    )
    .order_by(_BY_ID)
)
_ONE = select(HOLD).where(_COLUMNS.merchant_id == bindparam("merchant"), _COLUMNS.id == bindparam("hold"))
# One hold a statement: an order has one or two, and of many orders they are ended together.
_END = (
    update(HOLD)
    .where(_COLUMNS.id == bindparam("which"), _COLUMNS.state == "open")
    .values(
        state=bindparam("how"),
        ended_at=bindparam("when"),
        ended_by=bindparam("whom"),
        end_reason=bindparam("why"),
        end_code=bindparam("code"),
    )
)
# In the very words of the index on part of the table.
_WAITING = (
    select(HOLD)
    .where(
        _COLUMNS.merchant_id == bindparam("merchant"),
        text("state = 'open'"),
        _COLUMNS.reason.in_(bindparam("reasons", expanding=True)),
        _COLUMNS.id > bindparam("after"),
    )
    .order_by(_COLUMNS.id)
    .limit(bindparam("limit"))
)
_WAIVED = select(WAIVER.c.id).where(
    WAIVER.c.order_id == bindparam("order"),
    WAIVER.c.rule == bindparam("which"),
    WAIVER.c.fingerprint == bindparam("print"),
)
_RENEW = (
    update(WAIVER)
    .where(WAIVER.c.id == bindparam("waiver"))
    .values(by=bindparam("whom"), why=bindparam("reason"), until=bindparam("end"))
)
_PLAIN = (
    "id", "order_id", "decision_id", "source", "rule", "reason", "verdict", "part", "fingerprint", "actor", "waivable",
    "placed_by", "on_expiry", "state", "ended_by", "end_reason", "task", "owner", "clock", "end_code", "changed",
    "subject", "texts",
)  # fmt: skip
_MOMENTS = ("placed_at", "expires_at", "ended_at", "until", "warned_for", "acted_at")


def add_holds(session: WriteSession, holds: Iterable[Hold]) -> None:
    """Adds holds in one statement."""
    session.add(HOLD, [_values(each) for each in holds])


def holds_of(session: ReadSession, merchant: str, order_id: str, *, only_open: bool = False) -> Sequence[Hold]:
    """An order's holds, oldest first."""
    statement = _OPEN if only_open else _OF_ORDER
    return [hold_of_row(row) for row in session.rows(statement, {"merchant": merchant, "order": order_id})]


def open_holds_of(session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Sequence[Hold]:
    """Open holds of some orders, oldest first."""
    return [hold_of_row(row) for row in session.rows(_OPEN_OF, {"merchant": merchant, "orders": list(order_ids)})]


def hold_of(session: ReadSession, merchant: str, hold: str) -> Hold | None:
    """One hold; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "hold": hold})
    return None if row is None else hold_of_row(row)


def open_holds(session: ReadSession, merchant: str, reasons: Sequence[str], after: str, limit: int) -> Sequence[Hold]:
    """Open holds of a merchant for one of these reasons, oldest first, from behind an id."""
    bound = {"merchant": merchant, "reasons": list(reasons), "after": after, "limit": limit}
    return [hold_of_row(row) for row in session.rows(_WAITING, bound)]


def end_holds(
    session: WriteSession, ids: Sequence[str], state: str, at: datetime, by: str, reason: str, code: str = ""
) -> int:
    """Ends those that are still open; answers how many that were."""
    if not ids:
        return 0
    bound = {"how": state, "when": microseconds(at), "whom": by, "why": reason, "code": code}
    return sum(session.run(_END, {**bound, "which": each}) for each in ids)


def add_waiver(
    session: WriteSession, waiver: Waiver, *, id_: str, merchant: str, order_id: str, hold: str, at: datetime
) -> None:
    """Stores a release; one of the same rule and values is renewed."""
    until = None if waiver.until is None else microseconds(waiver.until)
    row = session.first(_WAIVED, {"order": order_id, "which": waiver.rule, "print": waiver.fingerprint})
    if row is not None:
        session.run(_RENEW, {"waiver": row.id, "whom": waiver.by, "reason": waiver.why, "end": until})
        return
    values = {
        "id": id_,
        "merchant_id": merchant,
        "order_id": order_id,
        "hold_id": hold,
        "rule": waiver.rule,
        "fingerprint": waiver.fingerprint,
        "by": waiver.by,
        "why": waiver.why,
        "until": until,
        "created_at": microseconds(at),
    }
    session.add(WAIVER, [values])


def _values(hold: Hold) -> dict[str, object]:
    moments = {name: getattr(hold, name) for name in _MOMENTS}
    return {
        "merchant_id": hold.merchant,
        **{name: getattr(hold, name) for name in _PLAIN},
        **{name: None if at is None else microseconds(at) for name, at in moments.items()},
    }


def hold_of_row(row: Row[tuple[object, ...]]) -> Hold:
    """A row as it is read."""
    moments = {name: getattr(row, name) for name in _MOMENTS}
    fields: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    fields |= {name: None if at is None else moment(at) for name, at in moments.items()}
    return Hold(merchant=row.merchant_id, **fields)
