"""Stock and reservations. What is reserved is raised by a conditional update, never by reading first and writing then:
of any number of orders that want the last piece, the database lets one through.
"""

from sqlalchemy import ColumnElement, func, select, tuple_, update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Reservation, Stock
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import RESERVATION, STOCK


def find_stock(session: ReadSession, merchant: str, sku: str, warehouse: str) -> Stock | None:
    """The shelf of an article in a warehouse."""
    return one(session, STOCK, Stock, *_shelf(merchant, sku, warehouse))


def shelves(session: ReadSession, merchant: str, sku: str | None = None) -> tuple[Stock, ...]:
    """All shelves of a merchant, or of one article, by article and warehouse."""
    which = [STOCK.c.merchant_id == merchant] if sku is None else [STOCK.c.merchant_id == merchant, STOCK.c.sku == sku]
    return many(session, STOCK, Stock, *which)


def change_on_hand(session: WriteSession, merchant: str, sku: str, warehouse: str, by: int) -> bool:
    """Adds pieces, or takes unreserved ones away; makes the shelf when pieces come first. False when too few."""
    room = STOCK.c.on_hand + by >= STOCK.c.reserved
    shelf = update(STOCK).where(*_shelf(merchant, sku, warehouse), room)
    if session.run(shelf.values(on_hand=STOCK.c.on_hand + by)):
        return True
    if by < 0 or find_stock(session, merchant, sku, warehouse) is not None:
        return False
    keep(session, STOCK, Stock(merchant_id=merchant, sku=sku, warehouse=warehouse, on_hand=by))
    return True


def set_on_hand(session: WriteSession, merchant: str, sku: str, warehouse: str, pieces: int) -> bool:
    """Puts the counted number in; makes the shelf if there is none. False when more are reserved."""
    enough = STOCK.c.reserved <= pieces
    if session.run(update(STOCK).where(*_shelf(merchant, sku, warehouse), enough).values(on_hand=pieces)):
        return True
    if find_stock(session, merchant, sku, warehouse) is not None:
        return False
    keep(session, STOCK, Stock(merchant_id=merchant, sku=sku, warehouse=warehouse, on_hand=pieces))
    return True


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


def reserve(session: WriteSession, merchant: str, sku: str, warehouse: str, quantity: int) -> bool:
    """Reserves if there are as many unreserved pieces."""
    enough = STOCK.c.on_hand - STOCK.c.reserved >= quantity
    shelf = update(STOCK).where(*_shelf(merchant, sku, warehouse), enough)
    return session.run(shelf.values(reserved=STOCK.c.reserved + quantity)) == 1


def give_up(session: WriteSession, merchant: str, sku: str, warehouse: str, quantity: int) -> None:
    """Takes back what `reserve` did."""
    session.run(update(STOCK).where(*_shelf(merchant, sku, warehouse)).values(reserved=STOCK.c.reserved - quantity))


def take_out(session: WriteSession, merchant: str, sku: str, warehouse: str, quantity: int) -> None:
    """Reserved pieces leave the house."""
    shelf = update(STOCK).where(*_shelf(merchant, sku, warehouse))
    session.run(shelf.values(reserved=STOCK.c.reserved - quantity, on_hand=STOCK.c.on_hand - quantity))


def add_reservations(session: WriteSession, *reservations: Reservation) -> None:
    """Notes what is kept for an order, or wanted by it."""
    keep(session, RESERVATION, *reservations)


def reservations(session: ReadSession, fulfilment_id: str, state: str) -> tuple[Reservation, ...]:
    """Those of one fulfilment in one state."""
    of_it = (RESERVATION.c.fulfilment_id == fulfilment_id, RESERVATION.c.state == state)
    return many(session, RESERVATION, Reservation, *of_it)


def turn(session: WriteSession, reservation: Reservation, state: str) -> bool:
    """Compares and sets the state of a reservation, so that a release happens once."""
    same = (RESERVATION.c.id == reservation.id, RESERVATION.c.state == reservation.state)
    return session.run(update(RESERVATION).where(*same).values(state=state)) == 1


def waiting_for(session: ReadSession, merchant: str, sku: str, warehouse: str) -> tuple[str, ...]:
    """Orders that want an article, the longest waiting first."""
    wanted = (
        select(RESERVATION.c.order_id, func.min(RESERVATION.c.id))
        .where(
            RESERVATION.c.merchant_id == merchant,
            RESERVATION.c.sku == sku,
            RESERVATION.c.warehouse == warehouse,
            RESERVATION.c.state == "wanted",
        )
        .group_by(RESERVATION.c.order_id)
        .order_by(func.min(RESERVATION.c.id))
    )
    return tuple(str(row[0]) for row in session.rows(wanted))


def _shelf(merchant: str, sku: str, warehouse: str) -> tuple[ColumnElement[bool], ...]:
    return STOCK.c.merchant_id == merchant, STOCK.c.sku == sku, STOCK.c.warehouse == warehouse
