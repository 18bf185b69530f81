"""One order that a channel shows becomes one of ours, or a note of why not: both in one transaction, once.

Whatever the channel shows may be shown again, late or in disorder: an older state changes nothing, the same document is
not decided twice, and of two who take the same order at once one finds the other's row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson

from engine.desk.errors import InFlight, NoEdition, OtherMerchant
from engine.desk.intake import Incoming, incoming_order, place, settled
from engine.desk.premises import within_shops
from engine.desk.told_events import Telling, hear
from engine.errors import ClearwayError, Fault, JobPostponed, OrderRejected, StoreError
from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings
from engine.order.order import Order, ShipFrom
from engine.store.ending import spoken
from engine.store.premises import shop_of
from engine.store.sessions import ReadSession, WriteSession
from engine.store.told_events import told_named
from fulfillment.channels.errors import OrderTaken
from fulfillment.channels.own_refunds import own_refunds, without_own
from fulfillment.channels.port import Port, voice_of
from fulfillment.channels.protocol import Document, Seen
from fulfillment.channels.words import Sight, Taken
from fulfillment.records import ChannelOrder, Connection
from fulfillment.store.channels import channel_order, channel_orders_of, orders_by_refs, put_channel_order

SEALED_FOR = "channel documents"
CANCELLED = "order.cancelled"
ABSENT = Fault("", "document_missing", "the channel shows no document of the order; have it shown again")
REOPENED = Fault("", "order_reopened", "the channel cancelled it and has opened it again, while here it stays ended; "
                 "have it placed anew, or see to it by hand")  # fmt: skip
UNREAD = "document_unreadable"
TICK = timedelta(seconds=5)  # many channels tell moments in whole seconds, and an order may change twice in one
MOST_FAULTS = 50
MOST_NAME = 128  # of an event, as a shop calls it
TRANSIENT = (StoreError, NoEdition, InFlight, JobPostponed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document as it was read: the order that it is, or what is wrong with it."""

    digest: str
    come: Incoming | None = None
    faults: tuple[Fault, ...] = ()


def take(
    port: Port,
    connection: Connection,
    seen: Seen,
    *,
    since: datetime | None = None,
    again: bool = False,
    opened: bytes | None = None,
) -> ChannelOrder | None:
    """Takes an order as it is shown, and answers what became of it; None where it is none of ours.

    `since`: orders placed from then on are ours too, though the connection begins later; `again`: what was refused is
    read once more, though nothing changed, and though it was shown as newer before; `opened`: the document that lay
    here and is taken with it, so that one laid by meanwhile stays.

    Raises NoEdition, InFlight and StoreErrors, after which it can be shown again; all else is written down.
    """
    try:
        read = _read(port, connection, seen) if _is_to_read(seen) else None
        return settled(port.desk, _Taking(port, connection, seen, read, since, opened, again=again).taken)
    except TRANSIENT:
        raise
    except Exception as error:  # noqa: BLE001 - one order that nobody foresaw must not keep all behind it from coming
        fault = Fault("", getattr(error, "code", "unexpected"), spoken(error))
        failed = Read(digest=_digest(port, seen.document or {}), faults=(fault,))
        return settled(port.desk, _Taking(port, connection, seen, failed, since, opened, again=again).taken)


def news(
    port: Port, session: ReadSession, connection: Connection, shown: Sequence[Seen], since: datetime | None = None
) -> tuple[Seen, ...]:
    """What of a page says something new: overlapping windows show most orders several times, and orders of before our
    time, as `take` knows it, are none of ours."""
    begins = _begins(connection, since)
    rows = {row.ref: row for row in orders_by_refs(session, connection.id, [each.ref for each in shown])}
    return tuple(each for each in shown if not _is_known(port, connection, rows.get(each.ref), each, begins))


def _begins(connection: Connection, since: datetime | None) -> datetime:
    return min(connection.since, since or connection.since)


def _is_known(port: Port, connection: Connection, row: ChannelOrder | None, seen: Seen, begins: datetime) -> bool:
    if row is None:
        return seen.placed_at is not None and seen.placed_at < begins
    if row.changed_at != seen.changed_at:
        return row.changed_at > seen.changed_at
    if seen.document is None:
        return _is_settled(connection, row)
    return row.digest in ("", _digest(port, seen.document))


def _is_settled(connection: Connection, row: ChannelOrder) -> bool:
    """Whether it was seen so long after it changed that it has not changed again in the same tick of their clock."""
    return row.seen_at - row.changed_at >= min(TICK, timedelta(seconds=connection.lag_s))


def close_document(port: Port, document: Document, sight: Sight = Sight.OPEN, faults: Sequence[Fault] = ()) -> bytes:
    """A document that waits here, sealed, with what is wrong with it."""
    told = [[each.pointer, each.code, each.detail] for each in faults[:MOST_FAULTS]]
    whole = {"document": document, "sight": sight, "faults": told}
    return port.desk.seal.closed_for(SEALED_FOR, orjson.dumps(whole).decode())


def open_document(port: Port, row: ChannelOrder) -> Seen | None:
    """A document that waits here, as if the channel showed it; None where there is none."""
    if row.sealed is None:
        return None
    whole = orjson.loads(port.desk.seal.opened_for(SEALED_FOR, row.sealed))
    return Seen(
        ref=row.ref,
        changed_at=row.changed_at,
        sight=Sight(whole["sight"]),
        format=row.format,
        document=whole["document"],
    )


def faults_of(port: Port, row: ChannelOrder) -> tuple[Fault, ...]:
    """What is wrong with an order that was refused, in words."""
    if row.sealed is None:
        return ()
    whole = orjson.loads(port.desk.seal.opened_for(SEALED_FOR, row.sealed))
    return tuple(Fault(*each) for each in whole["faults"])


def _is_to_read(seen: Seen) -> bool:
    return seen.document is not None and seen.sight in (Sight.OPEN, Sight.PENDING, Sight.CANCELLED)


def _read(port: Port, connection: Connection, seen: Seen) -> Read:
    document = seen.document or {}
    digest = _digest(port, document)
    with port.desk.database.read() as session:
        settings = import_settings(session, connection)
        ours = own_refunds(session, channel_order(session, connection.id, seen.ref))
    try:
        order = without_own(_ours(connection, importer(seen.format)(document, settings=settings)), ours)
        return Read(digest=digest, come=incoming_order(port.desk, voice_of(connection), order))
    except TRANSIENT:
        raise
    except OrderRejected as rejected:
        return Read(digest=digest, faults=tuple(rejected.faults))
    except ClearwayError as refused:
        return Read(digest=digest, faults=(Fault("", refused.code, str(refused)),))


def _ours(connection: Connection, order: Order) -> Order:
    """The order, where it is of the connection's merchant and shop, whatever its document says.

    Raises OtherMerchant and OtherShop.
    """
    if order.merchant != connection.merchant_id:
        raise OtherMerchant(order.merchant, connection.merchant_id)
    return within_shops(order, None if connection.shop is None else frozenset({connection.shop}))


def import_settings(session: ReadSession, connection: Connection) -> ImportSettings:
    """What the channel's documents do not say."""
    shop = None if connection.shop is None else shop_of(session, connection.merchant_id, connection.shop)
    country = connection.from_country
    return ImportSettings(
        merchant=connection.merchant_id,
        shop=connection.shop,
        legal_entity=None if shop is None else shop.legal_entity,
        ship_from=None if country is None else ShipFrom(country=country, warehouse=connection.from_warehouse),
        id_prefix=connection.id_prefix,
    )


def _digest(port: Port, document: Document) -> str:
    return port.desk.seal.digest(orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode())


@dataclass(frozen=True, slots=True)
class _Taking:
    """One order in one transaction."""

    port: Port
    connection: Connection
    seen: Seen
    read: Read | None
    since: datetime | None
    opened: bytes | None
    again: bool

    def taken(self, session: WriteSession) -> ChannelOrder | None:
        row = channel_order(session, self.connection.id, self.seen.ref, lock=True)
        if row is None and (self.seen.sight is Sight.GONE or self._is_older()):
            return None
        if row is not None and self.seen.changed_at < row.changed_at and not self._is_once_more(row):
            return row
        if row is not None and row.order_id is not None and self.seen.sight is not Sight.OPEN:
            return self._put(session, row, self._after_decision(session, row, row.order_id))
        return self._put(session, row, self._judged(session, row))

    def _judged(self, session: WriteSession, row: ChannelOrder | None) -> ChannelOrder:
        if self.seen.sight in (Sight.CANCELLED, Sight.GONE):
            return self._row(row, Taken.PASSED_OVER)
        if self.seen.by_marketplace and (row is None or row.order_id is None):
            return self._row(row, Taken.RECORDED)
        if self.seen.sight is Sight.PENDING:
            return self._row(row, Taken.WAITING)
        return self._open(session, row)

    def _open(self, session: WriteSession, row: ChannelOrder | None) -> ChannelOrder:
        absent = Fault("", UNREAD, self.seen.unread) if self.seen.unread else ABSENT
        read = self.read or Read(digest="", faults=(absent,))
        if row is not None and row.order_id is not None and self._is_told(session, row.order_id):
            return self._refused(row, replace(read, faults=(REOPENED,)))
        if row is not None and row.digest == read.digest and self._stands(row):
            return replace(row, changed_at=self.seen.changed_at, sealed=self._still_sealed(row))
        if read.come is None:
            return self._refused(row, read)
        decided = place(self.port.desk, session, voice_of(self.connection), read.come)
        order_id = decided.row.order_id
        if row is None or row.order_id is None:
            self._check_ours(session, order_id)
        return replace(self._row(row, Taken.DECIDED), order_id=order_id)

    def _check_ours(self, session: WriteSession, order_id: str) -> None:
        """`a` before `bc` is `ab` before `c`: two orders of a shop must not become one. Raises OrderTaken."""
        rows = channel_orders_of(session, self.connection.merchant_id, order_id)
        if any((each.connection_id, each.ref) != (self.connection.id, self.seen.ref) for each in rows):
            raise OrderTaken

    def _stands(self, row: ChannelOrder) -> bool:
        """Whether the same document needs no second look."""
        return row.taken is Taken.DECIDED or (row.taken is Taken.REFUSED and not self.again)

    def _is_once_more(self, row: ChannelOrder) -> bool:
        return self.again and row.taken is Taken.REFUSED

    def _still_sealed(self, row: ChannelOrder) -> bytes | None:
        return row.sealed if row.taken is Taken.REFUSED else None

    def _refused(self, row: ChannelOrder | None, read: Read) -> ChannelOrder:
        faults = tuple(f"{each.pointer} {each.code}".strip() for each in read.faults[:MOST_FAULTS])
        sealed = close_document(self.port, self.seen.document or {}, self.seen.sight, read.faults)
        return replace(self._row(row, Taken.REFUSED), faults=faults, sealed=sealed)

    def _after_decision(self, session: WriteSession, row: ChannelOrder, order_id: str) -> ChannelOrder:
        """The order is ours already: its end is told, and what the channel still or no more shows is noted."""
        noted = replace(row, changed_at=self.seen.changed_at, sealed=None)
        if self.seen.sight is not Sight.CANCELLED:
            return noted
        self._tell_cancelled(session, order_id)
        return replace(noted, taken=Taken.DECIDED, faults=())  # what could not be read of it does not matter any more

    def _tell_cancelled(self, session: WriteSession, order_id: str) -> None:
        """Once, by a name made of the channel's number, however often and with whatever time it is shown."""
        if not self._is_told(session, order_id):
            told = Telling(event=self._end_name, type=CANCELLED, at=self.seen.changed_at, facts={}, personal={})
            hear(self.port.desk, session, voice_of(self.connection), order_id, told)

    def _is_told(self, session: WriteSession, order_id: str) -> bool:
        return told_named(session, self.connection.merchant_id, order_id, self._end_name) is not None

    @property
    def _end_name(self) -> str:
        return f"cancelled:{self.connection.id}:{self.seen.ref}"[:MOST_NAME]

    def _row(self, row: ChannelOrder | None, taken: Taken) -> ChannelOrder:
        return ChannelOrder(
            merchant_id=self.connection.merchant_id,
            connection_id=self.connection.id,
            ref=self.seen.ref,
            order_id=None if row is None else row.order_id,
            taken=taken,
            digest="" if self.read is None else self.read.digest,
            changed_at=self.seen.changed_at,
            seen_at=self.port.desk.clock.now(),
            placed_at=_placed_at(self.read) or (None if row is None else row.placed_at),
            ship_by=_ship_by(self.read) or (None if row is None else row.ship_by),
            format=self.seen.format,
        )

    def _put(self, session: WriteSession, before: ChannelOrder | None, row: ChannelOrder) -> ChannelOrder:
        if before is not None and self.opened is not None and before.sealed not in (None, self.opened):
            row = replace(row, sealed=before.sealed, faults=())  # another was laid by, for a job of its own
        is_same = before is not None and replace(row, seen_at=before.seen_at) == before
        if before is not None and is_same and _is_settled(self.connection, before):
            return before
        put_channel_order(session, replace(row, seen_at=self.port.desk.clock.now()))
        return row

    def _is_older(self) -> bool:
        """Whether it was placed before our time; of one that cannot be read nobody knows."""
        placed = _placed_at(self.read) or self.seen.placed_at
        return placed is not None and placed < _begins(self.connection, self.since)


def _placed_at(read: Read | None) -> datetime | None:
    order = _order(read)
    return None if order is None else order.placed_at


def _ship_by(read: Read | None) -> datetime | None:
    order = _order(read)
    return None if order is None else order.ship_by


def _order(read: Read | None) -> Order | None:
    return None if read is None or read.come is None else read.come.order
