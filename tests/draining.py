"""Runs the jobs that are due, one after the other, as a worker would: for tests that are not about workers."""

from collections.abc import Mapping

import orjson
from sqlalchemy import select, update

from engine.store.database import Database
from engine.store.outbox import Handler, Job
from engine.store.tables import JOB

DUE = select(JOB).where(JOB.c.state == "ready").order_by(JOB.c.id)


def drain(database: Database, handlers: Mapping[str, Handler], *, twice: bool = False) -> list[str]:
    """Handles all ready jobs of known kinds, with those that they add; answers their kinds. `twice` repeats each."""
    done: list[str] = []
    while True:
        with database.write() as session:
            row = next((each for each in session.rows(DUE) if each.kind in handlers), None)
            if row is None:
                return done
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
