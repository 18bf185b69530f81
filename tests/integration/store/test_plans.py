"""How SQLite finds rows of the outbox: by an index, never by reading all jobs, of which most are done."""

from sqlalchemy import event

from engine.store.database import Database
from engine.store.dead_letters import counts, list_dead
from engine.store.ending import reclaim, renew
from engine.store.handling import OutsideHandler
from tests.jobs import LATER, a_job, a_worker, add, claimed, does_nothing, drain, expire, hopeless


def everything(database: Database) -> None:
    """Each statement of the outbox at least once."""
    add(
        database,
        a_job("a"),
        a_job("b", kind="mail"),
        a_job("c", kind="bad"),
        a_job("d", kind="odd"),
        a_job(after=LATER),
    )
    jobs = claimed(database, 1)
    with database.write() as session:
        renew(session, jobs, 1)
    expire(database)
    with database.write() as session:
        reclaim(session, 12)
    outside = OutsideHandler(lambda _: None, lambda session, job, _: does_nothing(session, job))
    drain(a_worker(database, {"tell": does_nothing, "mail": outside, "bad": hopeless}))
    with database.read() as reading:
        list_dead(reading, "main")
        counts(reading, "main")


def test_statements_when_planned_then_none_reads_all_jobs(sqlite_file: Database) -> None:
    seen: dict[str, object] = {}

    def note(*args: object) -> None:
        seen[str(args[2])] = args[3]

    event.listen(sqlite_file.engine, "before_cursor_execute", note)
    everything(sqlite_file)
    event.remove(sqlite_file.engine, "before_cursor_execute", note)
    asked = {each: params for each, params in seen.items() if " job" in each and "lease_until = 1" not in each}
    with sqlite_file.engine.connect() as connection:
        plans = {
            each: [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", params)]  # type: ignore[arg-type]
            for each, params in asked.items()
        }
    read_whole = {each: plan for each, plan in plans.items() if any(_reads_all(step) for step in plan)}
    assert len(plans) > 12
    assert not read_whole


def _reads_all(step: str) -> bool:
    # All rows of an index on part of the table are what that part is for.
    part = ("ix_job_ready", "ix_job_running", "ix_job_busy", "ix_job_unfinished", "ix_job_done", "ix_job_dead")
    return (
        step.startswith("SCAN")
        and any(name in step for name in (" job", "older", "busy"))
        and not any(each in step for each in part)
    )
