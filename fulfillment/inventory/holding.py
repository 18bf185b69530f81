"""Pieces of one reservation: kept back, given up, sent out. First what expires first, of lots that are good for long
enough.
"""

from collections.abc import Sequence

from engine.store.sessions import WriteSession
from fulfillment.inventory.booking import Books
from fulfillment.records import Held, Place, Reservation
from fulfillment.store.places import Spot, add_held, change_place, find_place, held_of, places_of
from fulfillment.store.stock import change_shelf, reserve

Taken = tuple[tuple[Spot, int], ...]


def keep_back(
    session: WriteSession, merchant: str, sku: str, warehouse: str, quantity: int, good_until: str
) -> Taken | None:
    """From which places so many pieces were reserved; None when there are too few that are good until that day.

    With None, the caller undoes what was done to the shelf (a savepoint), since it was asked first.
    """
    if not reserve(session, merchant, sku, warehouse, quantity):
        return None
    chosen = chosen_of(places_of(session, merchant, sku, warehouse), quantity, good_until)
    if chosen is None:
        return None
    for place, many in chosen:
        change_place(session, place, reserved=many)
    return tuple(((place.bin, place.lot), many) for place, many in chosen)


def note_places(session: WriteSession, reservation: Reservation, taken: Taken) -> None:
    """Notes from where the pieces of a reservation are to be taken."""
    add_held(
        session,
        *(
            Held(
                reservation_id=reservation.id,
                bin=spot[0],
                lot=spot[1],
                merchant_id=reservation.merchant_id,
                quantity=many,
            )
            for spot, many in taken
        ),
    )


def give_back(session: WriteSession, reservation: Reservation) -> None:
    """Undoes `keep_back`. What lies in a place that was blocked meanwhile does not become free."""
    merchant, sku, warehouse = reservation.merchant_id, reservation.sku, reservation.warehouse
    change_shelf(session, merchant, sku, warehouse)
    held = held_of(session, reservation.id)
    blocked = 0
    for each in held:
        place = find_place(session, merchant, sku, warehouse, (each.bin, each.lot))
        if place is not None:
            change_place(session, place, reserved=-each.quantity)
            blocked += each.quantity if place.blocked else 0
    change_shelf(session, merchant, sku, warehouse, reserved=-reservation.quantity, blocked=blocked)


def send_out(books: Books, reservation: Reservation) -> None:
    """Reserved pieces leave the house."""
    session, merchant, sku, warehouse = books.session, books.merchant, reservation.sku, reservation.warehouse
    change_shelf(session, merchant, sku, warehouse, on_hand=-reservation.quantity, reserved=-reservation.quantity)
    for each in held_of(session, reservation.id):
        place = find_place(session, merchant, sku, warehouse, (each.bin, each.lot))
        if place is not None:
            change_place(session, place, on_hand=-each.quantity, reserved=-each.quantity)
        books.enter(sku, warehouse, (each.bin, each.lot), -each.quantity)


def chosen_of(places: Sequence[Place], quantity: int, good_until: str) -> tuple[tuple[Place, int], ...] | None:
    """The first free pieces of these places that are good for long enough; None when there are too few."""
    chosen, rest = [], quantity
    for place in places:
        many = 0 if place.blocked or place.expires_on < good_until else min(rest, place.free)
        if many:
            chosen.append((place, many))
            rest -= many
    return None if rest else tuple(chosen)
