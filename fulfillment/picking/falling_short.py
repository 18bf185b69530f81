"""Too few pieces at a stop: fetched from another bin or lot, else sent by another warehouse, else waited for."""

from collections import Counter

from fulfillment.casefile import CaseFile
from fulfillment.inventory.booking import Books
from fulfillment.inventory.expiring import good_until
from fulfillment.inventory.holding import chosen_of
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.reserving import want
from fulfillment.inventory.shelves import miss
from fulfillment.inventory.shortage import OTHER_WAREHOUSE, options_of
from fulfillment.picking.leaving import leave_wave
from fulfillment.planning import replace_part
from fulfillment.records import Held, Place, WalkStop
from fulfillment.states import Event, Machine
from fulfillment.store.places import change_place, held_of, places_of, shift_held
from fulfillment.store.stock import change_shelf, reservations
from fulfillment.store.walks import add_stops, end_stop, last_stop, stops_of_part, walks_of_wave
from fulfillment.store.warehouse import end_pick_lists, open_pick_list, pick_lines, set_picked
from fulfillment.store.waves import wave_of

ELSEWHERE, OTHER, WAITS = "elsewhere", "other_warehouse", "backordered"


def fall_short(file: CaseFile, warehouse: str, stop: WalkStop) -> str:
    """The rest of a stop is not there. Answers what becomes of it: `elsewhere`, `other_warehouse` or `backordered`.

    The books are corrected by what was not found; what other orders have reserved there is not taken from them.
    """
    end_stop(file.session, stop, "short")
    _hold_shelves(file, stop)
    held = _held(file, stop)
    if held is not None and _fetch_elsewhere(file, warehouse, stop, held):
        return ELSEWHERE
    _give_up(file, warehouse, stop)
    return _send_otherwise(file, stop.fulfilment_id)


def _hold_shelves(file: CaseFile, stop: WalkStop) -> None:
    """Holds all shelves of the part, so that their places stand still; by article, as everybody does."""
    for each in sorted(reservations(file.session, stop.fulfilment_id, "held"), key=lambda one: one.sku):
        change_shelf(file.session, file.merchant, each.sku, each.warehouse)


def _held(file: CaseFile, stop: WalkStop) -> Held | None:
    for reservation in reservations(file.session, stop.fulfilment_id, "held"):
        if reservation.sku == stop.sku:
            spots = held_of(file.session, reservation.id)
            return next((each for each in spots if (each.bin, each.lot) == (stop.bin, stop.lot)), None)
    return None


def _fetch_elsewhere(file: CaseFile, warehouse: str, stop: WalkStop, held: Held) -> bool:
    """The reservation goes to other places, and the walk gets a stop at each of them."""
    places = places_of(file.session, file.merchant, stop.sku, warehouse)
    others = [each for each in places if (each.bin, each.lot) != (stop.bin, stop.lot)]
    until = good_until(file.session, file.merchant, file.order, file.now)
    chosen = chosen_of(others, stop.missing, until)
    origin = next((each for each in places if (each.bin, each.lot) == (stop.bin, stop.lot)), None)
    if chosen is None or origin is None:
        return False
    for place, many in chosen:
        change_place(file.session, place, reserved=many)
        change_place(file.session, origin, reserved=-many)
        at = (place.bin, place.lot)
        now = next(each for each in held_of(file.session, held.reservation_id) if _is_at(each, held))
        shift_held(file.session, now, at, many)
    _write_off(file, warehouse, stop, stop.missing)
    _add_stops(file, stop, chosen)
    return True


def _is_at(one: Held, other: Held) -> bool:
    return (one.bin, one.lot) == (other.bin, other.lot)


def _add_stops(file: CaseFile, stop: WalkStop, chosen: tuple[tuple[Place, int], ...]) -> None:
    last = last_stop(file.session, stop.walk_id)
    stops = [
        WalkStop(
            walk_id=stop.walk_id,
            stop=last + number,
            merchant_id=stop.merchant_id,
            order_id=stop.order_id,
            fulfilment_id=stop.fulfilment_id,
            line=stop.line,
            bin=place.bin,
            lot=place.lot,
            sku=stop.sku,
            title=stop.title,
            tote=stop.tote,
            quantity=many,
        )
        for number, (place, many) in enumerate(chosen, 1)
    ]
    add_stops(file.session, stops)


def _give_up(file: CaseFile, warehouse: str, stop: WalkStop) -> None:
    """The part waits for goods; what was fetched for it goes back to its shelves."""
    part = file.fulfilment(stop.fulfilment_id)
    missing = {each.sku: stop.missing for each in file.lines(part.id) if each.line == stop.line}
    _enter_picked(file, stop)
    end_pick_lists(file.session, part.id, "short", file.now)
    file.take(Machine.FULFILMENT, Event.COME_UP_SHORT, part.id, data={"missing": missing})
    _write_off(file, warehouse, stop, stop.missing)
    want(file, part, {sku: many for sku, many in missing.items() if sku})
    leave_wave(file, part.id, "short")


def _enter_picked(file: CaseFile, stop: WalkStop) -> None:
    wave, pick_list = wave_of(file.session, stop.fulfilment_id), open_pick_list(file.session, stop.fulfilment_id)
    if wave is None or pick_list is None:
        return
    walks = [each.id for each in walks_of_wave(file.session, wave.wave_id)]
    found: Counter[int] = Counter()
    for each in stops_of_part(file.session, stop.fulfilment_id, walks):
        found[each.line] += each.picked
    for line in pick_lines(file.session, pick_list.id):
        set_picked(file.session, line, found[line.line])


def _write_off(file: CaseFile, warehouse: str, stop: WalkStop, pieces: int) -> None:
    voucher = Voucher(reason=Reason.NOT_FOUND, actor=file.occasion.actor, at=file.now, reference=file.order_id)
    miss(Books(file.session, file.ids, file.merchant, voucher), stop.sku, warehouse, (stop.bin, stop.lot), pieces)


def _send_otherwise(file: CaseFile, fulfilment_id: str) -> str:
    """By the first other warehouse that has all of it, as the ways out of a shortage offer it; else it waits here."""
    part = file.fulfilment(fulfilment_id)
    options = [each for each in options_of(file.session, file.order, part, file.now) if each.kind == OTHER_WAREHOUSE]
    if not options:
        return WAITS
    chosen = options[0]
    replace_part(file, part.id, chosen.parts)
    told = {"kind": chosen.kind, "target": chosen.target, "cost": chosen.cost, "by": file.occasion.actor}
    file.note("shortage_choice", dedup=f"short_pick:{part.id}", data=told)
    return OTHER
