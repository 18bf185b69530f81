"""Parcels on their way: labels and their numbers, papers, manifests, and what carriers tell."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Document, Manifest, Shipment, Tracked
from fulfillment.store.profit_marks import mark_order, mark_parcels
from fulfillment.store.rows import asked, keep, many, one
from fulfillment.store.tables import DOCUMENT, MANIFEST, SERIAL, SHIPMENT, TRACKING

EVERYONE = "*"
_SHIPMENT = asked(SHIPMENT, Shipment, id_="id", merchant="merchant_id")
_OF_ORDER = asked(SHIPMENT, Shipment, order="order_id", merchant="merchant_id")
_TRACKED = asked(TRACKING, Tracked, shipment="shipment_id")


def allocate_serial(session: WriteSession, service: str, country: str) -> int:
    """The next serial of a range, from 1; each is given once, whoever asks at the same time."""
    same = (SERIAL.c.merchant_id == EVERYONE, SERIAL.c.service == service, SERIAL.c.country == country)
    if not session.run(update(SERIAL).where(*same).values(upcoming=SERIAL.c.upcoming + 1)):
        session.add(SERIAL, [{"merchant_id": EVERYONE, "service": service, "country": country, "upcoming": 2}])
        return 1
    return session.number(select(SERIAL.c.upcoming).where(*same)) - 1


def add_shipment(session: WriteSession, shipment: Shipment) -> None:
    """A parcel got its label."""
    keep(session, SHIPMENT, shipment)
    mark_order(session, shipment.order_id)
    mark_parcels(session, shipment.merchant_id, [shipment.number])


def find_shipment(session: ReadSession, merchant: str, id_: str) -> Shipment | None:
    """A shipment by its id."""
    return _SHIPMENT.first(session, id_=id_, merchant=merchant)


def shipments_of_number(session: ReadSession, merchant: str, number: str) -> tuple[Shipment, ...]:
    """What bears this number on its label: one, unless several orders share the parcel."""
    return many(session, SHIPMENT, Shipment, SHIPMENT.c.number == number, SHIPMENT.c.merchant_id == merchant)


def shipments_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Shipment, ...]:
    """All labels an order ever had, oldest first."""
    return _OF_ORDER.of(session, order=order_id, merchant=merchant)


def set_status(session: WriteSession, shipment_id: str, status: str, at: datetime | None) -> None:
    """The tracking word that counts now, and since when; None where no event says it."""
    changed = {"status": status, "status_at": None if at is None else microseconds(at)}
    session.run(update(SHIPMENT).where(SHIPMENT.c.id == shipment_id).values(**changed))


def set_recalled(session: WriteSession, shipment_id: str, at: datetime | None) -> None:
    """The carrier was asked to bring it back; None when that was taken back."""
    when = None if at is None else microseconds(at)
    session.run(update(SHIPMENT).where(SHIPMENT.c.id == shipment_id).values(recalled_at=when))


def set_manifest(session: WriteSession, shipment_id: str, manifest_id: str) -> None:
    """With which others it left."""
    session.run(update(SHIPMENT).where(SHIPMENT.c.id == shipment_id).values(manifest_id=manifest_id))


def add_manifest(session: WriteSession, manifest: Manifest) -> None:
    """What a carrier took in one go."""
    keep(session, MANIFEST, manifest)


def find_manifest(session: ReadSession, merchant: str, id_: str) -> Manifest | None:
    """A manifest by its id."""
    return one(session, MANIFEST, Manifest, MANIFEST.c.id == id_, MANIFEST.c.merchant_id == merchant)


def manifests_after(
    session: ReadSession, merchant: str, limit: int | None, after: str = "", *, is_newest_first: bool = False
) -> tuple[Manifest, ...]:
    """Manifests behind an id, oldest or newest first."""
    mine = MANIFEST.c.merchant_id == merchant
    if not is_newest_first:
        return many(session, MANIFEST, Manifest, mine, MANIFEST.c.id > after, limit=limit)
    where = [mine, MANIFEST.c.id < after] if after else [mine]
    return many(session, MANIFEST, Manifest, *where, limit=limit, by=(MANIFEST.c.id.desc(),))


def add_document(session: WriteSession, document: Document) -> None:
    """A paper."""
    keep(session, DOCUMENT, document)


def document_of(session: ReadSession, merchant: str, subject: str, kind: str) -> Document | None:
    """The paper of one kind that belongs to a subject."""
    same = (DOCUMENT.c.subject == subject, DOCUMENT.c.kind == kind, DOCUMENT.c.merchant_id == merchant)
    return one(session, DOCUMENT, Document, *same)


def papers_made(session: ReadSession, merchant: str, order_id: str) -> tuple[tuple[str, datetime], ...]:
    """Kind and moment of each paper of an order, oldest first; what it says is printed, not read here."""
    columns = select(DOCUMENT.c.kind, DOCUMENT.c.created_at).where(
        DOCUMENT.c.merchant_id == merchant, DOCUMENT.c.order_id == order_id
    )
    rows = session.rows(columns.order_by(DOCUMENT.c.created_at, DOCUMENT.c.id))
    return tuple((row.kind, moment(row.created_at)) for row in rows)


def new_among(session: ReadSession, ids: Sequence[str]) -> frozenset[str]:
    """Which of these tracking events are not known yet."""
    known = select(TRACKING.c.id).where(TRACKING.c.id.in_(ids))
    return frozenset(ids) - {str(row[0]) for row in session.rows(known)}


def add_tracked(session: WriteSession, events: Sequence[Tracked]) -> None:
    """Adds events; the caller has left out those that are known."""
    keep(session, TRACKING, *events)


def tracked(session: ReadSession, shipment_id: str) -> tuple[Tracked, ...]:
    """All events of a parcel, by time."""
    found = _TRACKED.of(session, shipment=shipment_id)
    return tuple(sorted(found, key=lambda each: (each.at, each.id)))


def event_of(session: ReadSession, merchant: str, id_: str) -> Tracked | None:
    """A tracking event by its id."""
    return one(session, TRACKING, Tracked, TRACKING.c.id == id_, TRACKING.c.merchant_id == merchant)


def set_void(session: WriteSession, id_: str, at: datetime, by: str, why: str) -> None:
    """An event was taken back."""
    told = {"void_at": microseconds(at), "void_by": by, "void_why": why}
    session.run(update(TRACKING).where(TRACKING.c.id == id_).values(**told))


def set_read(session: WriteSession, event: Tracked) -> None:
    """An event was read anew: what it means and when it was, not what was told."""
    told = {"status": event.status, "reason": event.reason, "at": microseconds(event.at), "local": event.local,
            "zone_from": event.zone_from, "read_by": event.read_by, "is_known": event.is_known}  # fmt: skip
    session.run(update(TRACKING).where(TRACKING.c.id == event.id).values(**told))
