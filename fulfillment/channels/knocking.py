"""The door for webhooks: a message is verified, noted, and answered; what it is about is looked at by a job.

So a message may come late, twice or never: it tells where to look, and how the order stands is asked then. A document
that the channel cannot be asked for again lies sealed until its job takes it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from engine.store.outbox import enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.errors import ConnectionOff, KnockRefused
from fulfillment.channels.fetching import fetch_jobs
from fulfillment.channels.forgetting import forget_jobs
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Heard, HeardMessage, Knock
from fulfillment.channels.taking import close_document
from fulfillment.channels.words import Power, Taken
from fulfillment.errors import NotFound
from fulfillment.records import ChannelOrder, Connection
from fulfillment.store.channels import channel_order, connection_anywhere, put_channel_order

MOST_REFS = 100
TakesMessage = Callable[[WriteSession, Connection, HeardMessage], object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the channel is answered; `noted` orders will be looked at."""

    reply: bytes = b""
    noted: int = 0


def hear_knock(port: Port, connection_id: str, knock: Knock, takes: TakesMessage | None = None) -> Answer:
    """Takes a message in. While the connection is off a good message is answered and nothing noted: what it tells is
    read when the connection is switched on; a document or a buyer's message that would be lost is refused, so that it
    is sent again. `takes` keeps such a message.

    Raises NotFound, KnockRefused, ConnectionOff, and errors of accounts (CredentialMissing, ConnectionRefused).
    """
    with port.desk.database.read() as session:
        connection = connection_anywhere(session, connection_id)
    if connection is None:
        raise NotFound("connection", connection_id)
    now = port.desk.clock.now()
    heard = port.accounts.of(connection).heard(knock, now)
    if len(heard.refs) > MOST_REFS:
        raise KnockRefused(f"it names more than {MOST_REFS} orders")
    if heard.forget:  # whether the connection is on or not: what lies here lies here
        with port.desk.database.write() as session:
            jobs = forget_jobs(port, session, connection, heard.forget, heard.delivery)
            return Answer(heard.reply, enqueue(session, port.desk.ids, jobs, now))
    if connection.power is not Power.ON:
        if heard.document is not None or heard.message is not None:
            raise ConnectionOff(connection.name)
        return Answer(heard.reply)
    if heard.message is not None and takes is not None:
        with port.desk.database.write() as session:
            takes(session, connection, heard.message)
        return Answer(heard.reply, 1)
    if not heard.refs:
        return Answer(heard.reply)
    with port.desk.database.write() as session:
        return Answer(heard.reply, _noted(port, session, connection, heard, now))


def _noted(port: Port, session: WriteSession, connection: Connection, heard: Heard, now: datetime) -> int:
    jobs = fetch_jobs(connection, heard.refs, f"{heard.topic} {heard.delivery}")
    if heard.document is None:
        return enqueue(session, port.desk.ids, jobs, now)
    ref, changed_at = heard.refs[0], heard.changed_at or now
    row = channel_order(session, connection.id, ref, lock=True)
    if row is not None and changed_at < row.changed_at:
        return 0  # older than what came before
    noted = enqueue(session, port.desk.ids, jobs, now)
    if noted:  # a delivery that is sent again has a job that took its document, or will
        _keep(port, session, connection, heard, row, changed_at)
    return noted


def _keep(
    port: Port,
    session: WriteSession,
    connection: Connection,
    heard: Heard,
    row: ChannelOrder | None,
    changed_at: datetime,
) -> None:
    """Lays the document by. What was decided or refused stays so until the job has read it."""
    now = port.desk.clock.now()
    came = row or ChannelOrder(
        merchant_id=connection.merchant_id,
        connection_id=connection.id,
        ref=heard.refs[0],
        order_id=None,
        taken=Taken.WAITING,
        digest="",
        changed_at=changed_at,
        seen_at=now,
    )
    sealed = close_document(port, heard.document or {}, heard.sight)
    # Of a document that nobody has read no fault is known.
    kept = replace(came, changed_at=changed_at, seen_at=now, format=heard.format, sealed=sealed, faults=())
    put_channel_order(session, kept)
