"""A job that was given up is tried again because somebody says so; the audit tells who."""

from engine.desk.auditing import audited
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.errors import UnknownJob
from engine.store.dead_letters import replay
from engine.store.outbox import enqueue


def try_again(desk: Desk, caller: Caller, job_id: str) -> None:
    """From the start; its last error stays until it is done or fails anew. Raises NotFound."""
    now = desk.clock.now()
    try:
        with desk.database.write() as session:
            replay(session, job_id, caller.merchant)
            told = audited(caller.name, caller.merchant, "job.retried", job_id, {}, now)
            enqueue(session, desk.ids, [told], now)
    except UnknownJob:
        raise NotFound("job", job_id) from None
