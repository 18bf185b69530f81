"""Keeping pieces for an order: all of its articles or none, from one warehouse.

An article that no warehouse has a shelf for is untracked: nothing is reserved, and nothing can be short. So a first
run without any stock on file ships, and an article is counted from the first piece that is put on a shelf.
"""

from collections import Counter
from collections.abc import Mapping

from engine.ids import Prefix
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.casefile import CaseFile
from fulfillment.records import Reservation
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
    # Always in the same order, so that two orders of the same articles never wait for each other.
    return dict(sorted(counted.items()))


def reserve_stock(file: CaseFile) -> None:
    """Reserves everything, or notes what is wanted and leaves the order backordered."""
    fulfilment = file.fulfilment()
    # What was looked for in vain is waited for, whether it has a shelf yet or not.
    wanted = {each.sku for each in reservations(file.session, fulfilment.id, "wanted")}
    tracked = {
        sku: many
        for sku, many in pieces(file.order).items()
        if sku in wanted or shelves(file.session, file.merchant, sku)
    }
    try:
        with file.session.savepoint():
            _reserve_all(file, fulfilment.warehouse, tracked)
    except _Short:
        _note_wanted(file, tracked)
        return
    _turn_all(file, "wanted", "released")
    _note(file, tracked, "held")
    file.take(Machine.FULFILMENT, Event.RESERVE, data={"reserved": tracked})


def release_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Gives reserved pieces back; what was given back before is not given back again."""
    for each in reservations(file.session, fulfilment_id, "held"):
        if turn(file.session, each, "released"):
            give_up(file.session, each.merchant_id, each.sku, each.warehouse, each.quantity)
            _wake_waiting(file, each.sku, each.warehouse)
    _turn_all(file, "wanted", "released")


def consume_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Reserved pieces leave the house."""
    for each in reservations(file.session, fulfilment_id, "held"):
        if turn(file.session, each, "consumed"):
            take_out(file.session, each.merchant_id, each.sku, each.warehouse, each.quantity)


def restock(file: CaseFile, return_id: str) -> None:
    """Returned pieces go back to the shelf that they came from; untracked ones have none."""
    back = find_return(file.session, file.merchant, return_id)
    fulfilment = file.fulfilment()
    left = {each.sku for each in reservations(file.session, fulfilment.id, "consumed")}
    for number, many in (back.lines if back is not None else {}).items():
        sku = file.order.lines[int(number) - 1].sku
        if sku in left and sku is not None:
            change_on_hand(file.session, file.merchant, sku, fulfilment.warehouse, many)
            _wake_waiting(file, sku, fulfilment.warehouse)


def _wake_waiting(file: CaseFile, sku: str, warehouse: str) -> None:
    for order_id in waiting_for(file.session, file.merchant, sku, warehouse):
        file.wake(order_id)


def want(file: CaseFile, missing: Mapping[str, int]) -> None:
    """Notes articles that an order waits for, so that their arrival is told to it."""
    _note(file, missing, "wanted")


def _reserve_all(file: CaseFile, warehouse: str, tracked: Mapping[str, int]) -> None:
    for sku, many in tracked.items():
        if not reserve(file.session, file.merchant, sku, warehouse, many):
            raise _Short


def _note_wanted(file: CaseFile, tracked: Mapping[str, int]) -> None:
    if not reservations(file.session, file.fulfilment().id, "wanted"):
        want(file, tracked)
    if file.can(Machine.FULFILMENT, Event.RUN_SHORT):
        file.take(Machine.FULFILMENT, Event.RUN_SHORT, data={"wanted": tracked})


def _turn_all(file: CaseFile, source: str, target: str) -> None:
    for each in reservations(file.session, file.fulfilment().id, source):
        turn(file.session, each, target)


def _note(file: CaseFile, articles: Mapping[str, int], state: str) -> None:
    fulfilment = file.fulfilment()
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
