"""Jobs of one merchant by kind: how many are due, how old the oldest of them is, how many run and were given up."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text

from engine.store.sessions import ReadSession
from engine.store.tables import JOB

SECOND = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFigures:
    """Jobs of one kind. `later` are timers that are not due yet; `oldest_s` is the age of the oldest that is due."""

    kind: str
    due: int
    later: int
    running: int
    dead: int
    oldest_s: float | None


_MINE = JOB.c.merchant_id == bindparam("merchant")
_DUE = (
    select(JOB.c.kind, func.count().label("jobs"), func.min(JOB.c.run_after).label("oldest"))
    .where(text("state = 'ready'"), _MINE, JOB.c.run_after <= text(":now"))
    .group_by(JOB.c.kind)
)
_LATER = (
    select(JOB.c.kind, func.count().label("jobs"))
    .where(text("state = 'ready'"), _MINE, JOB.c.run_after > text(":now"))
    .group_by(JOB.c.kind)
)
_RUNNING = select(JOB.c.kind, func.count().label("jobs")).where(text("state = 'running'"), _MINE).group_by(JOB.c.kind)
_DEAD = select(JOB.c.kind, func.count().label("jobs")).where(text("state = 'dead'"), _MINE).group_by(JOB.c.kind)


def job_figures(session: ReadSession, merchant: str) -> Sequence[JobFigures]:
    """All kinds of which there is an unfinished or dead job, those that wait longest first."""
    now = session.now()
    due = {row.kind: row for row in session.rows(_DUE, {"merchant": merchant, "now": now})}
    later = {row.kind: row.jobs for row in session.rows(_LATER, {"merchant": merchant, "now": now})}
    running = {row.kind: row.jobs for row in session.rows(_RUNNING, {"merchant": merchant})}
    dead = {row.kind: row.jobs for row in session.rows(_DEAD, {"merchant": merchant})}
    found = [
        JobFigures(
            kind=kind,
            due=due[kind].jobs if kind in due else 0,
            later=later.get(kind, 0),
            running=running.get(kind, 0),
            dead=dead.get(kind, 0),
            oldest_s=max(0.0, (now - due[kind].oldest) / SECOND) if kind in due else None,
        )
        for kind in {*due, *later, *running, *dead}
    ]
    return sorted(found, key=lambda each: (-(each.oldest_s or 0.0), -each.dead, each.kind))
