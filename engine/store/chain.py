"""Chains of jobs: what is done every day, or every few minutes, is a job that adds the one of the next turn.

The database's clock wakes a job, and that of the machine that does it may be behind. Counted from the latter alone, the
turn that follows could be the one that runs. That one is there already, so nothing would be added, and the chain would
end without a word. So it is counted from whichever is later: the machine's time, or the turn that the job was for.
"""

from datetime import UTC, date, datetime, time, timedelta

from engine.clock import EPOCH
from engine.ids import Ids
from engine.store.database import Database
from engine.store.outbox import Job, NewJob, enqueue

EVERYBODY = "main"  # whose job it is that is one for all merchants
MIDNIGHT = time(tzinfo=UTC)


def day_after(job: Job, now: datetime) -> datetime:
    """The beginning (UTC) of the day that follows; the job says in `day` for which one it was (ISO 8601)."""
    today, told = now.astimezone(UTC).date(), job.payload.get("day")
    last = today if told is None else max(today, date.fromisoformat(str(told)))
    return datetime.combine(last + timedelta(days=1), MIDNIGHT)


def turn_of(at: datetime, every: timedelta) -> int:
    """The number of the turn in which a moment lies, counted since 1970."""
    return (at - EPOCH) // every


def turn_after(job: Job, now: datetime, every: timedelta) -> int:
    """The number of the turn that follows; the job says in `turn` which one it was."""
    return max(turn_of(now, every), int(str(job.payload.get("turn", 0)))) + 1


def begin_of(turn: int, every: timedelta) -> datetime:
    """When a turn begins; the inverse of `turn_of` there."""
    return EPOCH + turn * every


def turn_job(kind: str, turn: int, every: timedelta) -> NewJob:
    """The job of a turn, due when that begins; it is added once."""
    return NewJob(kind=kind, merchant=EVERYBODY, aggregate=kind, payload={"turn": turn}, dedup=f"{kind}:{turn}",
                  run_after=begin_of(turn, every))  # fmt: skip


def begin_turns(database: Database, ids: Ids, now: datetime, kind: str, every: timedelta) -> None:
    """Starts a chain of turns; does nothing where the job of this turn is there."""
    with database.write() as session:
        enqueue(session, ids, [turn_job(kind, turn_of(now, every), every)], now)
