"""Cycle counts: who counts sees no number of the books, a second person counts what differs too much, and what is
found is posted as movements. Pieces that come and go meanwhile do no harm, since the difference is posted and not the
number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import CountRefused, NotFound, StockRefused
from fulfillment.inventory.booking import Books
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import CountLine, Place, StockCount
from fulfillment.store.counts import (
    add_count,
    add_lines,
    change_line,
    count_lines,
    end_count,
    find_count,
    next_line,
)
from fulfillment.store.places import find_place, in_hands, moved_out, places_after
from fulfillment.store.stock import reservations_on
from fulfillment.store.warehouses import bins_of

A_UNTIL, B_UNTIL = 80, 95  # per cent of what was shipped, after Pareto
LOOKS_BACK = timedelta(days=90)
MOST_LINES = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWanted:
    """What is to be counted: places of articles of an ABC `class_`, or in bins of a `zone` or `aisle`, or in `bins`;
    everything when none is given. A difference above `tolerance_pct` of the books is counted again.
    """

    warehouse: str
    class_: str = ""
    zone: str = ""
    aisle: str = ""
    bins: tuple[str, ...] = ()
    tolerance_pct: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What somebody found at a place."""

    sku: str
    pieces: int
    bin: str = ""
    lot: str = ""


def plan_count(
    session: WriteSession, ids: Ids, merchant: str, wanted: CountWanted, now: datetime, actor: str
) -> StockCount:
    """Opens a count. Raises CountRefused when there is nothing to count, or too much for one sheet."""
    places = _chosen(session, merchant, wanted, now)
    if not places:
        raise CountRefused("no place matches; name others").seeing("stock places")
    chosen = " ".join(
        f"{name}={value}"
        for name, value in (("class", wanted.class_), ("zone", wanted.zone), ("aisle", wanted.aisle),
                            ("bins", ",".join(wanted.bins)))
        if value
    )  # fmt: skip
    count = StockCount(
        id=ids.new(Prefix.COUNT),
        merchant_id=merchant,
        warehouse=wanted.warehouse,
        chosen_by=(chosen or "everything")[:128],
        tolerance_pct=wanted.tolerance_pct,
        state="open",
        created_at=now,
        created_by=actor,
    )
    add_count(session, count, [_line(count, number, each) for number, each in enumerate(places, start=1)])
    return count


def tell_count(session: WriteSession, merchant: str, count_id: str, found: Counted, actor: str) -> CountLine:
    """Enters what was found. A place that is not on the sheet is added to it, since goods lie where they should not.

    Raises NotFound; CountRefused when the count has ended, the line is agreed, or the same person counts again.
    """
    count = _open(session, merchant, count_id)
    line = _line_of(session, count, found)
    expected = _expected(session, count, line)
    differs = abs(found.pieces - expected) * 100 > count.tolerance_pct * expected
    if line.state == "open":
        changed = change_line(
            session, line, state="again" if differs else "agreed", expected=expected, first=found.pieces, first_by=actor
        )
    elif line.state == "again":
        if line.first_by == actor:
            raise CountRefused("a second person counts what differs; hand the sheet on")
        changed = change_line(session, line, state="agreed", expected=expected, second=found.pieces, second_by=actor)
    else:
        raise CountRefused(f"line {line.line} is counted already; post it, or plan another count")
    if changed is None:
        raise CountRefused("somebody else told this line meanwhile; look at the count again")
    return changed


def post_count(session: WriteSession, ids: Ids, merchant: str, count_id: str, now: datetime, actor: str) -> StockCount:
    """Books all differences that are agreed, and ends the count once nothing is left to count.

    Raises CountRefused while a line waits for its second count, StockRefused when a difference would take reserved
    pieces: it names their orders.
    """
    count = _open(session, merchant, count_id)
    lines = count_lines(session, count.id)
    again = [str(line.line) for line in lines if line.state == "again"]
    if again:
        raise CountRefused(f"lines {', '.join(again)} wait for a second count")
    books = Books(session, ids, merchant, Voucher(reason=Reason.COUNTED, actor=actor, at=now, reference=count.id))
    for line in sorted((each for each in lines if each.state == "agreed"), key=lambda each: each.sku):
        _post(books, count, line)
        wake_waiting(session, ids, merchant, line.sku, count.warehouse, now)
    if all(line.state in ("agreed", "posted") for line in lines):
        end_count(session, count, "posted", now)
    return _found(session, merchant, count_id)


def drop_count(session: WriteSession, merchant: str, count_id: str, now: datetime) -> StockCount:
    """Ends a count without its open lines; what was posted stays posted."""
    end_count(session, _open(session, merchant, count_id), "dropped", now)
    return _found(session, merchant, count_id)


def count_sheet(session: ReadSession, merchant: str, count_id: str) -> tuple[StockCount, tuple[CountLine, ...]]:
    """A count and its lines. Raises NotFound."""
    count = _found(session, merchant, count_id)
    return count, count_lines(session, count.id)


def classes(session: ReadSession, merchant: str, warehouse: str, now: datetime) -> Mapping[str, str]:
    """Article -> A, B or C by its share in the pieces shipped of late; those that were not shipped are C."""
    shipped = moved_out(session, merchant, warehouse, now - LOOKS_BACK)
    total, before = sum(shipped.values()), 0
    found = {}
    for sku, pieces in sorted(shipped.items(), key=lambda each: (-each[1], each[0])):
        # The article that crosses a border still belongs to the class before it.
        share = before * 100 // total if total else 100
        found[sku] = "A" if share < A_UNTIL else "B" if share < B_UNTIL else "C"
        before += pieces
    return found


def _chosen(session: ReadSession, merchant: str, wanted: CountWanted, now: datetime) -> Sequence[Place]:
    bins = {each.code: each for each in bins_of(session, merchant, wanted.warehouse)}
    class_of = classes(session, merchant, wanted.warehouse, now) if wanted.class_ else {}

    def fits(place: Place) -> bool:
        bin_ = bins.get(place.bin)
        return (
            (not wanted.class_ or class_of.get(place.sku, "C") == wanted.class_)
            and (not wanted.bins or place.bin in wanted.bins)
            and (not wanted.zone or (bin_ is not None and bin_.zone == wanted.zone))
            and (not wanted.aisle or (bin_ is not None and bin_.aisle == wanted.aisle))
        )

    places: list[Place] = []
    after = None
    while page := places_after(session, merchant, MOST_LINES, after, warehouse=wanted.warehouse):
        places += filter(fits, page)
        if len(places) > MOST_LINES:
            raise CountRefused(f"more than {MOST_LINES} places match; choose a class, a zone, an aisle or bins")
        after = (page[-1].sku, page[-1].warehouse, page[-1].bin, page[-1].lot)
    # In the order in which somebody walks along the bins.
    return sorted(places, key=lambda each: (each.bin, each.sku, each.lot))


def _line_of(session: WriteSession, count: StockCount, found: Counted) -> CountLine:
    for line in count_lines(session, count.id):
        if (line.sku, line.bin, line.lot) == (found.sku, found.bin, found.lot):
            return line
    added = CountLine(
        count_id=count.id,
        line=next_line(session, count.id),
        merchant_id=count.merchant_id,
        sku=found.sku,
        bin=found.bin,
        lot=found.lot,
    )
    add_lines(session, [added])
    return added


def _expected(session: ReadSession, count: StockCount, line: CountLine) -> int:
    """What should lie there now: pieces in totes and boxes are in the books, and not in their bin."""
    place = find_place(session, count.merchant_id, line.sku, count.warehouse, (line.bin, line.lot))
    return 0 if place is None else place.on_hand - in_hands(session, place)


def _post(books: Books, count: StockCount, line: CountLine) -> None:
    found = line.first if line.second is None else line.second
    difference = (found or 0) - (line.expected or 0)
    spot = (line.bin, line.lot)
    if difference > 0:
        books.put(line.sku, count.warehouse, spot, difference)
    elif difference < 0:
        try:
            books.take(line.sku, count.warehouse, spot, -difference)
        except StockRefused as error:
            held = reservations_on(books.session, books.merchant, line.sku, count.warehouse, "held")
            orders = ", ".join(dict.fromkeys(each.order_id for each in held)) or "none"
            msg = f"line {line.line}: {-difference} of `{line.sku}` are not there but reserved; decide about {orders}"
            raise StockRefused(msg) from error
    if change_line(books.session, line, state="posted", posted=difference) is None:
        raise CountRefused("somebody else posts this count; look at it again")


def _line(count: StockCount, number: int, place: Place) -> CountLine:
    return CountLine(
        count_id=count.id,
        line=number,
        merchant_id=count.merchant_id,
        sku=place.sku,
        bin=place.bin,
        lot=place.lot,
    )


def _open(session: ReadSession, merchant: str, count_id: str) -> StockCount:
    count = _found(session, merchant, count_id)
    if count.state != "open":
        raise CountRefused(f"the count is `{count.state}`; plan another one")
    return count


def _found(session: ReadSession, merchant: str, count_id: str) -> StockCount:
    found = find_count(session, merchant, count_id)
    if found is None:
        raise NotFound("count", count_id)
    return found
