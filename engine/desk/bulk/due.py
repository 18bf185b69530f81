"""What makes waiting orders due to be decided anew: added as a job, in the transaction of what changed."""

from datetime import datetime, timedelta

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession

TRIGGER = "rescreen.trigger"
PUBLISHED, PARTY_LISTS = "published", "party_lists"
# Processes load what came into force within seconds; a run that began before would decide with what was.
LOADED_AFTER = timedelta(seconds=5)


def trigger_job(owner: str, cause: str, which: str, now: datetime) -> NewJob:
    """Has the waiting orders decided anew of all whom a change at `owner` concerns. `which` names what changed."""
    return NewJob(
        kind=TRIGGER,
        merchant=owner,
        aggregate=TRIGGER,
        payload={"cause": cause},
        dedup=f"{TRIGGER}:{cause}:{which}",
        run_after=now + LOADED_AFTER,
    )


def trigger(session: WriteSession, ids: Ids, owner: str, cause: str, which: str, now: datetime) -> None:
    """Adds the job."""
    enqueue(session, ids, [trigger_job(owner, cause, which, now)], now)
