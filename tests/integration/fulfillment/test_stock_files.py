"""Files of bins and stock: what is wrong is told with its line, and all else is taken; counts, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ids import TimeOrderedIds
from engine.store.sessions import WriteSession
from fulfillment.errors import CountRefused, StockRefused, WarehouseRefused
from fulfillment.inventory.allocating import Part
from fulfillment.inventory.booking import Books
from fulfillment.inventory.counting import Counted, CountWanted, classes, plan_count, post_count, tell_count
from fulfillment.inventory.files import bin_lines, stock_lines, take_bins, take_stock
from fulfillment.inventory.holding import keep_back, note_places, send_out
from fulfillment.inventory.keeping import keep_bin, keep_warehouse
from fulfillment.inventory.moving import quarantine
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.sheet import Cells, rows_of, written
from fulfillment.inventory.shelves import Receipt, receive, stock_of
from fulfillment.records import Bin, Reservation, Warehouse
from fulfillment.store.places import movements_after
from fulfillment.store.stock import add_reservations
from fulfillment.store.warehouses import bins_of
from tests.fulfilment_site import House
from tests.split_orders import pick, split

HEADING = b"warehouse,code,zone,aisle,place,level,kind,max_weight_g\n"


def open_house(house: House) -> None:
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code="HAM-1", country="DE"))


def take(house: House, content: bytes) -> tuple[int, int, list[tuple[int, str]]]:
    with house.database.write() as session:
        taken = take_stock(session, house.site.ids, "main", content, house.clock.now(), "tests")
    return taken.rows, taken.changed, [(each.line, each.column) for each in taken.refused]


def exported(house: House) -> bytes:
    with house.database.read() as session:
        return "".join(stock_lines(session, "main")).encode()


def test_bins_when_rows_are_wrong_then_each_is_told_and_all_others_are_kept(house: House) -> None:
    open_house(house)
    rows = (
        b"HAM-1,A-1,A,1,1,1,pick,500\nHAM-1,A-2,,,,,shelf,\nNOWHERE,A-3,,,,,,\nHAM-1,,,,,,,\nHAM-1,A-4\n"
        b"HAM-1,A-5,,,,,,x\n"
    )
    with house.database.write() as session:
        taken = take_bins(session, "main", HEADING + rows)
        kept = bins_of(session, "main", "HAM-1")
    assert [(each.line, each.column) for each in taken.refused] == [
        (3, ""), (4, ""), (5, "code"), (6, ""), (7, "max_weight_g")]  # fmt: skip
    assert [each.code for each in kept] == ["A-1"]
    assert all(each.detail for each in taken.refused)


def test_bins_when_exported_then_come_back_without_a_change(house: House) -> None:
    open_house(house)
    with house.database.write() as session:
        take_bins(session, "main", HEADING + b"HAM-1,A-1,A,1,1,1,pick,500\nHAM-1,=B,,,,,reserve,\n")
        again = take_bins(session, "main", "".join(bin_lines(session, "main")).encode())
    assert (again.rows, again.changed, again.refused) == (2, 0, ())


def test_stock_when_imported_twice_then_is_booked_once_and_comes_back_from_its_export(house: House) -> None:
    open_house(house)
    with house.database.write() as session:
        keep_bin(session, Bin(merchant_id="main", warehouse="HAM-1", code="A-1"))
    content = b"sku,warehouse,bin,lot,expires_on,on_hand\nTEA,HAM-1,A-1,L1,2027-09-30,40\nMUG,HAM-1,,,,7\n"
    assert take(house, content) == (2, 2, [])
    assert take(house, content) == (2, 0, [])
    assert take(house, exported(house)) == (2, 0, [])
    with house.database.read() as session:
        assert [each.reason for each in movements_after(session, "main", 10)] == ["opening", "opening"]


def test_stock_when_rows_are_wrong_then_each_is_told_and_all_others_are_booked(house: House) -> None:
    content = (
        b"sku,warehouse,bin,lot,expires_on,on_hand\nTEA,HAM-1,NO-BIN,,,1\nTEA,HAM-1,,,2027-01-01,1\n"
        b"TEA,HAM-1,,L1,soon,1\nTEA,HAM-1,,,,-1\nMUG,HAM-1,,,,7\n"
    )
    assert take(house, content) == (1, 1, [(2, ""), (3, "lot"), (4, "expires_on"), (5, "on_hand")])


def test_stock_when_imported_then_shelves_are_changed_by_article_as_orders_reserve_them(house: House) -> None:
    content = b"sku,warehouse,on_hand\nTEE,B,1\nMUG,B,1\n,A,1\nTEE,A,1\nMUG,A,x\nHAT,B,1\n"
    assert take(house, content) == (4, 4, [(4, "sku"), (6, "on_hand")])
    with house.database.read() as session:
        booked = [(each.sku, each.warehouse) for each in movements_after(session, "main", 10)]
    assert booked == [("HAT", "B"), ("MUG", "B"), ("TEE", "A"), ("TEE", "B")]


def test_stock_when_the_file_is_another_one_then_is_refused_as_a_whole(house: House) -> None:
    for content in (b"sku,pieces\n", b"\xff\xfe", b"sku,sku,warehouse,on_hand\n"):
        with pytest.raises(WarehouseRefused):
            take(house, content)


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), max_size=20), min_size=1, max_size=5))
def test_cells_when_written_and_read_then_are_the_same(texts: list[str]) -> None:
    content = "".join(written(("a", "b"), [{"a": text, "b": "x"} for text in texts])).encode()
    rows = [row for row in rows_of(content, ("a", "b"), ("a",)) if isinstance(row, Cells)]
    assert [row.text("a") for row in rows] == texts


def booked(house: House, sku: str, pieces: int) -> None:
    with house.database.write() as session:
        receive(session, house.site.ids, "main", Receipt(sku=sku, warehouse="HAM-1", pieces=pieces),
                Voucher(reason=Reason.RECEIVED, actor="dock", at=house.clock.now()))  # fmt: skip


def held(session: WriteSession, house: House, sku: str, pieces: int) -> Reservation:
    taken = keep_back(session, "main", sku, "HAM-1", pieces, "")
    assert taken is not None
    made = Reservation(id=f"rsv_{sku}", merchant_id="main", order_id=f"ord_{sku}", fulfilment_id=f"ful_{sku}", sku=sku,
                       warehouse="HAM-1", quantity=pieces, state="held", created_at=house.clock.now())  # fmt: skip
    add_reservations(session, made)
    note_places(session, made, taken)
    return made


def test_classes_when_some_articles_ship_most_then_those_are_a(house: House) -> None:
    now = house.clock.now()
    for sku, pieces in (("RARE", 2), ("SOME", 20), ("MUCH", 80)):
        booked(house, sku, pieces + 1)
        with house.database.write() as session:
            books = Books(session, house.site.ids, "main", Voucher(reason=Reason.SHIPPED, actor="dock", at=now))
            send_out(books, held(session, house, sku, pieces))
    with house.database.read() as session:
        assert classes(session, "main", "HAM-1", now) == {"MUCH": "A", "SOME": "A", "RARE": "C"}


def test_count_when_reserved_pieces_are_not_there_then_their_orders_are_named(house: House) -> None:
    booked(house, "TEA", 5)
    with house.database.write() as session:
        held(session, house, "TEA", 4)
        count = plan_count(session, house.site.ids, "main", CountWanted(warehouse="HAM-1"), house.clock.now(), "lead")
        for name in ("one", "two"):
            tell_count(session, "main", count.id, Counted(sku="TEA", pieces=2), name)
    with house.database.write() as session, pytest.raises(StockRefused, match="ord_TEA"):
        post_count(session, house.site.ids, "main", count.id, house.clock.now(), "lead")


def test_count_when_goods_come_before_it_is_posted_then_only_the_difference_is_booked(house: House) -> None:
    booked(house, "TEA", 5)
    with house.database.write() as session:
        wanted = CountWanted(warehouse="HAM-1", tolerance_pct=50)
        count = plan_count(session, house.site.ids, "main", wanted, house.clock.now(), "lead")
        tell_count(session, "main", count.id, Counted(sku="TEA", pieces=4), "one")
    booked(house, "TEA", 10)
    with house.database.write() as session:
        post_count(session, house.site.ids, "main", count.id, house.clock.now(), "lead")
        assert stock_of(session, "main", "TEA", "HAM-1").on_hand == 14


def test_count_when_nothing_matches_then_is_refused(house: House) -> None:
    with house.database.write() as session, pytest.raises(CountRefused):
        plan_count(session, TimeOrderedIds(), "main", CountWanted(warehouse="HAM-1"), house.clock.now(), "lead")


def test_quarantine_when_pieces_are_reserved_then_names_their_orders(house: House) -> None:
    booked(house, "TEA", 5)
    voucher = Voucher(reason=Reason.QUARANTINED, actor="dock", at=house.clock.now())
    with house.database.write() as session:
        held(session, house, "TEA", 4)
    with house.database.write() as session, pytest.raises(StockRefused, match="ord_TEA"):
        quarantine(session, house.site.ids, "main", "TEA", "HAM-1", ("", ""), 2, voucher)


def test_count_when_pieces_lie_in_a_packed_box_then_they_are_not_missed_in_their_bin(house: House) -> None:
    split(house, (Part(warehouse="SZX-1", lines={1: 2, 2: 1}),))
    pick(house, "2")
    with house.database.write() as session:
        count = plan_count(session, house.site.ids, "main", CountWanted(warehouse="SZX-1"), house.clock.now(), "lead")
        told = [tell_count(session, "main", count.id, Counted(sku=sku, pieces=pieces), "one")
                for sku, pieces in (("TEE-M-BLUE", 3), ("MUG-WHITE", 4))]  # fmt: skip
        assert [each.state for each in told] == ["agreed", "agreed"]
        post_count(session, house.site.ids, "main", count.id, house.clock.now(), "lead")
    with house.database.read() as session:
        assert stock_of(session, "main", "TEE-M-BLUE", "SZX-1").on_hand == 5


def test_count_when_there_are_many_places_then_those_of_a_zone_are_all_on_the_sheet(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fulfillment.inventory.counting.MOST_LINES", 2)
    for sku in ("A", "B", "C", "D"):
        booked(house, sku, 1)
    wanted = CountWanted(warehouse="HAM-1", class_="A")
    now = house.clock.now()
    with house.database.write() as session:
        books = Books(session, house.site.ids, "main", Voucher(reason=Reason.SHIPPED, actor="dock", at=now))
        send_out(books, held(session, house, "D", 1))
        plan_count(session, house.site.ids, "main", wanted, now, "lead")
    with house.database.write() as session, pytest.raises(CountRefused, match="more than 2"):
        plan_count(session, house.site.ids, "main", CountWanted(warehouse="HAM-1"), now, "lead")
