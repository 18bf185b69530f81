"""Jobs of one merchant by the time of a story, for whoever plays days in seconds while no worker runs.

A worker goes by the database's clock, by which everything that a played day leaves for later would be due at once.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import bindparam, literal_column, select, update

from engine.clock import microseconds, moment
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import JOB

_DUE = (
    select(JOB.c.id, JOB.c.kind, JOB.c.merchant_id, JOB.c.aggregate, JOB.c.payload, JOB.c.run_after)
    .where(JOB.c.state == literal_column("'ready'"), JOB.c.merchant_id == bindparam("merchant"))
    .where(JOB.c.run_after <= bindparam("at"))
    .order_by(JOB.c.priority, JOB.c.run_after, JOB.c.id)
    .limit(bindparam("most"))
)
_END = (
    update(JOB)
    .where(JOB.c.id == bindparam("which"))
    .values(state=bindparam("became"), finished_at=bindparam("at"), last_error=bindparam("why"))
)
_PUT_OFF = update(JOB).where(JOB.c.id == bindparam("which")).values(run_after=bindparam("until"))


def due_at(session: ReadSession, merchant: str, at: datetime, most: int) -> Sequence[Job]:
    """What is to be done by then, in the order in which it is to be done."""
    bound = {"merchant": merchant, "at": microseconds(at), "most": most}
    return [
        Job(
            id=row.id,
            kind=row.kind,
            merchant=row.merchant_id,
            aggregate=row.aggregate,
            payload=orjson.loads(row.payload),
            attempts=1,
            fence=1,
            due=moment(row.run_after),
        )
        for row in session.rows(_DUE, bound)
    ]


def end_job(session: WriteSession, job: Job, at: datetime, why: str = "") -> None:
    """It is done, or dead where something is said `why`."""
    became = "dead" if why else "done"
    session.run(_END, {"which": job.id, "became": became, "at": microseconds(at), "why": why})


def put_off(session: WriteSession, job: Job, until: datetime) -> None:
    """It is to be done later."""
    session.run(_PUT_OFF, {"which": job.id, "until": microseconds(until)})
