"""Shelves and reservations. Numbers of a shelf change by one conditional update, never by reading first and writing
then: of any number of orders that want the last piece, the database lets one through.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select, tuple_, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Reservation, Stock
from fulfillment.store.rows import asked, keep, many, one
from fulfillment.store.tables import RESERVATION, STOCK

_OF_PART = asked(RESERVATION, Reservation, part="fulfilment_id", how="state")
_NOTED = select(RESERVATION.c.id).where(RESERVATION.c.fulfilment_id == bindparam("part")).limit(1)


def find_stock(session: ReadSession, merchant: str, sku: str, warehouse: str) -> Stock | None:
    """The shelf of an article in a warehouse."""
    return one(session, STOCK, Stock, *_shelf(merchant, sku, warehouse))


def shelves(session: ReadSession, merchant: str, sku: str | None = None) -> tuple[Stock, ...]:
    """All shelves of a merchant, or of one article, by article and warehouse."""
    which = [STOCK.c.merchant_id == merchant] if sku is None else [STOCK.c.merchant_id == merchant, STOCK.c.sku == sku]
    return many(session, STOCK, Stock, *which)


def shelves_of(session: ReadSession, merchant: str, skus: frozenset[str]) -> tuple[Stock, ...]:
    """All shelves of several articles, asked once."""
    return many(session, STOCK, Stock, STOCK.c.merchant_id == merchant, STOCK.c.sku.in_(sorted(skus))) if skus else ()


def shelves_after(
    session: ReadSession, merchant: str, limit: int, after: tuple[str, str] | None = None, sku: str | None = None
) -> tuple[Stock, ...]:
    """A part of all shelves, by article and warehouse, from behind the shelf `after`."""
    where = [STOCK.c.merchant_id == merchant]
    if after is not None:
        where.append(tuple_(STOCK.c.sku, STOCK.c.warehouse) > after)
    if sku is not None:
        where.append(STOCK.c.sku == sku)
    return many(session, STOCK, Stock, *where, limit=limit)


def change_shelf(
    session: WriteSession, merchant: str, sku: str, warehouse: str, *, on_hand: int = 0, reserved: int = 0,
    blocked: int = 0,
) -> bool:  # fmt: skip
    """Adds to the numbers of a shelf if each is then possible; the one guard against promising a piece twice.

    False when they are not, or when there is no shelf. Whoever is let through holds the shelf until the end of the
    transaction, so that places below it are changed by one at a time.
    """
    held, kept = STOCK.c.reserved + reserved, STOCK.c.blocked + blocked
    shelf = update(STOCK).where(
        *_shelf(merchant, sku, warehouse), held >= 0, kept >= 0, held + kept <= STOCK.c.on_hand + on_hand
    )
    return session.run(shelf.values(on_hand=STOCK.c.on_hand + on_hand, reserved=held, blocked=kept)) == 1


def make_shelf(session: WriteSession, merchant: str, sku: str, warehouse: str) -> None:
    """An empty shelf where there is none; holds it until the end of the transaction."""
    if not change_shelf(session, merchant, sku, warehouse):
        keep(session, STOCK, Stock(merchant_id=merchant, sku=sku, warehouse=warehouse, on_hand=0))


def reserve(session: WriteSession, merchant: str, sku: str, warehouse: str, quantity: int) -> bool:
    """Reserves on the shelf if there are as many free pieces."""
    return change_shelf(session, merchant, sku, warehouse, reserved=quantity)


def add_reservations(session: WriteSession, *reservations: Reservation) -> None:
    """Notes what is kept for an order, or wanted by it."""
    keep(session, RESERVATION, *reservations)


def reservations(session: ReadSession, fulfilment_id: str, state: str) -> tuple[Reservation, ...]:
    """Those of one fulfilment in one state."""
    return _OF_PART.of(session, part=fulfilment_id, how=state)


def is_anything_noted(session: ReadSession, fulfilment_id: str) -> bool:
    """Whether anything was ever kept for a fulfilment, or wanted by it."""
    return session.first(_NOTED, {"part": fulfilment_id}) is not None


def reservations_on(
    session: ReadSession, merchant: str, sku: str, warehouse: str, state: str
) -> tuple[Reservation, ...]:
    """Those of one shelf in one state, oldest first."""
    of_it = (RESERVATION.c.merchant_id == merchant, RESERVATION.c.sku == sku, RESERVATION.c.warehouse == warehouse)
    return many(session, RESERVATION, Reservation, *of_it, RESERVATION.c.state == state)


def wanted_by_age(
    session: ReadSession, merchant: str, limit: int, after: str = "", sku: str | None = None
) -> tuple[Reservation, ...]:
    """What orders wait for, the longest waiting first, from behind the reservation `after`."""
    where = [RESERVATION.c.merchant_id == merchant, RESERVATION.c.state == "wanted", RESERVATION.c.id > after]
    if sku is not None:
        where.append(RESERVATION.c.sku == sku)
    return many(session, RESERVATION, Reservation, *where, limit=limit)


def turn(session: WriteSession, reservation: Reservation, state: str) -> bool:
    """Compares and sets the state of a reservation, so that a release happens once."""
    same = (RESERVATION.c.id == reservation.id, RESERVATION.c.state == reservation.state)
    return session.run(update(RESERVATION).where(*same).values(state=state)) == 1


def set_expiry(session: WriteSession, fulfilment_id: str, at: datetime | None) -> int:
    """Until when the held reservations of a fulfilment are kept; None for as long as it takes."""
    held = (RESERVATION.c.fulfilment_id == fulfilment_id, RESERVATION.c.state == "held")
    return session.run(update(RESERVATION).where(*held).values(expires_at=None if at is None else microseconds(at)))


def waiting_for(
    session: ReadSession, merchant: str, sku: str, warehouse: str, free: int, limit: int, after: str = ""
) -> tuple[tuple[str, int, str], ...]:
    """Orders that want no more of an article than is free, the longest waiting first, from behind the reservation
    `after`: order, pieces of its smallest wish, and its oldest reservation."""
    oldest = func.min(RESERVATION.c.id)
    wanted = (
        select(RESERVATION.c.order_id, func.min(RESERVATION.c.quantity).label("pieces"), oldest.label("oldest"))
        .where(
            RESERVATION.c.merchant_id == merchant,
            RESERVATION.c.sku == sku,
            RESERVATION.c.warehouse == warehouse,
            RESERVATION.c.state == "wanted",
            RESERVATION.c.quantity <= free,
            RESERVATION.c.id > after,
        )
        .group_by(RESERVATION.c.order_id)
        .order_by(oldest)
        .limit(limit)
    )
    found = [row._asdict() for row in session.rows(wanted)]
    return tuple((str(each["order_id"]), int(each["pieces"]), str(each["oldest"])) for each in found)


def _shelf(merchant: str, sku: str, warehouse: str) -> tuple[ColumnElement[bool], ...]:
    return STOCK.c.merchant_id == merchant, STOCK.c.sku == sku, STOCK.c.warehouse == warehouse
