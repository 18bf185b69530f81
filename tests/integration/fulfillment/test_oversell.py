"""The last pieces, wanted by more at once than there are: as many get one as there are pieces."""

import multiprocessing
import threading
from datetime import UTC, datetime

import pytest

from engine.errors import StoreBusy
from engine.ids import Ids, Prefix, TimeOrderedIds
from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.errors import StockRefused
from fulfillment.inventory.holding import Taken, keep_back, note_places
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, receive, stock_of
from fulfillment.records import Reservation
from fulfillment.states import Work
from fulfillment.store.places import places_of
from fulfillment.store.stock import add_reservations, reservations_on
from tests.fulfilment_site import House

SKU, SHELF, PIECES, WANTING = "TEE-M-BLUE", "SZX-1", 10, 64
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LOTS = (("A", 4), ("B", 3), ("C", 3))


def filled(database: Database, ids: Ids) -> None:
    """Ten pieces, in three lots."""
    voucher = Voucher(reason=Reason.RECEIVED, actor="tests", at=NOON)
    with database.write() as session:
        for lot, many in LOTS:
            receive(session, ids, "main", Receipt(sku=SKU, warehouse=SHELF, pieces=many, lot=lot), voucher)


def wanted(session: WriteSession) -> Taken:
    """Where the piece lies."""
    taken = keep_back(session, "main", SKU, SHELF, 1, "")
    if taken is None:
        raise StockRefused
    return taken


def reserved(database: Database, ids: Ids) -> bool:
    """One piece for somebody, if there is one."""
    try:
        with database.write() as session:
            taken = wanted(session)
            made = Reservation(id=ids.new(Prefix.RESERVATION), merchant_id="main", order_id="o", fulfilment_id="f",
                               sku=SKU, warehouse=SHELF, quantity=1, state="held", created_at=NOON)  # fmt: skip
            add_reservations(session, made)
            note_places(session, made, taken)
    except StockRefused:
        return False
    return True


def settled(database: Database) -> tuple[int, int, int, int]:
    """On the shelf, reserved there, reserved in its places, and kept for orders."""
    with database.read() as session:
        shelf = stock_of(session, "main", SKU, SHELF)
        places = places_of(session, "main", SKU, SHELF)
        kept = reservations_on(session, "main", SKU, SHELF, "held")
    return shelf.on_hand, shelf.reserved, sum(each.reserved for each in places), sum(each.quantity for each in kept)


def in_threads(database: Database, ids: Ids, many: int) -> list[bool]:
    """All of them begin at once."""
    got: list[bool] = []
    ready = threading.Barrier(many)

    def want() -> None:
        ready.wait()
        while True:
            try:
                got.append(reserved(database, ids))
            except StoreBusy:
                continue
            return

    threads = [threading.Thread(target=want) for _ in range(many)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return got


def in_process(url: str, many: int, answers: "multiprocessing.Queue[list[bool]]") -> None:
    """What one process gets."""
    database = Database(url)
    answers.put(in_threads(database, TimeOrderedIds(), many))
    database.close()


def test_reserve_when_64_want_the_last_ten_at_once_then_ten_get_one(database: Database) -> None:
    ids = TimeOrderedIds()
    filled(database, ids)
    got = in_threads(database, ids, WANTING)
    assert (sum(got), len(got)) == (PIECES, WANTING)
    assert settled(database) == (PIECES, PIECES, PIECES, PIECES)


@pytest.mark.proof
@pytest.mark.parametrize("turn", range(5))
def test_reserve_when_eight_processes_want_64_at_once_then_ten_get_one(database: Database, turn: int) -> None:
    filled(database, TimeOrderedIds())
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[list[bool]] = context.Queue()
    url = database.url
    processes = [context.Process(target=in_process, args=(url, WANTING // 8, answers)) for _ in range(8)]
    for each in processes:
        each.start()
    got = [one for _ in processes for one in answers.get(timeout=120)]
    for each in processes:
        each.join()
    assert (sum(got), len(got), turn) == (PIECES, WANTING, turn)
    assert settled(database) == (PIECES, PIECES, PIECES, PIECES)


@pytest.mark.proof
def test_orders_when_64_workers_take_them_on_at_once_then_ten_are_reserved(house: House) -> None:
    filled(house.database, house.site.ids)
    orders = [f"ord_{number:02}" for number in range(WANTING)]
    for order_id in orders:
        house.decide("admit", order_id)
    jobs = house._jobs(state="ready")
    while jobs:
        threads = [threading.Thread(target=house.do, args=(job,)) for job in jobs]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        jobs = house._jobs(state="ready")
    works = [house.parts(order_id)[-1].state for order_id in orders]
    # Each order takes two pieces.
    assert (works.count(Work.PICKING), works.count(Work.BACKORDERED)) == (PIECES // 2, WANTING - PIECES // 2)
