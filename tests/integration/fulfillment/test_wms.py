"""An external warehouse, on both databases: words in order, events once, snapshots against the ledger."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from fulfillment.errors import IllegalStep, NotFound, StockRefused
from fulfillment.inventory.differences import adjust_difference, difference_report, explain_difference, keep_tolerance
from fulfillment.inventory.errors import DifferenceRefused, WmsRefused
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import adjust, receive_stock, stock_of
from fulfillment.records import StockDifference, Tolerance, WmsSnapshot, WmsWork
from fulfillment.repeating import repeated
from fulfillment.states import Work
from fulfillment.store.differences import differences_after
from fulfillment.wms.hearing import Box, Hearing, WmsTold, hear
from fulfillment.wms.levels import Level, SnapshotTold, compare
from fulfillment.wms.work import work_feed
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import SHELF, SKU, picked, start, work_of


def words(house: House, after: int = 0, limit: int = 50) -> tuple[WmsWork, ...]:
    with house.database.write() as session:
        return work_feed(session, house.site, "main", SHELF, after, limit, house.clock.now())


def told(house: House, **fields: object) -> WmsTold:
    part = house.parts()[0].id if house.desk.orders else ""
    plain = WmsTold(id="w-1", kind="picked", at=house.clock.now(), fulfilment_id=part)
    return replace(plain, **fields)  # type: ignore[arg-type]


def heard(house: House, event: WmsTold) -> str:
    hearing = Hearing(house.site, "main", "wms", house.clock.now())
    return repeated(house.database, lambda session: hear(session, hearing, event))


def counted(house: House, on_hand: int, name: str = "s-1", lot: str = "*", **fields: object) -> WmsSnapshot:
    snapshot = SnapshotTold(id=name, warehouse=SHELF, at=house.clock.now(),
                            levels=(Level(sku=SKU, on_hand=on_hand, lot=lot),))  # fmt: skip
    snapshot = replace(snapshot, **fields)  # type: ignore[arg-type]
    with house.database.write() as session:
        return compare(session, house.site.ids, "main", snapshot, house.clock.now())[0]


def open_ones(house: House) -> tuple[StockDifference, ...]:
    with house.database.read() as session:
        return differences_after(session, "main", state="open")


def stocked(house: House, pieces: int = 5) -> None:
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", SKU, SHELF, pieces, house.clock.now())


def test_feed_when_work_is_reserved_then_tells_lines_and_places_once(house: House) -> None:
    start(house)
    (word,) = words(house)
    assert (word.action, word.seq, word.data["places"]) == (
        "do", 1, [{"sku": SKU, "bin": "", "lot": "", "quantity": 2}])  # fmt: skip
    assert words(house, word.seq) == ()


def test_feed_when_the_order_is_held_released_and_cancelled_then_says_each(house: House) -> None:
    start(house)
    words(house)
    for outcome in ("hold", "admit", "cancel"):
        house.decide(outcome)
        house.drain()
        words(house)
    house.decide("hold")
    assert [(each.action, each.seq) for each in words(house)] == [("cancel", 4)]


def test_feed_when_the_parcel_gets_its_label_then_links_it(house: House) -> None:
    picked(house)
    seq = words(house)[-1].seq
    heard(house, told(house, id="w-2", kind="packed", boxes=(Box(weight_g=480),)))
    house.drain()
    (word,) = words(house, seq)
    parcels = word.data["parcels"]
    assert isinstance(parcels, list)
    assert parcels[0]["label"] == f"/v1/shipments/{house.parcels()[0].id}/label"


def test_feed_when_many_ask_at_once_then_numbers_are_given_once(house: House) -> None:
    start(house)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: words(house), range(8)))
    assert {tuple(each.seq for each in some) for some in found} == {(1,)}


def test_event_when_told_twice_then_counts_once(house: House) -> None:
    start(house)
    assert heard(house, told(house)) == "done"
    assert heard(house, told(house)) == "repeated"
    assert work_of(house) == Work.PICKED
    with pytest.raises(WmsRefused, match="something else"):
        heard(house, told(house, kind="reviewed"))


def test_event_when_refused_then_may_be_told_again(house: House) -> None:
    start(house)
    pack = told(house, id="w-9", kind="packed", boxes=(Box(weight_g=480),))
    with pytest.raises(IllegalStep):
        heard(house, pack)
    heard(house, told(house))
    assert heard(house, pack) == "done"
    with pytest.raises(NotFound):
        heard(house, told(house, id="w-10", fulfilment_id="ful_none"))


def test_event_when_pieces_are_short_then_the_part_waits(house: House) -> None:
    start(house)
    with pytest.raises(WmsRefused, match="as `short`"):
        heard(house, told(house, lines={1: 1}))
    with pytest.raises(WmsRefused, match="as `picked`"):
        heard(house, told(house, kind="short", lines={1: 2}))
    heard(house, told(house, kind="short", lines={1: 1}))
    assert work_of(house) in (Work.BACKORDERED, Work.RESERVED, Work.PICKING)


def test_event_when_stock_comes_and_goes_then_the_shelf_follows(house: House) -> None:
    heard(house, told(house, kind="received", warehouse=SHELF, sku=SKU, pieces=7))
    heard(house, told(house, id="w-2", kind="adjusted", warehouse=SHELF, sku=SKU, pieces=-2, reason="damaged"))
    with house.database.read() as session:
        assert stock_of(session, "main", SKU, SHELF).on_hand == 5
    with pytest.raises(StockRefused):
        heard(house, told(house, id="w-3", kind="adjusted", warehouse=SHELF, sku=SKU, pieces=-6, reason="lost"))


def test_snapshot_when_it_is_of_an_earlier_moment_then_the_ledger_of_then_counts(house: House) -> None:
    stocked(house)
    then = house.clock.now()
    house.pass_by(hours=1)
    stocked(house, 3)
    assert counted(house, 5, at=then).differing == 0
    assert counted(house, 7, "s-2").differing == 1
    assert [(each.expected, each.found, each.pieces) for each in open_ones(house)] == [(8, 7, -1)]


def test_snapshot_when_told_twice_then_is_held_against_the_books_once(house: House) -> None:
    stocked(house)
    assert counted(house, 4) == counted(house, 4)
    assert len(open_ones(house)) == 1
    with pytest.raises(WmsRefused, match="something else"):
        counted(house, 3)
    with pytest.raises(WmsRefused, match="clock"):
        counted(house, 3, "s-2", at=house.clock.now() + timedelta(hours=1))


def test_difference_when_counted_again_then_keeps_its_age_and_ends_when_it_matches(house: House) -> None:
    stocked(house)
    counted(house, 4)
    (first,) = open_ones(house)
    house.pass_by(days=2)
    counted(house, 3, "s-2")
    (second,) = open_ones(house)
    assert (second.id, second.opened_at, second.pieces) == (first.id, first.opened_at, -2)
    counted(house, 5, "s-3")
    assert open_ones(house) == ()


def test_difference_when_adjusted_then_the_books_of_that_moment_are_right(house: House) -> None:
    stocked(house)
    then = house.clock.now()
    counted(house, 3)
    (found,) = open_ones(house)
    house.pass_by(hours=5)
    with house.database.write() as session:
        adjust_difference(session, house.site.ids, "main", found.id, "Li", house.clock.now(), "seen")
    assert counted(house, 3, "s-2", at=then).differing == 0
    with house.database.read() as session:
        assert stock_of(session, "main", SKU, SHELF).on_hand == 3
        (row,) = difference_report(session, "main")
        assert (row.open, row.adjusted) == (0, 1)
    with pytest.raises(DifferenceRefused, match="adjusted already"), house.database.write() as session:
        explain_difference(session, "main", found.id, "Li", house.clock.now(), "no")


def test_difference_when_the_pieces_are_reserved_then_is_not_adjusted(house: House) -> None:
    start(house)
    counted(house, 1)
    (found,) = open_ones(house)
    with pytest.raises(DifferenceRefused, match="reserved"), house.database.write() as session:
        adjust_difference(session, house.site.ids, "main", found.id, "Li", house.clock.now())
    assert open_ones(house) == (found,)


def test_difference_when_within_the_tolerance_then_needs_nobody(house: House) -> None:
    stocked(house, 100)
    with house.database.write() as session:
        keep_tolerance(session, Tolerance(merchant_id="main", warehouse=SHELF, pieces=2, percent=1))
    assert counted(house, 98).adjusted == 0  # two pieces, but two per cent
    assert counted(house, 99, "s-2").adjusted == 1
    assert open_ones(house) == ()


def test_snapshot_when_complete_then_what_it_leaves_out_is_gone(house: House) -> None:
    stocked(house)
    assert counted(house, 0, levels=()).differing == 0
    assert counted(house, 0, "s-2", levels=(), is_complete=True).differing == 1
    voucher = Voucher(reason=Reason.FOUND, actor="tests", at=house.clock.now())
    with house.database.write() as session:
        adjust(session, house.site.ids, "main", SKU, SHELF, ("", ""), 1, voucher)
    assert counted(house, 6, "s-3", lot="").differing == 0
