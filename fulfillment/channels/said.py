"""People see to what a channel refused: a saying is closed, as it was done by hand, or said once more."""

from engine.desk.desk import Caller
from engine.desk.telling import audit_job
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession
from fulfillment.channels.errors import SayingEnded
from fulfillment.channels.port import Port
from fulfillment.errors import NotFound
from fulfillment.jobs import CHANNEL_SAY
from fulfillment.records import Saying
from fulfillment.store.sayings import mark_dropped, reopen_saying, saying_of


def found_saying(session: ReadSession, merchant: str, id_: str) -> Saying:
    """A saying. Raises NotFound."""
    found = saying_of(session, merchant, id_)
    if found is None:
        raise NotFound("saying", id_)
    return found


def close_saying(port: Port, caller: Caller, id_: str, why: str) -> Saying:
    """Nothing is said of it any more. Raises NotFound, and SayingEnded where it was said or closed."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        saying = found_saying(session, caller.merchant, id_)
        if not mark_dropped(session, saying, why, now):
            raise SayingEnded(saying.state)
        told = {"topic": saying.topic, "previous_state": saying.state}
        enqueue(session, port.desk.ids, [audit_job(caller, "channel.saying_closed", id_, told, now)], now)
        return found_saying(session, caller.merchant, id_)


def retry_saying(port: Port, caller: Caller, id_: str) -> Saying:
    """Has one that the channel refused said again. Raises NotFound, and SayingEnded where it was not refused."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        saying = found_saying(session, caller.merchant, id_)
        if not reopen_saying(session, saying):
            raise SayingEnded(saying.state)
        again = NewJob(
            kind=CHANNEL_SAY,
            merchant=saying.merchant_id,
            aggregate=f"{saying.connection_id}:{saying.order_id or saying.topic}",
            payload={"saying": saying.id},
        )
        audited = audit_job(caller, "channel.saying_retried", id_, {"topic": saying.topic}, now)
        enqueue(session, port.desk.ids, [again, audited], now)
        return found_saying(session, caller.merchant, id_)
