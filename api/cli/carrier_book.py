"""What `clearway carriers` shows and does."""

import sys
from collections.abc import Iterable
from datetime import date, time

import orjson

from api.cli.carrier_phrases import (
    ACCOUNT,
    ADDED,
    AGAIN,
    BOOKING,
    BOOKINGS,
    CHANGED,
    DELETED,
    MISSING,
    NOBODY,
    NOTHING,
    PICKUP,
    PICKUPS,
    SAYS,
    SCANNED,
    STANDS,
    STATES,
    STRAYS,
    WHY,
    advice,
    said,
)
from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.carriers import shown_booking, shown_carrier, shown_pickup, shown_scans
from fulfillment.carriers.connecting import (
    CarrierStated,
    change_carrier,
    check_carrier,
    connect_carrier,
    disconnect_carrier,
    found_carrier,
    stored_secrets,
    switch_carrier_off,
    switch_carrier_on,
)
from fulfillment.carriers.deciding_bookings import try_again
from fulfillment.carriers.pickups import PickupWanted, cancel_pickup, want_pickup
from fulfillment.carriers.scanned_in import scan_in
from fulfillment.carriers.words import AdapterName
from fulfillment.records import CarrierBooking, CarrierConnection, Pickup
from fulfillment.store.carriers import FOR_PEOPLE, bookings_after, carriers_of, pickups_after

MOST = 1000


def show_all(clerk: Clerk, *, as_json: bool) -> Exit:
    """All connections, oldest first."""
    with at_home() as house:
        with house.database.read() as session:
            found = carriers_of(session, clerk.merchant)
        if as_json:
            port = house.carrier_port
            write(as_line(shown_carrier(each, stored_secrets(port, each))) for each in found)
            return Exit.DONE
    lines = [line for each in found for line in _connection(each, clerk.language)]
    write(lines or [said(NOBODY, clerk.language)])
    return Exit.DONE


def add(clerk: Clerk, adapter: AdapterName, name: str, stated: CarrierStated) -> Exit:
    """Keeps one."""
    with at_home() as house:
        made = connect_carrier(house.carrier_port, clerk.caller, adapter, name, stated)
    write([said(ADDED, clerk.language, name=made.name, id=made.id)])
    return Exit.DONE


def changed(clerk: Clerk, name: str, stated: CarrierStated) -> Exit:
    """Changes one."""
    with at_home() as house:
        made = change_carrier(house.carrier_port, clerk.caller, _id(house, clerk, name), stated)
    write([said(CHANGED, clerk.language, name=made.name)])
    return Exit.DONE


def turned(clerk: Clerk, name: str, *, on: bool) -> Exit:
    """Switches one on or off."""
    turn = switch_carrier_on if on else switch_carrier_off
    with at_home() as house:
        made = turn(house.carrier_port, clerk.caller, _id(house, clerk, name))
    write([said(STANDS, clerk.language, name=made.name, state=said(STATES[made.power], clerk.language))])
    return Exit.DONE


def checked(clerk: Clerk, name: str) -> Exit:
    """Signs in at one."""
    with at_home() as house:
        account = check_carrier(house.carrier_port, clerk.caller, _id(house, clerk, name))
    write([said(ACCOUNT, clerk.language, name=name, account=account)])
    return Exit.DONE


def deleted(clerk: Clerk, name: str) -> Exit:
    """Deletes one."""
    with at_home() as house:
        disconnect_carrier(house.carrier_port, clerk.caller, _id(house, clerk, name))
    write([said(DELETED, clerk.language, name=name)])
    return Exit.DONE


def show_bookings(clerk: Clerk, *, for_people: bool, as_json: bool) -> Exit:
    """Bookings, oldest first. Exit code 1 where somebody must see to one."""
    states = FOR_PEOPLE if for_people else ()
    with at_home() as house, house.database.read() as session:
        found = bookings_after(session, clerk.merchant, MOST, states=states)
    if as_json:
        write(as_line(shown_booking(each)) for each in found)
    else:
        write([line for each in found for line in _booking(each, clerk.language)] or [said(NOTHING, clerk.language)])
    return Exit.SOME_BAD if any(each.state in FOR_PEOPLE for each in found) else Exit.DONE


def tried_again(clerk: Clerk, booking: str) -> Exit:
    """Has the carrier asked once more."""
    with at_home() as house:
        made = try_again(house.carrier_port, clerk.caller, booking)
    write([said(AGAIN, clerk.language, id=made.id)])
    return Exit.DONE


def show_pickups(clerk: Clerk, day: str | None, *, as_json: bool) -> Exit:
    """Pick-ups, of a day if one is named."""
    with at_home() as house, house.database.read() as session:
        found = pickups_after(session, clerk.merchant, MOST, day=day)
    if as_json:
        write(as_line(shown_pickup(each)) for each in found)
    else:
        write([line for each in found for line in _pickup(each, clerk.language)] or [said(NOTHING, clerk.language)])
    return Exit.DONE


def picked_up(
    clerk: Clerk,
    connection: str,
    warehouse: str,
    window: tuple[date, time, time],
    load: tuple[int, int],
    *,
    extra: bool,
) -> Exit:
    """Has a carrier come."""
    day, ready, closes = window
    wanted = PickupWanted(
        connection=connection,
        warehouse=warehouse,
        day=day,
        ready=ready,
        closes=closes,
        parcels=load[0],
        weight_g=load[1],
        extra=extra,
    )
    with at_home() as house:
        made = want_pickup(house.carrier_port, clerk.caller, wanted)
    write(_pickup(made, clerk.language))
    return Exit.DONE


def called_off(clerk: Clerk, pickup: str) -> Exit:
    """Calls a pick-up off."""
    with at_home() as house:
        made = cancel_pickup(house.carrier_port, clerk.caller, pickup)
    write(_pickup(made, clerk.language))
    return Exit.DONE


def show_scans(clerk: Clerk, manifest: str, *, as_json: bool) -> Exit:
    """A manifest against scans. Exit code 1 where they differ."""
    with at_home() as house, house.database.read() as session:
        found = scan_in(session, clerk.merchant, manifest)
    if as_json:
        write([as_line(shown_scans(found))])
    else:
        lines = [said(SCANNED, clerk.language, many=len(found.scanned))]
        lines += [said(MISSING, clerk.language, numbers=" ".join(found.missing))] if found.missing else []
        lines += [said(STRAYS, clerk.language, numbers=" ".join(found.strays))] if found.strays else []
        write(lines)
    return Exit.SOME_BAD if found.missing or found.strays else Exit.DONE


def write(lines: Iterable[str]) -> None:
    """To standard output."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def as_line(shown: object) -> str:
    """JSON on one line."""
    return orjson.dumps(shown).decode()


def _id(house: House, clerk: Clerk, name: str) -> str:
    with house.database.read() as session:
        return found_carrier(session, clerk.merchant, name).id


def _connection(each: CarrierConnection, language: Language) -> list[str]:
    services = " ".join(f"{service}={product}" for service, product in sorted(each.services.items()))
    line = f"{each.name}  {each.adapter}  {said(STATES[each.power], language)}  {services}"
    return [line, *([said(WHY, language, why=each.why)] if each.why else [])]


def _booking(each: CarrierBooking, language: Language) -> list[str]:
    state = said(BOOKINGS[each.state], language)
    line = said(BOOKING, language, id=each.id, state=state, order=each.order_id, service=each.service_id,
                number=each.number)  # fmt: skip
    return [line.rstrip(), *_says(each.why, each.error_code, each.error, language)]


def _pickup(each: Pickup, language: Language) -> list[str]:
    line = said(PICKUP, language, id=each.id, state=said(PICKUPS[each.state], language), day=each.day, ready=each.ready,
                closes=each.closes, warehouse=each.warehouse, parcels=each.parcels, weight=each.weight_g,
                remote=each.remote)  # fmt: skip
    return [line.rstrip(), *_says(each.why, each.error_code, each.error, language)]


def _says(why: str, code: str, words: str, language: Language) -> list[str]:
    return [said(SAYS, language, code=code, words=words, advice=advice(why, language))] if why else []
