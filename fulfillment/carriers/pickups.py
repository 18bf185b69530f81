"""Pick-ups: a carrier comes to a warehouse on a day, within a window. One a day and place, unless more are wished
for."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from engine.desk.desk import Caller
from engine.desk.telling import audit_job
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.connecting import found_carrier
from fulfillment.carriers.errors import BookingEnded, CarrierCannot, CarrierOff, CarrierRefused, PickupTaken
from fulfillment.carriers.port import CarrierPort
from fulfillment.carriers.words import Act, PickupState, Refusal
from fulfillment.errors import NotFound
from fulfillment.jobs import CARRIER_PICKUP
from fulfillment.records import CarrierConnection, Pickup
from fulfillment.store.carriers import add_pickup, move_pickup, pickup_in_slot, pickup_of
from fulfillment.store.warehouses import find_warehouse

ONCE = "once"
LAST_BOOKED = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupWanted:
    """When, where and how much. `extra`: one more on a day that has one."""

    connection: str
    warehouse: str
    day: date
    ready: time
    closes: time
    parcels: int
    weight_g: int
    spot: str = ""
    note: str = ""
    extra: bool = False


def want_pickup(port: CarrierPort, caller: Caller, wanted: PickupWanted) -> Pickup:
    """Keeps a pick-up and has it booked by a job.

    Raises NotFound, CarrierOff, CarrierCannot, PickupTaken, and CarrierRefused outside of the hours that are known
    here.
    """
    now = port.desk.clock.now()
    try:
        with port.desk.database.write() as session:
            connection = found_carrier(session, caller.merchant, wanted.connection)
            zone = _zone(session, caller.merchant, wanted.warehouse)
            _check(port, connection, wanted, zone, now)
            new = _pickup(port, caller, connection, wanted, zone, now)
            known = pickup_in_slot(session, connection.id, wanted.warehouse, new.day, new.slot)
            if known is not None:
                raise PickupTaken(known.id, known.day)
            add_pickup(session, new)
            enqueue(session, port.desk.ids, [pickup_job(new), audit_job(caller, "pickup.wanted", new.id,
                                             {"name": connection.name, "day": new.day}, now)], now)  # fmt: skip
    except StoreConflict as conflict:
        raise PickupTaken("another one", wanted.day.isoformat()) from conflict
    return new


def cancel_pickup(port: CarrierPort, caller: Caller, pickup_id: str) -> Pickup:
    """Calls it off, by a job where the carrier knows of it. Raises NotFound, BookingEnded for one that has ended."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        known = found_pickup(session, caller.merchant, pickup_id)
        if known.state not in (PickupState.WAITING, PickupState.BOOKED):
            raise BookingEnded(known.state)
        at_once = known.state == PickupState.WAITING and not known.unsure
        state = PickupState.CANCELLED if at_once else PickupState.CANCELLING
        if not move_pickup(session, known, state=state, ended_at=now if at_once else None):
            raise BookingEnded("changed meanwhile")
        jobs = [audit_job(caller, "pickup.cancelled", known.id, {"day": known.day}, now)]
        enqueue(session, port.desk.ids, [*jobs, *(() if at_once else (pickup_job(known),))], now)
        return found_pickup(session, caller.merchant, pickup_id)


def found_pickup(session: ReadSession, merchant: str, pickup_id: str) -> Pickup:
    """One by its id. Raises NotFound."""
    found = pickup_of(session, merchant, pickup_id)
    if found is None:
        raise NotFound("pick-up", pickup_id)
    return found


def pickup_job(pickup: Pickup) -> NewJob:
    """Books it, or calls it off, as it stands then."""
    payload = {"pickup": pickup.id}
    return NewJob(kind=CARRIER_PICKUP, merchant=pickup.merchant_id, aggregate=pickup.id, payload=payload)


def _zone(session: WriteSession, merchant: str, warehouse: str) -> str:
    kept = find_warehouse(session, merchant, warehouse)
    if kept is None:
        raise NotFound("warehouse", warehouse)
    return kept.time_zone


def _check(port: CarrierPort, connection: CarrierConnection, wanted: PickupWanted, zone: str, now: datetime) -> None:
    """What is known without asking; `pickup_cut_off` (HH:MM, local) of the connection is when a day's last pick-up may
    be booked."""
    if not connection.is_on:
        raise CarrierOff(connection.name)
    if Act.PICKUP not in port.lines.of(connection).acts:
        raise CarrierCannot(connection.adapter, Act.PICKUP)
    here = now.astimezone(ZoneInfo(zone))
    if wanted.day < here.date():
        raise CarrierRefused(Refusal.TIME, "past", f"{wanted.day} is over at the warehouse")
    if wanted.closes <= wanted.ready:
        raise CarrierRefused(Refusal.TIME, "window", "the window ends before it begins")
    if wanted.day == here.date() and here.time() >= wanted.closes:
        raise CarrierRefused(Refusal.TIME, "past", f"the window ended at {wanted.closes:%H:%M}")
    stated = connection.settings.get("pickup_cut_off", "")
    if LAST_BOOKED.fullmatch(stated) and wanted.day == here.date() and f"{here:%H:%M}" >= stated:
        raise CarrierRefused(Refusal.TIME, "cut_off", f"pick-ups of a day can be booked until {stated}")


def _pickup(
    port: CarrierPort, caller: Caller, connection: CarrierConnection, wanted: PickupWanted, zone: str, now: datetime
) -> Pickup:
    id_ = port.desk.ids.new(Prefix.PICKUP)
    return Pickup(
        id=id_,
        merchant_id=caller.merchant,
        connection_id=connection.id,
        warehouse=wanted.warehouse,
        day=wanted.day.isoformat(),
        slot=id_ if wanted.extra else ONCE,
        ready=f"{wanted.ready:%H:%M}",
        closes=f"{wanted.closes:%H:%M}",
        zone=zone,
        parcels=wanted.parcels,
        weight_g=wanted.weight_g,
        product=next(iter(connection.services.values()), ""),
        spot=wanted.spot,
        note=wanted.note,
        created_at=now,
        created_by=caller.name,
    )
