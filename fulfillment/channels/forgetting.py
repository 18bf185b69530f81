"""A buyer whose account at the channel ends: erased in all their orders, as the channel asks everybody to do.

The job knows the buyer by a keyed token alone. It opens the orders of the merchant's connections to that channel, some
at a time, and has the desk erase whoever bears the token; documents that lie here unread go too. Done again it finds
nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.desk.desk import Caller
from engine.desk.erasing import erase
from engine.desk.reading import document_of
from engine.facts.mark_keys import customer_id
from engine.mark import MarkKind
from engine.order.reading import read_order
from engine.store.order_rows import newest_version
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.port import Port, voice_of
from fulfillment.channels.taking import open_document
from fulfillment.jobs import CHANNEL_FORGET
from fulfillment.records import ChannelOrder, Connection
from fulfillment.store.channels import channel_orders, connection_of, connections, put_channel_order

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a look found: rows whose document goes, and where to look on, None at the end."""

    connection: Connection | None = None
    kept: tuple[ChannelOrder, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class ForgetWork:
    """Looks through some orders of a connection."""

    port: Port

    def act(self, job: Job) -> Forgotten:
        """Erases whoever is meant, each in a transaction of the desk."""
        token, after = _number(job.payload["token"]), str(job.payload.get("after", ""))
        with self.port.desk.database.read() as session:
            connection = connection_of(session, job.merchant, str(job.payload["connection"]))
            if connection is None:
                return Forgotten()
            rows = channel_orders(session, job.merchant, connection.id, AT_ONCE, after)
            theirs = [
                row.order_id for row in rows if row.order_id and self._is_theirs(session, job, row.order_id, token)
            ]
        voice = voice_of(connection)
        for order_id in theirs:
            erase(self.port.desk, Caller(merchant=job.merchant, name=voice.name), order_id)
        kept = tuple(row for row in rows if row.sealed is not None and self._names(row, token))
        return Forgotten(connection, kept, rows[-1].ref if len(rows) == AT_ONCE else None)

    def settle(self, session: WriteSession, job: Job, found: Forgotten) -> None:
        """Drops the documents, and goes on."""
        for row in found.kept:
            put_channel_order(session, replace(row, sealed=None, faults=()))
        if found.connection is not None and found.after is not None:
            following = _onward(job, found.after)
            enqueue(session, self.port.desk.ids, [following], self.port.desk.clock.now())

    def _is_theirs(self, session: ReadSession, job: Job, order_id: str, token: int) -> bool:
        version = newest_version(session, job.merchant, order_id)
        if version is None:
            return False
        document, is_whole = document_of(self.port.desk, version)
        name = customer_id(read_order(document)) if is_whole else None
        return name is not None and self._token(job.merchant, name) == token

    def _names(self, row: ChannelOrder, token: int) -> bool:
        """Whether a document that lies here names the buyer, anywhere: nobody could read where."""
        seen = open_document(self.port, row)
        return seen is not None and any(self._token(row.merchant_id, each) == token for each in _texts(seen.document))

    def _token(self, merchant: str, name: str) -> int:
        return self.port.desk.seal.token(merchant, MarkKind.CUSTOMER, name)


def forget_jobs(port: Port, session: ReadSession, connection: Connection, buyer: str, delivery: str) -> list[NewJob]:
    """One job for each connection of the merchant to that channel: a channel tells it at one address alone."""
    token = port.desk.seal.token(connection.merchant_id, MarkKind.CUSTOMER, buyer)
    return [
        NewJob(
            kind=CHANNEL_FORGET,
            merchant=each.merchant_id,
            aggregate=f"{CHANNEL_FORGET}:{each.id}",
            payload={"connection": each.id, "token": str(token)},
            dedup=f"{CHANNEL_FORGET}:{each.id}:{delivery}",
        )
        for each in connections(session, connection.merchant_id, channel=connection.channel)
    ]


def _onward(job: Job, after: str) -> NewJob:
    """The same look, from behind this order."""
    payload = {**job.payload, "after": after}
    return NewJob(kind=CHANNEL_FORGET, merchant=job.merchant, aggregate=job.aggregate, payload=payload)


def _number(payload: object) -> int:
    """A token of 64 bits is kept as text: JSON's numbers are not that long everywhere."""
    return int(str(payload))


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for inner in found.values():
            yield from _texts(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _texts(inner)
