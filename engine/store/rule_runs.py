"""Runs of work on rule books as rows: what was asked for, by whom, when it is due, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import RULE_RUN

Said = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRun:
    """`kind` is `tests`, `propose`, `publish` or `backtest`; `state` is `waiting`, `running`, `done`, `refused` or
    `cancelled`. One that is `refused` has `code` and `detail` in its `answer`. `asker` is the identity behind the name,
    where the door knew it."""

    id: str
    merchant: str
    kind: str
    subject: str
    asked_by: str
    asked_at: datetime
    asker: str | None = None
    asked: Said = field(default_factory=dict)
    state: str = "waiting"
    due_at: datetime | None = None
    finished_at: datetime | None = None
    answer: Said = field(default_factory=dict)


_C = RULE_RUN.c
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(RULE_RUN).where(_MINE, _C.id == bindparam("which"))
_BEFORE = select(RULE_RUN).where(_MINE, _C.id < bindparam("before")).order_by(_C.id.desc()).limit(bindparam("limit"))
_BEGIN = (
    update(RULE_RUN)
    .where(_MINE, _C.id == bindparam("which"), _C.state.in_(("waiting", "running")))
    .values(state="running")
)
_CANCEL = (
    update(RULE_RUN)
    .where(_MINE, _C.id == bindparam("which"), _C.state == "waiting")
    .values(state="cancelled", finished_at=bindparam("when"), answer=bindparam("said"))
)
_END = (
    update(RULE_RUN)
    .where(_MINE, _C.id == bindparam("which"), _C.state == "running")
    .values(state=bindparam("how"), finished_at=bindparam("when"), answer=bindparam("said"))
)
LAST = "run_~"  # behind all identifiers of runs


def add_rule_run(session: WriteSession, run: RuleRun) -> None:
    """Keeps a new one."""
    row = {
        "id": run.id,
        "merchant_id": run.merchant,
        "kind": run.kind,
        "subject": run.subject,
        "asked": _written(run.asked),
        "state": run.state,
        "asked_by": run.asked_by,
        "asker": run.asker,
        "asked_at": microseconds(run.asked_at),
        "due_at": None if run.due_at is None else microseconds(run.due_at),
        "answer": _written(run.answer),
    }
    session.add(RULE_RUN, [row])


def rule_run_of(session: ReadSession, merchant: str, id_: str) -> RuleRun | None:
    """One by its id."""
    row = session.first(_ONE, {"merchant": merchant, "which": id_})
    return None if row is None else _run(row)


def rule_runs_before(
    session: ReadSession, merchant: str, limit: int, before: str = LAST, kind: str | None = None, subject: str = ""
) -> Sequence[RuleRun]:
    """The newest first, those before an id; of one kind, and of one subject, if these are named."""
    narrowed = [(_C.kind, "kind", kind), (_C.subject, "subject", subject)]
    used = [(column == bindparam(name), {name: value}) for column, name, value in narrowed if value]
    statement = _BEFORE.where(*(test for test, _ in used))
    bound = {"merchant": merchant, "before": before, "limit": limit}
    return [_run(row) for row in session.rows(statement, bound | {k: v for _, each in used for k, v in each.items()})]


def begin_rule_run(session: WriteSession, merchant: str, id_: str) -> bool:
    """Marks it as running, also again after a worker died; answers whether it is to be done."""
    return session.run(_BEGIN, {"merchant": merchant, "which": id_}) == 1


def cancel_rule_run(session: WriteSession, merchant: str, id_: str, at: datetime, answer: Said) -> bool:
    """Ends one that waits; answers whether it did."""
    params = {"merchant": merchant, "which": id_, "when": microseconds(at), "said": _written(answer)}
    return session.run(_CANCEL, params) == 1


def end_rule_run(session: WriteSession, merchant: str, id_: str, state: str, at: datetime, answer: Said) -> bool:
    """Keeps what came of one that runs."""
    params = {"merchant": merchant, "which": id_, "how": state, "when": microseconds(at), "said": _written(answer)}
    return session.run(_END, params) == 1


def _run(row: Row[tuple[object, ...]]) -> RuleRun:
    return RuleRun(
        id=row.id,
        merchant=row.merchant_id,
        kind=row.kind,
        subject=row.subject,
        asked_by=row.asked_by,
        asked_at=moment(row.asked_at),
        asker=row.asker,
        asked=orjson.loads(row.asked or "{}"),
        state=row.state,
        due_at=None if row.due_at is None else moment(row.due_at),
        finished_at=None if row.finished_at is None else moment(row.finished_at),
        answer=orjson.loads(row.answer or "{}"),
    )


def _written(said: Said) -> str:
    return orjson.dumps(dict(said)).decode()
