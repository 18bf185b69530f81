"""Differences between what somebody found and the books: open until a person, or a tolerance that was set, ends them.

An adjustment is booked as of the moment of the count, so that a later look at that moment finds the books right.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound, StockRefused
from fulfillment.inventory.booking import ANYWHERE, Books
from fulfillment.inventory.errors import DifferenceRefused
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import StockDifference, Tolerance
from fulfillment.records.differences import ALL_LOTS
from fulfillment.store.differences import (
    add_difference,
    differences_after,
    end_difference,
    find_difference,
    open_differences,
    put_tolerance,
    recount,
)
from fulfillment.store.places import Spot, places_of
from fulfillment.store.stock import change_shelf
from fulfillment.store.transfers import give_up

ADJUSTED, EXPLAINED = "adjusted", "explained"
WMS, TRANSFER = "wms", "transfer"
SETTLED_BY = "tolerance"
MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceReport:
    """Of one warehouse: how many are open, pieces that are there too many and too few, and since when the oldest is."""

    warehouse: str
    open: int
    over: int
    short: int
    oldest: datetime
    adjusted: int
    explained: int


def note_difference(
    session: WriteSession, ids: Ids, merchant: str, warehouse: str, what: tuple[str, str], source: str, reference: str,
    counted: tuple[int, int], at: datetime, now: datetime,
) -> StockDifference | None:  # fmt: skip
    """Opens a difference, or recounts the open one of the same article and lot, which keeps its age.

    `what`: article and lot; `counted`: expected and found. None when the open one was counted at a later moment.
    """
    sku, lot = what
    same = open_differences(session, merchant, source, warehouse=warehouse, reference=reference)
    known = next((each for each in same if (each.sku, each.lot, each.reference) == (sku, lot, reference)), None)
    if known is None:
        made = StockDifference(id=ids.new(Prefix.DIFFERENCE), merchant_id=merchant, warehouse=warehouse, sku=sku,
                               lot=lot, source=source, reference=reference, expected=counted[0], found=counted[1],
                               state="open", counted_at=at, opened_at=now)  # fmt: skip
        add_difference(session, made)
        return made
    if known.counted_at > at:
        return None
    recount(session, known, *counted, at)
    return replace(known, expected=counted[0], found=counted[1], counted_at=at)


def settle_matching(
    session: WriteSession, merchant: str, warehouse: str, at: datetime, matching: frozenset[tuple[str, str]],
    now: datetime,
) -> None:  # fmt: skip
    """Ends open differences of a warehouse whose numbers match again."""
    for each in open_differences(session, merchant, WMS, warehouse=warehouse):
        if (each.sku, each.lot) in matching and each.counted_at <= at:
            end_difference(session, each, EXPLAINED, WMS, now, f"the numbers match as of {at.isoformat()}")


def within(difference: StockDifference, tolerance: Tolerance) -> bool:
    """Whether a difference is small enough: in pieces, and in per cent of the books."""
    many = abs(difference.pieces)
    return 0 < many <= tolerance.pieces and many * 100 <= tolerance.percent * difference.expected


def adjust_difference(
    session: WriteSession, ids: Ids, merchant: str, id_: str, by: str, now: datetime, remark: str = ""
) -> StockDifference:
    """The books take over what was found. Raises NotFound; DifferenceRefused when it is ended, pieces are reserved,
    or the lot is unknown."""
    ended = book(session, ids, _open(session, merchant, id_), by, now, remark)
    if ended is None:
        raise DifferenceRefused(
            "the pieces that are missing are reserved, or nobody knows the lot; free them, or receive the lot"
        )
    return ended


def explain_difference(
    session: WriteSession, merchant: str, id_: str, by: str, now: datetime, remark: str
) -> StockDifference:
    """The books were right; the remark says why. Raises NotFound, DifferenceRefused without a remark, when it is ended,
    or for pieces of a transfer that did not come, which are received late or given up."""
    found = _open(session, merchant, id_)
    if not remark.strip():
        raise DifferenceRefused("say why the books are right")
    if found.source == TRANSFER and found.pieces < 0:
        raise DifferenceRefused("pieces are still on their way; receive the carton again, or adjust to give them up")
    return _ended(end_difference(session, found, EXPLAINED, by, now, remark))


def book(
    session: WriteSession, ids: Ids, difference: StockDifference, by: str, now: datetime, remark: str
) -> StockDifference | None:
    """Books a difference and ends it; None, and nothing is booked, when too few pieces are unreserved or the lot is
    unknown.
    """
    voucher = Voucher(reason=Reason.CORRECTION, actor=by, at=difference.counted_at, reference=difference.id)
    books = Books(session, ids, difference.merchant_id, voucher)
    try:
        with session.savepoint():
            if difference.source == TRANSFER and difference.pieces < 0:
                _give_up(books, difference)
            elif difference.pieces < 0:
                _take(books, difference)
            else:
                lot = "" if difference.lot == ALL_LOTS else difference.lot
                books.put(difference.sku, difference.warehouse, ("", lot), difference.pieces)
    except (StockRefused, NotFound):
        return None
    if difference.pieces > 0:
        wake_waiting(session, ids, difference.merchant_id, difference.sku, difference.warehouse, now)
    return _ended(end_difference(session, difference, ADJUSTED, by, now, remark))


def keep_tolerance(session: WriteSession, tolerance: Tolerance) -> Tolerance:
    """Within which differences of snapshots are adjusted without a person. Raises DifferenceRefused."""
    if not (0 <= tolerance.pieces <= MOST and 0 <= tolerance.percent <= 100):
        raise DifferenceRefused("a tolerance is 0 or more pieces, and 0 to 100 per cent of the books")
    put_tolerance(session, tolerance)
    return tolerance


def difference_report(session: ReadSession, merchant: str) -> tuple[DifferenceReport, ...]:
    """Each warehouse that ever differed, by code."""
    found = differences_after(session, merchant)
    return tuple(
        _report(code, [each for each in found if each.warehouse == code])
        for code in sorted({each.warehouse for each in found})
    )


def age(difference: StockDifference, now: datetime) -> timedelta:
    """How long it has been open, or was."""
    return (difference.ended_at or now) - difference.opened_at


def _report(warehouse: str, some: list[StockDifference]) -> DifferenceReport:
    is_open = [each for each in some if each.state == "open"]
    return DifferenceReport(
        warehouse=warehouse,
        open=len(is_open),
        over=sum(max(each.pieces, 0) for each in is_open),
        short=sum(max(-each.pieces, 0) for each in is_open),
        oldest=min(each.opened_at for each in is_open or some),
        adjusted=sum(each.state == ADJUSTED for each in some),
        explained=sum(each.state == EXPLAINED for each in some),
    )


def _take(books: Books, difference: StockDifference) -> None:
    """Unreserved pieces leave the places of the lot, or of any lot."""
    session, sku, warehouse = books.session, difference.sku, difference.warehouse
    change_shelf(session, books.merchant, sku, warehouse)  # holds it, so that the places stand still
    rest = -difference.pieces
    # Pieces that lie in no bin are the likeliest not to be there at all.
    for place in sorted(places_of(session, books.merchant, sku, warehouse), key=lambda each: bool(each.bin)):
        fits = difference.lot in (ALL_LOTS, place.lot)
        taken = min(rest, place.free) if fits else 0
        if taken:
            books.take(sku, warehouse, (place.bin, place.lot), taken)
            rest -= taken
    if rest:
        raise StockRefused


def _give_up(books: Books, difference: StockDifference) -> None:
    """What was on its way and never came: it arrives in the books and is lost there, so that the ledger tells it."""
    transfer_id, carton = difference.reference.rsplit("/", 1)
    lot, lost = difference.lot, -difference.pieces
    if not give_up(books.session, transfer_id, int(carton), difference.sku, lot, lost):
        raise StockRefused
    spot: Spot = ("", lot) if lot else ANYWHERE
    arrived = replace(books.voucher, reason=Reason.TRANSFER_IN)
    Books(books.session, books.ids, books.merchant, arrived).put(difference.sku, difference.warehouse, spot, lost)
    missed = replace(books.voucher, reason=Reason.LOST)
    Books(books.session, books.ids, books.merchant, missed).take(difference.sku, difference.warehouse, spot, lost)


def _open(session: ReadSession, merchant: str, id_: str) -> StockDifference:
    found = find_difference(session, merchant, id_)
    if found is None:
        raise NotFound("difference", id_)
    if found.state != "open":
        raise DifferenceRefused(f"the difference is {found.state} already; see who ended it")
    return found


def _ended(ended: StockDifference | None) -> StockDifference:
    if ended is None:
        raise DifferenceRefused("somebody else counted or ended it meanwhile; read it again")
    return ended
