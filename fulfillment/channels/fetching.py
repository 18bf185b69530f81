"""Orders by their numbers: what webhooks woke for, what the count missed, what was refused and is tried again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.errors import ClearwayError, JobPostponed
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.errors import Throttled
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Seen
from fulfillment.channels.stopping import FOR_PEOPLE, stop
from fulfillment.channels.taking import open_document, take
from fulfillment.channels.words import Power, Taken
from fulfillment.jobs import CHANNEL_FETCH
from fulfillment.records import Connection
from fulfillment.store.channels import channel_order, connection_of, kept_refs, refs_taken

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it: `refused` where a person must look."""

    connection: Connection | None = None
    refused: ClearwayError | None = None


@dataclass(frozen=True, slots=True)
class FetchWork:
    """Asks for one order as it stands now, and takes it; a document that lies here is taken instead of asking."""

    port: Port

    def act(self, job: Job) -> Fetched:
        """Raises JobPostponed where the channel asks to wait, and ChannelErrors, after which it is tried again."""
        ref = str(job.payload["ref"])
        with self.port.desk.database.read() as session:
            connection = connection_of(session, job.merchant, str(job.payload["connection"]))
            kept = None if connection is None else self._kept(session, connection, ref)
        if connection is None or connection.power is not Power.ON:
            return Fetched()
        try:
            seen = kept or self.port.accounts.of(connection).order(ref)
            since = job.payload.get("since")
            begins = None if since is None else datetime.fromisoformat(str(since))
            take(self.port, connection, seen, since=begins, again=bool(job.payload.get("again")))
        except Throttled as throttled:
            raise JobPostponed(throttled.after_s, str(throttled)) from throttled
        except FOR_PEOPLE as refused:
            return Fetched(connection, refused)
        return Fetched()

    def settle(self, session: WriteSession, job: Job, fetched: Fetched) -> None:  # noqa: ARG002 - all is in the result
        """The order has its own transaction; here a connection ends that is refused."""
        if fetched.connection is not None and fetched.refused is not None:
            stop(self.port, session, fetched.connection, fetched.refused)

    def _kept(self, session: ReadSession, connection: Connection, ref: str) -> Seen | None:
        row = channel_order(session, connection.id, ref)
        if row is None or (row.taken is Taken.REFUSED and connection.every_s > 0):
            return None  # a channel that can be asked knows it better by now
        return open_document(self.port, row)


def fetch_jobs(
    connection: Connection, refs: Iterable[str], why: str, *, again: bool = False, since: datetime | None = None
) -> list[NewJob]:
    """One job an order, each once for the same `why`, such as the id of a webhook's delivery."""
    more: dict[str, object] = {"again": True} if again else {}
    more |= {} if since is None else {"since": since.isoformat()}
    return [_job(connection, ref, why, more) for ref in dict.fromkeys(refs)]


def retry(port: Port, connection: Connection, ref: str | None = None) -> int:
    """Has refused orders read again, one or all; answers how many."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        refs = (ref,) if ref is not None else refs_taken(session, connection.id, Taken.REFUSED, MOST_AT_ONCE)
        jobs = fetch_jobs(connection, refs, f"retry {now.isoformat()}", again=True)
        return enqueue(session, port.desk.ids, jobs, now)


def fetch_kept(port: Port, session: WriteSession, connection: Connection) -> int:
    """Has documents taken that lie here since before the connection was off; answers how many."""
    now = port.desk.clock.now()
    refs = kept_refs(session, connection.id, Taken.WAITING)
    return enqueue(session, port.desk.ids, fetch_jobs(connection, refs, f"kept {now.isoformat()}"), now)


def _job(connection: Connection, ref: str, why: str, more: dict[str, object]) -> NewJob:
    # Numbers and names of others may be of any length; a digest of them is not.
    of_it = hashlib.sha256(f"{connection.id}\n{ref}".encode()).hexdigest()[:32]
    words = hashlib.sha256(f"{connection.id}\n{ref}\n{why}".encode()).hexdigest()[:32]
    return NewJob(
        kind=CHANNEL_FETCH,
        merchant=connection.merchant_id,
        aggregate=f"{CHANNEL_FETCH}:{of_it}",
        payload={"connection": connection.id, "ref": ref, **more},
        dedup=f"{CHANNEL_FETCH}:{words}",
    )
