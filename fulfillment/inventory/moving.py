"""Pieces that go from one bin to another of the same warehouse, into quarantine, and out of it."""

from engine.counted import counted
from engine.ids import Ids
from engine.store.sessions import WriteSession
from fulfillment.errors import StockRefused
from fulfillment.inventory.booking import Books
from fulfillment.inventory.reasons import Voucher
from fulfillment.inventory.shelves import stock_of
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import Bin, Place, Stock
from fulfillment.store.places import Spot, change_place, held_of, shift_held
from fulfillment.store.stock import change_shelf, reservations_on
from fulfillment.store.warehouses import bins_of, put_bin

QUARANTINE = "QUARANTINE"


def move_stock(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, spot: Spot, to_bin: str, pieces: int,
    voucher: Voucher,
) -> Stock:  # fmt: skip
    """Moves pieces of a lot into another bin: unreserved ones first, then those of orders, which find them in
    their new bin.

    Raises StockRefused when fewer lie there or reserved ones would be blocked, NotFound for an unknown bin.
    """
    books = Books(session, ids, merchant, voucher)
    if not books.is_known():
        _move(books, sku, warehouse, spot, (to_bin, spot[1]), pieces)
        wake_waiting(session, ids, merchant, sku, warehouse, voucher.at)
    return stock_of(session, merchant, sku, warehouse)


def quarantine(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, spot: Spot, pieces: int, voucher: Voucher
) -> Stock:
    """Sets unreserved pieces aside in the warehouse's quarantine bin, which is made if there is none."""
    aside = _quarantine_bin(session, merchant, warehouse)
    return move_stock(session, ids, merchant, sku, warehouse, spot, aside, pieces, voucher)


def release(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, lot: str, to_bin: str, pieces: int,
    voucher: Voucher,
) -> Stock:  # fmt: skip
    """Brings pieces out of quarantine into a bin; orders that wait for them go on."""
    aside = _quarantine_bin(session, merchant, warehouse)
    return move_stock(session, ids, merchant, sku, warehouse, (aside, lot), to_bin, pieces, voucher)


def _move(books: Books, sku: str, warehouse: str, source: Spot, target: Spot, pieces: int) -> None:
    session, merchant = books.session, books.merchant
    if source == target or pieces <= 0:
        raise StockRefused("pieces move from one bin to another; name two bins and at least one piece")
    if not change_shelf(session, merchant, sku, warehouse):
        raise StockRefused(f"there is no `{sku}` in {warehouse}; name what lies there").seeing("stock places")
    origin, goal = books.place(sku, warehouse, source), books.place(sku, warehouse, target)
    free = min(pieces, origin.free)
    reserved = pieces - free
    if pieces > origin.on_hand:
        raise StockRefused(
            f"only {counted(origin.on_hand, 'piece lies', 'pieces lie')} in `{source[0]}`; count the bin"
        )
    if reserved and goal.blocked:
        orders = _orders_there(books, origin)
        raise StockRefused(f"{reserved} of the pieces are reserved; cancel or re-allocate first: {', '.join(orders)}")
    blocked = free * (bool(goal.blocked) - bool(origin.blocked))
    change_shelf(session, merchant, sku, warehouse, blocked=blocked)
    change_place(session, origin, on_hand=-pieces, reserved=-reserved)
    change_place(session, goal, on_hand=pieces, reserved=reserved)
    _shift(books, origin, target, reserved)
    books.enter(sku, warehouse, source, -pieces)
    books.enter(sku, warehouse, target, pieces)


def _shift(books: Books, origin: Place, target: Spot, pieces: int) -> None:
    """Reservations of pieces that were moved find them in their new bin."""
    rest = pieces
    for reservation in reservations_on(books.session, books.merchant, origin.sku, origin.warehouse, "held"):
        for held in held_of(books.session, reservation.id):
            many = min(rest, held.quantity) if (held.bin, held.lot) == (origin.bin, origin.lot) else 0
            if many:
                shift_held(books.session, held, target, many)
                rest -= many


def _orders_there(books: Books, place: Place) -> list[str]:
    return [
        reservation.order_id
        for reservation in reservations_on(books.session, books.merchant, place.sku, place.warehouse, "held")
        for held in held_of(books.session, reservation.id)
        if (held.bin, held.lot) == (place.bin, place.lot)
    ]


def _quarantine_bin(session: WriteSession, merchant: str, warehouse: str) -> str:
    known = bins_of(session, merchant, warehouse, "quarantine")
    if known:
        return known[0].code
    put_bin(session, Bin(merchant_id=merchant, warehouse=warehouse, code=QUARANTINE, kind="quarantine"))
    return QUARANTINE
