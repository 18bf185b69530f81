"""Keeping pieces for a part of an order: all of its articles or none, from the warehouse that sends it.

An article that no warehouse has a shelf for is untracked: nothing is reserved, and nothing can be short. So a first
run without any stock on file ships, and an article is counted from the first piece that is put on a shelf.
"""

from collections import Counter
from collections.abc import Mapping

from engine.ids import Prefix
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.casefile import CaseFile
from fulfillment.parts import articles_of
from fulfillment.records import Fulfilment, Reservation, ReturnCase
from fulfillment.states import Event, Machine
from fulfillment.store.aftersales import find_return
from fulfillment.store.stock import (
    add_reservations,
    change_on_hand,
    give_up,
    reservations,
    reserve,
    shelves,
    take_out,
    turn,
    waiting_for,
)

DEFAULT_WAREHOUSE = "main"


class _Short(Exception):
    """an article is short; what was reserved before it is undone"""


def warehouse_of(session: ReadSession, merchant: str, order: Order) -> str:
    """Which warehouse ships: the one that the order names, else the first that has a shelf of its articles."""
    if order.ship_from is not None and order.ship_from.warehouse is not None:
        return order.ship_from.warehouse
    stocked = (shelf.warehouse for sku in pieces(order) for shelf in shelves(session, merchant, sku))
    return next(stocked, DEFAULT_WAREHOUSE)


def pieces(order: Order) -> Mapping[str, int]:
    """How many of each article an order takes, by article; lines without one are not counted."""
    counted: Counter[str] = Counter()
    for line in order.lines:
        if line.sku is not None and line.quantity:
            counted[line.sku] += line.quantity
    return dict(sorted(counted.items()))


def reserve_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Reserves all that a part sends, or notes what is wanted and leaves the part backordered."""
    fulfilment = file.fulfilment(fulfilment_id)
    # What was looked for in vain is waited for, whether it has a shelf yet or not.
    wanted = {each.sku for each in reservations(file.session, fulfilment.id, "wanted")}
    tracked = {
        sku: many
        for sku, many in articles_of(file.lines(fulfilment.id)).items()
        if sku in wanted or shelves(file.session, file.merchant, sku)
    }
    try:
        with file.session.savepoint():
            _reserve_all(file, fulfilment.warehouse, tracked)
    except _Short:
        _note_wanted(file, fulfilment, tracked)
        return
    _turn_all(file, fulfilment.id, "wanted", "released")
    _note(file, fulfilment, tracked, "held")
    file.take(Machine.FULFILMENT, Event.RESERVE, fulfilment.id, data={"reserved": tracked})


def release_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Gives reserved pieces back; what was given back before is not given back again."""
    for each in reservations(file.session, fulfilment_id, "held"):
        if turn(file.session, each, "released"):
            give_up(file.session, each.merchant_id, each.sku, each.warehouse, each.quantity)
            _wake_waiting(file, each.sku, each.warehouse)
    _turn_all(file, fulfilment_id, "wanted", "released")


def consume_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Reserved pieces leave the house."""
    for each in reservations(file.session, fulfilment_id, "held"):
        if turn(file.session, each, "consumed"):
            take_out(file.session, each.merchant_id, each.sku, each.warehouse, each.quantity)


def restock(file: CaseFile, return_id: str) -> None:
    """Returned pieces go back to the shelf that they came from; untracked ones have none."""
    back = find_return(file.session, file.merchant, return_id)
    if back is None:
        return
    for number, many in back.lines.items():
        found = _shelf_of(file, back, int(number))
        if found is not None:
            change_on_hand(file.session, file.merchant, *found, many)
            _wake_waiting(file, *found)


def _shelf_of(file: CaseFile, back: ReturnCase, line: int) -> tuple[str, str] | None:
    """Article and warehouse of a piece that left: of the parcel that is back, else of the first part that sent it."""
    parts = [each for each in file.fulfilments() if back.shipment_id is None or each.id == _part_of(file, back)]
    for part in parts:
        left = {each.sku for each in reservations(file.session, part.id, "consumed")}
        sku = next((each.sku for each in file.lines(part.id) if each.line == line and each.sku in left), None)
        if sku is not None:
            return sku, part.warehouse
    return None


def _part_of(file: CaseFile, back: ReturnCase) -> str:
    return file.shipment(back.shipment_id).fulfilment_id


def _wake_waiting(file: CaseFile, sku: str, warehouse: str) -> None:
    for order_id in waiting_for(file.session, file.merchant, sku, warehouse):
        file.wake(order_id)


def want(file: CaseFile, fulfilment: Fulfilment, missing: Mapping[str, int]) -> None:
    """Notes articles that a part waits for, so that their arrival is told to its order."""
    _note(file, fulfilment, missing, "wanted")


def _reserve_all(file: CaseFile, warehouse: str, tracked: Mapping[str, int]) -> None:
    for sku, many in tracked.items():
        if not reserve(file.session, file.merchant, sku, warehouse, many):
            raise _Short


def _note_wanted(file: CaseFile, fulfilment: Fulfilment, tracked: Mapping[str, int]) -> None:
    if not reservations(file.session, fulfilment.id, "wanted"):
        want(file, fulfilment, tracked)
    if file.can(Machine.FULFILMENT, Event.RUN_SHORT, fulfilment.id):
        file.take(Machine.FULFILMENT, Event.RUN_SHORT, fulfilment.id, data={"wanted": tracked})


def _turn_all(file: CaseFile, fulfilment_id: str, source: str, target: str) -> None:
    for each in reservations(file.session, fulfilment_id, source):
        turn(file.session, each, target)


def _note(file: CaseFile, fulfilment: Fulfilment, articles: Mapping[str, int], state: str) -> None:
    add_reservations(
        file.session,
        *(
            Reservation(
                id=file.ids.new(Prefix.RESERVATION),
                merchant_id=file.merchant,
                order_id=file.order_id,
                fulfilment_id=fulfilment.id,
                sku=sku,
                warehouse=fulfilment.warehouse,
                quantity=many,
                state=state,
                created_at=file.now,
            )
            for sku, many in articles.items()
        ),
    )
