"""Orders by their numbers: what webhooks woke for, what the count missed, what was refused and is tried again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.errors import ClearwayError, JobPostponed
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.errors import NeverAsked, Throttled
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Seen
from fulfillment.channels.stopping import FOR_PEOPLE, stop
from fulfillment.channels.taking import open_document, take
from fulfillment.channels.words import Power, Taken
from fulfillment.jobs import CHANNEL_FETCH
from fulfillment.records import ChannelOrder, Connection
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
            row = None if connection is None else channel_order(session, connection.id, ref)
        if connection is None or connection.power is not Power.ON:
            return Fetched()
        try:
            seen = self._seen(connection, ref, row)
            if seen is None:
                return Fetched()
            since = job.payload.get("since")
            begins = None if since is None else datetime.fromisoformat(str(since))
            again, opened = bool(job.payload.get("again")), None if row is None else row.sealed
            take(self.port, connection, seen, since=begins, again=again, opened=opened)
        except Throttled as throttled:
            raise JobPostponed(throttled.after_s, str(throttled)) from throttled
        except FOR_PEOPLE as refused:
            return Fetched(connection, refused)
        return Fetched()

    def settle(self, session: WriteSession, job: Job, fetched: Fetched) -> None:  # noqa: ARG002 - all is in the result
        """The order has its own transaction; here a connection ends that is refused."""
        if fetched.connection is not None and fetched.refused is not None:
            stop(self.port, session, fetched.connection, fetched.refused)

    def _seen(self, connection: Connection, ref: str, row: ChannelOrder | None) -> Seen | None:
        """The order as it stands; None where nothing of it lies here and the channel cannot be asked."""
        kept = None if row is None else open_document(self.port, row)
        is_judged = row is not None and row.taken is Taken.REFUSED and bool(row.faults)
        if kept is not None and not (is_judged and connection.every_s > 0):
            return kept
        try:
            return self.port.accounts.of(connection).order(ref)  # a channel that can be asked knows it better by now
        except NeverAsked:
            return kept


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
    """Has documents taken that lie here unread since before the connection was off; answers how many."""
    now = port.desk.clock.now()
    refs = kept_refs(session, connection.id)
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
