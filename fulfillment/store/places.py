"""Below the shelf: which bin and lot pieces lie in, which of them a reservation has, and the ledger of movements.

Whoever changes a place has changed its shelf before, in the same transaction, and so is alone with it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, text, tuple_, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Held, Movement, Place, Reservation
from fulfillment.states import Work
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import FULFILMENT, HELD, MOVEMENT, PLACE, RESERVATION

Spot = tuple[str, str]  # bin, lot
IN_HANDS = (Work.PICKED, Work.REVIEWED, Work.PACKED, Work.LABELLED)


def find_place(session: ReadSession, merchant: str, sku: str, warehouse: str, spot: Spot) -> Place | None:
    """The pieces of one lot in one bin."""
    return one(session, PLACE, Place, *_place(merchant, sku, warehouse, spot))


def places_of(session: ReadSession, merchant: str, sku: str, warehouse: str) -> tuple[Place, ...]:
    """All places of a shelf in the order in which they are given: first what expires first, then by rank and code."""
    found = many(
        session, PLACE, Place, PLACE.c.merchant_id == merchant, PLACE.c.sku == sku, PLACE.c.warehouse == warehouse
    )
    return tuple(sorted(found, key=lambda each: (each.expires_on, each.rank, each.bin, each.lot)))


def places_of_articles(session: ReadSession, merchant: str, skus: frozenset[str]) -> tuple[Place, ...]:
    """All places of several articles, asked once."""
    return many(session, PLACE, Place, PLACE.c.merchant_id == merchant, PLACE.c.sku.in_(sorted(skus))) if skus else ()


def places_in_bin(session: ReadSession, merchant: str, warehouse: str, bin_: str) -> tuple[Place, ...]:
    """What lies in a bin."""
    return many(
        session, PLACE, Place, PLACE.c.merchant_id == merchant, PLACE.c.warehouse == warehouse, PLACE.c.bin == bin_
    )


def places_of_lot(session: ReadSession, merchant: str, sku: str, lot: str) -> tuple[Place, ...]:
    """Where a lot lies, in every warehouse."""
    return many(session, PLACE, Place, PLACE.c.merchant_id == merchant, PLACE.c.sku == sku, PLACE.c.lot == lot)


def places_after(
    session: ReadSession, merchant: str, limit: int, after: tuple[str, str, str, str] | None = None,
    sku: str | None = None, warehouse: str | None = None,
) -> tuple[Place, ...]:  # fmt: skip
    """A part of all places, by article, warehouse, bin and lot, from behind the place `after`."""
    where = [PLACE.c.merchant_id == merchant]
    if after is not None:
        where.append(tuple_(PLACE.c.sku, PLACE.c.warehouse, PLACE.c.bin, PLACE.c.lot) > after)
    if sku is not None:
        where.append(PLACE.c.sku == sku)
    if warehouse is not None:
        where.append(PLACE.c.warehouse == warehouse)
    return many(session, PLACE, Place, *where, limit=limit)


def add_place(session: WriteSession, place: Place) -> None:
    """A place that is new."""
    keep(session, PLACE, place)


def change_place(session: WriteSession, place: Place, *, on_hand: int = 0, reserved: int = 0) -> bool:
    """Adds to the numbers of a place if they are then possible."""
    held, there = PLACE.c.reserved + reserved, PLACE.c.on_hand + on_hand
    where = (*_place(place.merchant_id, place.sku, place.warehouse, (place.bin, place.lot)), held >= 0, held <= there)
    return session.run(update(PLACE).where(*where).values(on_hand=there, reserved=held)) == 1


def mark_place(
    session: WriteSession, place: Place, *, blocked: str | None = None, expires_on: str | None = None,
    rank: int | None = None,
) -> None:  # fmt: skip
    """Says whether it may be given, until when, and how early."""
    new = {"blocked": blocked, "expires_on": expires_on, "rank": rank}
    values = {name: value for name, value in new.items() if value is not None}
    where = _place(place.merchant_id, place.sku, place.warehouse, (place.bin, place.lot))
    session.run(update(PLACE).where(*where).values(**values))


def add_held(session: WriteSession, *held: Held) -> None:
    """Where pieces of a reservation lie."""
    keep(session, HELD, *held)


def held_of(session: ReadSession, reservation_id: str) -> tuple[Held, ...]:
    """From where the pieces of a reservation are to be taken."""
    return many(session, HELD, Held, HELD.c.reservation_id == reservation_id)


def in_hands(session: ReadSession, place: Place) -> int:
    """Pieces of a place that were picked and have not left the house: the books have them there, the bin has not."""
    chosen = (
        select(func.coalesce(func.sum(HELD.c.quantity), 0))
        .join(RESERVATION, RESERVATION.c.id == HELD.c.reservation_id)
        .join(FULFILMENT, FULFILMENT.c.id == RESERVATION.c.fulfilment_id)
        .where(
            RESERVATION.c.merchant_id == place.merchant_id,
            RESERVATION.c.sku == place.sku,
            RESERVATION.c.warehouse == place.warehouse,
            RESERVATION.c.state == text("'held'"),  # as the index says it
            HELD.c.bin == place.bin,
            HELD.c.lot == place.lot,
            FULFILMENT.c.state.in_(IN_HANDS),
        )
    )
    return int(session.number(chosen))


def shift_held(session: WriteSession, held: Held, to: Spot, quantity: int) -> None:
    """Pieces of a reservation lie elsewhere now."""
    _add_to_held(session, held, (held.bin, held.lot), -quantity)
    if not _add_to_held(session, held, to, quantity):
        keep(session, HELD, Held(reservation_id=held.reservation_id, bin=to[0], lot=to[1],
                                 merchant_id=held.merchant_id, quantity=quantity))  # fmt: skip
    session.run(delete(HELD).where(HELD.c.reservation_id == held.reservation_id, HELD.c.quantity == 0))


def replace_held(session: WriteSession, reservation: Reservation, spots: Mapping[Spot, int]) -> None:
    """All pieces of a reservation lie elsewhere now."""
    session.run(delete(HELD).where(HELD.c.reservation_id == reservation.id))
    rows = [
        Held(reservation_id=reservation.id, bin=bin_, lot=lot, merchant_id=reservation.merchant_id, quantity=many)
        for (bin_, lot), many in sorted(spots.items())
    ]
    keep(session, HELD, *rows)


def add_movements(session: WriteSession, movements: Sequence[Movement]) -> None:
    """Adds to the ledger. The database refuses what was told before."""
    keep(session, MOVEMENT, *movements)


def is_booked(session: ReadSession, merchant: str, dedup: str) -> bool:
    """Whether something was told before."""
    same = (MOVEMENT.c.merchant_id == merchant, MOVEMENT.c.dedup == dedup)
    return session.number(select(func.count()).select_from(MOVEMENT).where(*same)) > 0


def movements_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", sku: str | None = None,
    warehouse: str | None = None,
) -> tuple[Movement, ...]:  # fmt: skip
    """A part of the ledger, oldest first, from behind the movement `after`."""
    where = [MOVEMENT.c.merchant_id == merchant, MOVEMENT.c.id > after]
    if sku is not None:
        where.append(MOVEMENT.c.sku == sku)
    if warehouse is not None:
        where.append(MOVEMENT.c.warehouse == warehouse)
    return many(session, MOVEMENT, Movement, *where, limit=limit)


def moved_out(session: ReadSession, merchant: str, warehouse: str, since: datetime) -> dict[str, int]:
    """Pieces that were shipped since then, by article: what ABC classes are made of."""
    shipped = (
        select(MOVEMENT.c.sku, func.sum(-MOVEMENT.c.pieces).label("pieces"))
        .where(
            MOVEMENT.c.merchant_id == merchant,
            MOVEMENT.c.warehouse == warehouse,
            MOVEMENT.c.reason == "shipped",
            MOVEMENT.c.at >= microseconds(since),
        )
        .group_by(MOVEMENT.c.sku)
    )
    return {str(row.sku): int(row.pieces) for row in session.rows(shipped)}


def _add_to_held(session: WriteSession, held: Held, spot: Spot, quantity: int) -> bool:
    same = (HELD.c.reservation_id == held.reservation_id, HELD.c.bin == spot[0], HELD.c.lot == spot[1])
    return session.run(update(HELD).where(*same).values(quantity=HELD.c.quantity + quantity)) == 1


def _place(merchant: str, sku: str, warehouse: str, spot: Spot) -> tuple[ColumnElement[bool], ...]:
    return (
        PLACE.c.merchant_id == merchant,
        PLACE.c.sku == sku,
        PLACE.c.warehouse == warehouse,
        PLACE.c.bin == spot[0],
        PLACE.c.lot == spot[1],
    )
