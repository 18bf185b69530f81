"""Goods that come in, and corrections after counting. What comes free is told to the orders that wait for it."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Ids
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound, StockRefused
from fulfillment.inventory.booking import ANYWHERE, Books
from fulfillment.inventory.reasons import ADJUSTMENTS, Reason, Voucher
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import Lot, Stock
from fulfillment.records.stock import NEVER
from fulfillment.store.places import Spot, find_place, places_of_lot
from fulfillment.store.shortages import note_received
from fulfillment.store.stock import change_shelf, find_stock, make_shelf
from fulfillment.store.stock import shelves as all_shelves
from fulfillment.store.warehouses import find_lot, put_lot

UNNAMED = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Pieces that came in. Without a `lot` they belong to none; `expires_on` (ISO 8601) is the lot's last day."""

    sku: str
    warehouse: str
    pieces: int
    bin: str = ""
    lot: str = ""
    expires_on: str = ""


def receive(session: WriteSession, ids: Ids, merchant: str, receipt: Receipt, voucher: Voucher) -> Stock:
    """Puts pieces into a bin, and wakes the orders that wait for them. What was told before changes nothing.

    Raises NotFound for an unknown bin, StockRefused for no pieces or a lot that is known with another last day.
    """
    books = Books(session, ids, merchant, voucher)
    if books.is_known():
        return stock_of(session, merchant, receipt.sku, receipt.warehouse)
    if receipt.pieces <= 0:
        raise StockRefused("a receipt has pieces; use an adjustment to take some away")
    if receipt.lot:
        _know_lot(session, merchant, receipt, voucher.at)
    elif receipt.expires_on:
        raise StockRefused("a last day belongs to a lot; name the lot")
    books.put(receipt.sku, receipt.warehouse, (receipt.bin, receipt.lot), receipt.pieces)
    note_received(session, merchant, receipt.sku, receipt.warehouse, receipt.pieces, voucher.reference)
    wake_waiting(session, ids, merchant, receipt.sku, receipt.warehouse, voucher.at)
    return stock_of(session, merchant, receipt.sku, receipt.warehouse)


def adjust(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, spot: Spot, pieces: int, voucher: Voucher
) -> Stock:
    """Corrects a place by so many pieces, for a reason that a person gives.

    Raises StockRefused for a reason that does not fit the sign or when unreserved pieces are too few; NotFound.
    """
    books = Books(session, ids, merchant, voucher)
    if not books.is_known():
        signs = ADJUSTMENTS.get(voucher.reason, ())
        if not pieces or (1 if pieces > 0 else -1) not in signs:
            raise StockRefused(_misfit(voucher.reason, pieces))
        if pieces > 0:
            books.put(sku, warehouse, spot, pieces)
            wake_waiting(session, ids, merchant, sku, warehouse, voucher.at)
        elif spot == ANYWHERE:
            books.take_anywhere(sku, warehouse, -pieces)
        else:
            books.take(sku, warehouse, spot, -pieces)
    return stock_of(session, merchant, sku, warehouse)


def receive_stock(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, pieces: int, now: datetime,
    actor: str = UNNAMED,
) -> Stock:  # fmt: skip
    """Puts pieces on a shelf (a negative number takes unreserved ones off), and wakes the orders that wait for them.

    From its first piece on, an article is tracked. Raises StockRefused when fewer than the reserved ones would stay.
    """
    reason = Reason.RECEIVED if pieces >= 0 else Reason.CORRECTION
    voucher = Voucher(reason=reason, actor=actor, at=now)
    if pieces > 0:
        return receive(session, ids, merchant, Receipt(sku=sku, warehouse=warehouse, pieces=pieces), voucher)
    if pieces < 0:
        return adjust(session, ids, merchant, sku, warehouse, ANYWHERE, pieces, voucher)
    make_shelf(session, merchant, sku, warehouse)
    return stock_of(session, merchant, sku, warehouse)


def count_stock(
    session: WriteSession, ids: Ids, merchant: str, sku: str, warehouse: str, pieces: int, now: datetime,
    actor: str = UNNAMED,
) -> Stock:  # fmt: skip
    """Corrects a shelf to what was counted on it, and wakes the orders that wait for its article.

    `pieces` are all that the house has, those too that were picked and have not left; a cycle count adds these itself.
    From then on the article is tracked. Raises StockRefused when fewer than the reserved pieces were counted.
    """
    if pieces < 0:
        raise StockRefused
    make_shelf(session, merchant, sku, warehouse)
    difference = pieces - stock_of(session, merchant, sku, warehouse).on_hand
    books = Books(session, ids, merchant, Voucher(reason=Reason.COUNTED, actor=actor, at=now))
    if difference > 0:
        books.put(sku, warehouse, ANYWHERE, difference)
    elif difference < 0:
        books.take_anywhere(sku, warehouse, -difference)
    wake_waiting(session, ids, merchant, sku, warehouse, now)
    return stock_of(session, merchant, sku, warehouse)


def miss(books: Books, sku: str, warehouse: str, spot: Spot, missing: int) -> int:
    """A picker did not find pieces that the books have in a bin; what other orders have reserved there is not taken
    from them. Answers how many were written off."""
    if missing <= 0 or not change_shelf(books.session, books.merchant, sku, warehouse):
        return 0
    place = find_place(books.session, books.merchant, sku, warehouse, spot)
    if place is None:
        return 0
    # Blocked pieces are counted apart from free ones, and leave the shelf with their block.
    free = stock_of(books.session, books.merchant, sku, warehouse).free
    many = min(missing, place.free if place.blocked else min(place.free, free))
    if many > 0:
        books.take(sku, warehouse, spot, many)
    return many


def stock_of(session: ReadSession, merchant: str, sku: str, warehouse: str) -> Stock:
    """One shelf. Raises NotFound for an untracked article."""
    found = find_stock(session, merchant, sku, warehouse)
    if found is None:
        raise NotFound("shelf", f"{sku} in {warehouse}")
    return found


def stock_list(session: ReadSession, merchant: str) -> tuple[Stock, ...]:
    """All shelves of a merchant."""
    return all_shelves(session, merchant)


def _know_lot(session: WriteSession, merchant: str, receipt: Receipt, now: datetime) -> None:
    known = find_lot(session, merchant, receipt.sku, receipt.lot)
    until = receipt.expires_on or NEVER
    if known is None:
        put_lot(
            session, Lot(merchant_id=merchant, sku=receipt.sku, code=receipt.lot, received_at=now, expires_on=until)
        )
    elif receipt.expires_on and known.expires_on != until:
        if known.expires_on != NEVER or places_of_lot(session, merchant, receipt.sku, receipt.lot):
            raise StockRefused(f"lot `{known.code}` is known to expire on {known.expires_on}; check the label")
        put_lot(session, replace(known, expires_on=until))


def _misfit(reason: Reason, pieces: int) -> str:
    if reason not in ADJUSTMENTS:
        return f"`{reason}` is no reason for an adjustment; use one of {', '.join(ADJUSTMENTS)}"
    return f"`{reason}` does not go with {pieces} pieces; check the sign"
