"""Connections to carriers, bookings, pick-ups and manifests that were told, as rows."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.words import BookingState, PickupState
from fulfillment.channels.words import Power
from fulfillment.records import CarrierBooking, CarrierConnection, ManifestSending, Pickup, Shipment
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import CARRIER_BOOKING, CARRIER_CONNECTION, MANIFEST_SENDING, PICKUP, SHIPMENT

_C, _B, _P, _M = CARRIER_CONNECTION.c, CARRIER_BOOKING.c, PICKUP.c, MANIFEST_SENDING.c
OPEN = (BookingState.WAITING, BookingState.UNWANTED)
FOR_PEOPLE = (BookingState.REFUSED, BookingState.LOST, BookingState.VOID_REFUSED)


def add_carrier(session: WriteSession, connection: CarrierConnection) -> None:
    """Adds one. Raises StoreConflict where its name is taken."""
    keep(session, CARRIER_CONNECTION, connection)


def save_carrier(session: WriteSession, was: CarrierConnection, now: CarrierConnection) -> CarrierConnection | None:
    """Writes it over the version that was seen, and answers it as kept; None when somebody changed it meanwhile."""
    kept = replace(now, version=was.version + 1)
    same = (_C.id == was.id, _C.merchant_id == was.merchant_id, _C.version == was.version)
    return kept if session.run(update(CARRIER_CONNECTION).where(*same).values(**row_of(kept))) == 1 else None


def carrier_of(session: ReadSession, merchant: str, id_or_name: str) -> CarrierConnection | None:
    """One by its id, else by its name."""
    mine = _C.merchant_id == merchant
    return one(session, CARRIER_CONNECTION, CarrierConnection, _C.id == id_or_name, mine) or one(
        session, CARRIER_CONNECTION, CarrierConnection, _C.name == id_or_name, mine
    )


def carriers_of(
    session: ReadSession, merchant: str, limit: int | None = None, after: str = ""
) -> tuple[CarrierConnection, ...]:
    """All of a merchant, oldest first, from behind this id."""
    return many(session, CARRIER_CONNECTION, CarrierConnection, _C.merchant_id == merchant, _C.id > after, limit=limit)


def carriers_on(session: ReadSession, merchant: str) -> tuple[CarrierConnection, ...]:
    """Those that are switched on."""
    return many(session, CARRIER_CONNECTION, CarrierConnection, _C.merchant_id == merchant, _C.power == Power.ON)


def carrier_serving(session: ReadSession, merchant: str, service_id: str) -> CarrierConnection | None:
    """The connection, not switched off, by which parcels of a service are booked."""
    found = many(session, CARRIER_CONNECTION, CarrierConnection, _C.merchant_id == merchant, _C.power != Power.OFF)
    return next((each for each in found if service_id in each.services), None)


def delete_carrier(session: WriteSession, connection: CarrierConnection) -> None:
    """Deletes it; what was booked by it stays."""
    session.run(delete(CARRIER_CONNECTION).where(_C.id == connection.id, _C.merchant_id == connection.merchant_id))


def add_bookings(session: WriteSession, bookings: Collection[CarrierBooking]) -> None:
    """Boxes are to be booked."""
    keep(session, CARRIER_BOOKING, *bookings)


def booking_of(session: ReadSession, merchant: str, id_: str) -> CarrierBooking | None:
    """One by its id."""
    return one(session, CARRIER_BOOKING, CarrierBooking, _B.id == id_, _B.merchant_id == merchant)


def bookings_of_part(session: ReadSession, merchant: str, fulfilment_id: str) -> tuple[CarrierBooking, ...]:
    """All that were ever made for a part, oldest first."""
    mine = (_B.merchant_id == merchant, _B.fulfilment_id == fulfilment_id)
    return many(session, CARRIER_BOOKING, CarrierBooking, *mine)


def booking_of_number(session: ReadSession, merchant: str, order_id: str, number: str) -> CarrierBooking | None:
    """The one that gave a parcel its number."""
    mine = (_B.merchant_id == merchant, _B.order_id == order_id, _B.number == number)
    return one(session, CARRIER_BOOKING, CarrierBooking, *mine)


def booking_of_box(session: ReadSession, merchant: str, order_id: str, number: str) -> CarrierBooking | None:
    """The same, also where another order was booked for all that share the box."""
    own = booking_of_number(session, merchant, order_id, number)
    if own is not None:
        return own
    sharing = select(SHIPMENT.c.id).where(
        SHIPMENT.c.merchant_id == merchant, SHIPMENT.c.number == number, SHIPMENT.c.order_id == order_id
    )
    same = (_B.merchant_id == merchant, _B.number == number, _B.state == BookingState.BOOKED, sharing.exists())
    return one(session, CARRIER_BOOKING, CarrierBooking, *same)


def bookings_after(
    session: ReadSession,
    merchant: str,
    limit: int | None = None,
    after: str = "",
    *,
    states: Collection[str] = (),
    order_id: str | None = None,
) -> tuple[CarrierBooking, ...]:
    """Bookings behind an id, of these states and of this order where they are named."""
    wanted = [_B.merchant_id == merchant, _B.id > after]
    if states:
        wanted.append(_B.state.in_(states))
    if order_id is not None:
        wanted.append(_B.order_id == order_id)
    return many(session, CARRIER_BOOKING, CarrierBooking, *wanted, limit=limit)


def has_open_bookings(session: ReadSession, connection_id: str) -> bool:
    """Whether something is yet to be booked or voided by it."""
    open_ = select(_B.id).where(_B.connection_id == connection_id, _B.state.in_(OPEN)).limit(1)
    return session.first(open_) is not None


def move_booking(session: WriteSession, was: CarrierBooking, **changes: object) -> bool:
    """Changes a booking that stands as it was seen; false where it does not any more."""
    same = (_B.id == was.id, _B.merchant_id == was.merchant_id, _B.state == was.state)
    written = {name: microseconds(value) if isinstance(value, datetime) else value for name, value in changes.items()}
    return session.run(update(CARRIER_BOOKING).where(*same).values(**written)) == 1


def add_pickup(session: WriteSession, pickup: Pickup) -> None:
    """Adds one. Raises StoreConflict where one is on that day at that place."""
    keep(session, PICKUP, pickup)


def pickup_of(session: ReadSession, merchant: str, id_: str) -> Pickup | None:
    """One by its id."""
    return one(session, PICKUP, Pickup, _P.id == id_, _P.merchant_id == merchant)


def pickup_in_slot(session: ReadSession, connection_id: str, warehouse: str, day: str, slot: str) -> Pickup | None:
    """The one that takes a slot."""
    same = (_P.connection_id == connection_id, _P.warehouse == warehouse, _P.day == day, _P.slot == slot)
    return one(session, PICKUP, Pickup, *same)


def pickups_after(
    session: ReadSession, merchant: str, limit: int | None = None, after: str = "", *, day: str | None = None
) -> tuple[Pickup, ...]:
    """Pick-ups behind an id, of a day if one is named."""
    wanted = [_P.merchant_id == merchant, _P.id > after]
    if day is not None:
        wanted.append(_P.day == day)
    return many(session, PICKUP, Pickup, *wanted, limit=limit)


def move_pickup(session: WriteSession, was: Pickup, **changes: object) -> bool:
    """As `move_booking`. What ends frees its slot."""
    if changes.get("state") in (PickupState.CANCELLED, PickupState.REFUSED):
        changes["slot"] = was.id
    same = (_P.id == was.id, _P.merchant_id == was.merchant_id, _P.state == was.state)
    written = {name: microseconds(value) if isinstance(value, datetime) else value for name, value in changes.items()}
    return session.run(update(PICKUP).where(*same).values(**written)) == 1


def add_sending(session: WriteSession, sending: ManifestSending) -> None:
    """A manifest is to be told."""
    keep(session, MANIFEST_SENDING, sending)


def sendings_of(session: ReadSession, merchant: str, manifest_id: str) -> tuple[ManifestSending, ...]:
    """To whom a manifest was told."""
    same = (_M.merchant_id == merchant, _M.manifest_id == manifest_id)
    return many(session, MANIFEST_SENDING, ManifestSending, *same)


def end_sending(session: WriteSession, was: ManifestSending, state: str, now: datetime, **told: str) -> None:
    """The carrier took it, or will not."""
    same = (_M.manifest_id == was.manifest_id, _M.connection_id == was.connection_id, _M.merchant_id == was.merchant_id)
    session.run(update(MANIFEST_SENDING).where(*same).values(state=state, ended_at=microseconds(now), **told))


def shipments_on(session: ReadSession, merchant: str, manifest_id: str) -> tuple[Shipment, ...]:
    """Parcels that left with a manifest, by id; orders that share one have a row each."""
    return many(session, SHIPMENT, Shipment, SHIPMENT.c.merchant_id == merchant, SHIPMENT.c.manifest_id == manifest_id)


def shipments_left_without(
    session: ReadSession, merchant: str, carrier: str, since: datetime, limit: int
) -> tuple[Shipment, ...]:
    """Parcels of a carrier that it has scanned since then, and that are on no manifest."""
    without = (SHIPMENT.c.merchant_id == merchant, SHIPMENT.c.carrier == carrier, SHIPMENT.c.manifest_id.is_(None))
    scanned = (SHIPMENT.c.status_at.is_not(None), SHIPMENT.c.status_at >= microseconds(since))
    return many(session, SHIPMENT, Shipment, *without, *scanned, limit=limit)
