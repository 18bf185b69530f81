"""Bins and stock, taken in from a file and written out as one that can be taken in again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from engine.ids import Ids
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError, StockRefused
from fulfillment.inventory.booking import Books
from fulfillment.inventory.expiring import change_lot
from fulfillment.inventory.keeping import keep_bin
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.sheet import CellRefused, Cells, RowRefused, Taken, rows_of, written
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import Bin, Lot
from fulfillment.records.stock import NEVER
from fulfillment.store.places import find_place, places_after
from fulfillment.store.stock import make_shelf
from fulfillment.store.warehouses import bins_after, find_bin, find_lot, put_lot

BIN_COLUMNS = ("warehouse", "code", "zone", "aisle", "place", "level", "kind", "max_weight_g")
STOCK_COLUMNS = ("sku", "warehouse", "bin", "lot", "expires_on", "on_hand")
SHOWN_STOCK = (*STOCK_COLUMNS, "reserved", "blocked")  # the last two are read over when the file comes back
AT_ONCE = 1000


def take_bins(session: WriteSession, merchant: str, content: bytes) -> Taken:
    """Sets up the bins of a file; rows that cannot be are told. Raises WarehouseRefused when it is no such file."""

    def take(cells: Cells) -> bool:
        bin_ = Bin(
            merchant_id=merchant,
            warehouse=cells.needed("warehouse"),
            code=cells.needed("code"),
            zone=cells.text("zone"),
            aisle=cells.text("aisle"),
            place=cells.text("place"),
            level=cells.text("level"),
            kind=cells.text("kind", "pick"),
            max_weight_g=cells.number("max_weight_g", 0),
        )
        if find_bin(session, merchant, bin_.warehouse, bin_.code) == bin_:
            return False
        keep_bin(session, bin_)
        return True

    return _taken(session, rows_of(content, BIN_COLUMNS, ("warehouse", "code")), take)


def take_stock(
    session: WriteSession, ids: Ids, merchant: str, content: bytes, now: datetime, actor: str, reference: str = ""
) -> Taken:
    """Brings each place of a file to its number of pieces, picked ones that have not left included; the differences are
    booked, as opening stock on a shelf that is new and as counted on others. Raises WarehouseRefused when it is no
    such file.

    Shelves are changed by article and warehouse, whatever the order of the rows: as orders are reserved, so that none
    of two waits for the other for ever.
    """

    def take(cells: Cells) -> bool:
        sku, warehouse = cells.needed("sku"), cells.needed("warehouse")
        spot, pieces = (cells.text("bin"), cells.text("lot")), cells.number("on_hand")
        _know_lot(session, ids, merchant, sku, spot[1], cells, now)
        make_shelf(session, merchant, sku, warehouse)
        place = find_place(session, merchant, sku, warehouse, spot)
        reason = Reason.OPENING if place is None else Reason.COUNTED
        books = Books(session, ids, merchant, Voucher(reason=reason, actor=actor, at=now, reference=reference))
        difference = pieces - (0 if place is None else place.on_hand)
        if difference > 0:
            books.put(sku, warehouse, spot, difference)
            wake_waiting(session, ids, merchant, sku, warehouse, now)
        elif difference < 0:
            books.take(sku, warehouse, spot, -difference)
        else:
            books.place(sku, warehouse, spot)
        return difference != 0

    rows = sorted(rows_of(content, SHOWN_STOCK, ("sku", "warehouse", "on_hand")), key=_shelf)
    taken = _taken(session, rows, take)
    return replace(taken, refused=tuple(sorted(taken.refused, key=lambda each: each.line)))


def bin_lines(session: ReadSession, merchant: str, warehouse: str | None = None) -> Iterator[str]:
    """All bins as lines of a file."""

    def rows() -> Iterator[dict[str, object]]:
        after = None
        while found := bins_after(session, merchant, AT_ONCE, after, warehouse):
            yield from ({name: getattr(each, name) for name in BIN_COLUMNS} for each in found)
            after = (found[-1].warehouse, found[-1].code)

    return written(BIN_COLUMNS, rows())


def stock_lines(session: ReadSession, merchant: str, warehouse: str | None = None) -> Iterator[str]:
    """All places as lines of a file."""

    def rows() -> Iterator[dict[str, object]]:
        after = None
        while found := places_after(session, merchant, AT_ONCE, after, warehouse=warehouse):
            for each in found:
                until = "" if each.expires_on == NEVER else each.expires_on
                yield {name: getattr(each, name) for name in SHOWN_STOCK} | {"expires_on": until}
            after = (found[-1].sku, found[-1].warehouse, found[-1].bin, found[-1].lot)

    return written(SHOWN_STOCK, rows())


def _shelf(row: Cells | RowRefused) -> tuple[str, str]:
    """By what rows are sorted; those that will be refused may stand anywhere."""
    if isinstance(row, RowRefused):
        return "", ""
    try:
        return row.text("sku"), row.text("warehouse")
    except CellRefused:
        return "", ""


def _taken(session: WriteSession, rows: Iterable[Cells | RowRefused], take: Callable[[Cells], bool]) -> Taken:
    taken, changed, refused = 0, 0, []
    for row in rows:
        if isinstance(row, RowRefused):
            refused.append(row)
            continue
        try:
            with session.savepoint():
                changed += take(row)
            taken += 1
        except CellRefused as error:
            refused.append(RowRefused(row.line, error.column, error.detail))
        except FulfilmentError as error:
            refused.append(RowRefused(row.line, "", str(error)))
    return Taken(taken, changed, tuple(refused))


def _know_lot(session: WriteSession, ids: Ids, merchant: str, sku: str, lot: str, cells: Cells, now: datetime) -> None:
    until = _day(cells)
    if not lot:
        if until:
            raise CellRefused("lot", "a last day belongs to a lot; fill in the lot, or leave the day out")
        return
    known = find_lot(session, merchant, sku, lot)
    if known is None:
        put_lot(session, Lot(merchant_id=merchant, sku=sku, code=lot, received_at=now, expires_on=until or NEVER))
    elif until and until != known.expires_on:
        try:
            change_lot(session, ids, merchant, sku, lot, now, expires_on=until)
        except StockRefused as error:
            raise CellRefused("expires_on", str(error)) from error


def _day(cells: Cells) -> str:
    text = cells.text("expires_on")
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise CellRefused("expires_on", f"`{text}` is no day; write it as in 2027-03-31") from error
