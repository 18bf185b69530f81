"""Moves the reservations of a wave to the places that it is best picked from. Amounts on shelves stay as they are."""

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.store.sessions import WriteSession
from fulfillment.picking.fewest_stops import Offer, chosen_places
from fulfillment.records import Held, Place, Reservation
from fulfillment.store.places import Spot, change_place, places_of, replace_held
from fulfillment.store.stock import change_shelf
from fulfillment.store.waves import held_by

Kept = tuple[Reservation, tuple[Held, ...]]


def take_from_fewest(
    session: WriteSession, merchant: str, warehouse: str, fulfilments: Sequence[str], good_until: str
) -> int:
    """Chooses places anew for all that these parts have reserved; answers how many reservations moved.

    `good_until`: the day on which the goods of all of them must still be good.
    """
    by_sku: dict[str, list[Kept]] = {}
    for kept in held_by(session, fulfilments):
        by_sku.setdefault(kept[0].sku, []).append(kept)
    # Shelf after shelf in one order, as everybody does who needs several.
    return sum(_moved(session, merchant, warehouse, sku, by_sku[sku], good_until) for sku in sorted(by_sku))


def _moved(
    session: WriteSession, merchant: str, warehouse: str, sku: str, kept: Sequence[Kept], good_until: str
) -> int:
    if not change_shelf(session, merchant, sku, warehouse):
        return 0
    places = {(each.bin, each.lot): each for each in places_of(session, merchant, sku, warehouse)}
    mine: Counter[Spot] = Counter()
    for _, held in kept:
        for each in held:
            mine[each.bin, each.lot] += each.quantity
    if any(places[spot].expires_on < good_until for spot in mine if spot in places):
        return 0  # fine for the order that has it, and for another one perhaps not
    chosen = chosen_places(
        _offers(places, mine, good_until), {reservation.id: reservation.quantity for reservation, _ in kept}
    )
    if chosen is None or _stops(chosen) >= _stops(_as_it_is(kept)):
        return 0
    _book(session, places, mine, chosen)
    moved = [(reservation, held) for reservation, held in kept if chosen[reservation.id] != _spots(held)]
    for reservation, _ in moved:
        replace_held(session, reservation, chosen[reservation.id])
    return len(moved)


def _offers(places: Mapping[Spot, Place], mine: Mapping[Spot, int], good_until: str) -> list[Offer]:
    """What is blocked or spoils too early is offered only as far as it was reserved already."""
    found = []
    for spot, place in places.items():
        free = 0 if place.blocked or place.expires_on < good_until else place.free
        if free + mine.get(spot, 0):
            offer = Offer(spot=spot, expires_on=place.expires_on, rank=place.rank, pieces=free + mine.get(spot, 0))
            found.append(offer)
    return found


def _book(
    session: WriteSession,
    places: Mapping[Spot, Place],
    mine: Mapping[Spot, int],
    chosen: Mapping[str, Mapping[Spot, int]],
) -> None:
    new: Counter[Spot] = Counter()
    for spots in chosen.values():
        new.update(spots)
    changes = {spot: new[spot] - mine.get(spot, 0) for spot in {*new, *mine}}
    # First what is given up, so that no place ever keeps more than it has.
    for spot, by in sorted(changes.items(), key=lambda each: (each[1], each[0])):
        if by and spot in places:
            change_place(session, places[spot], reserved=by)


def _as_it_is(kept: Sequence[Kept]) -> Mapping[str, Mapping[Spot, int]]:
    return {reservation.id: _spots(held) for reservation, held in kept}


def _spots(held: Sequence[Held]) -> dict[Spot, int]:
    return {(each.bin, each.lot): each.quantity for each in held}


def _stops(chosen: Mapping[str, Mapping[Spot, int]]) -> tuple[int, int]:
    """Bins to go to, then times that something is taken there."""
    return len({spot for spots in chosen.values() for spot in spots}), sum(len(spots) for spots in chosen.values())
