"""Runs the jobs that are due, one after the other, as a worker would: for tests that are not about workers."""

from collections.abc import Mapping

import orjson
from sqlalchemy import Row, select, update

from engine.desk.audit_sealing import SEAL
from engine.desk.guarding import LOOK
from engine.desk.model_drift import MEASURE
from engine.desk.registrations import WATCH
from engine.desk.retaining import RETAIN
from engine.desk.tidying import ANSWERS, HITS
from engine.store.database import Database
from engine.store.outbox import Handler, Job
from engine.store.tables import JOB
from fulfillment.jobs import CHANNEL_HEALTH, CHANNEL_NIGHT, LEARN, RECONCILE, SPOIL

RECURRING = frozenset(
    {
        SEAL,
        WATCH,
        RETAIN,
        MEASURE,
        LOOK,
        HITS.kind,
        ANSWERS.kind,
        RECONCILE,
        SPOIL,
        CHANNEL_NIGHT,
        CHANNEL_HEALTH,
        LEARN,
    }
)
DUE = select(JOB).where(JOB.c.state == "ready").order_by(JOB.c.id)


def drain(database: Database, handlers: Mapping[str, Handler], *, twice: bool = False) -> list[str]:
    """Handles all ready jobs of known kinds, with those that they add; answers their kinds. `twice` repeats each.

    Of what recurs one turn is done: the next waits for its time, and there is always a next.
    """
    done: list[str] = []
    turns: set[tuple[str, str]] = set()
    while True:
        with database.write() as session:
            known = (each for each in session.rows(DUE) if each.kind in handlers)
            row = next((each for each in known if not _is_next_turn(each, turns)), None)
            if row is None:
                return done
            turns.add((row.kind, row.aggregate))
            job = Job(
                id=row.id,
                kind=row.kind,
                merchant=row.merchant_id,
                aggregate=row.aggregate,
                payload=orjson.loads(row.payload),
                attempts=0,
                fence=0,
            )
            for _ in range(1 + twice):
                handlers[job.kind](session, job)
            session.run(update(JOB).where(JOB.c.id == row.id).values(state="done"))
            done.append(row.kind)


def _is_next_turn(row: Row[tuple[object, ...]], turns: set[tuple[str, str]]) -> bool:
    if row.kind not in RECURRING or (row.kind, row.aggregate) not in turns:
        return False
    return not orjson.loads(row.payload).get("step")  # which goes on with the same turn
