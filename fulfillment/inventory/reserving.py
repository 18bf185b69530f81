"""Keeping pieces for a part of an order: all of its articles or none, from the warehouse that sends it.

An article that no warehouse has a shelf for is untracked: nothing is reserved, and nothing can be short. So a first
run without any stock on file ships, and an article is counted from the first piece that is put on a shelf.
"""

from collections.abc import Mapping

from engine.ids import Prefix
from fulfillment.casefile import CaseFile
from fulfillment.inventory.booking import Books
from fulfillment.inventory.expiring import good_until
from fulfillment.inventory.holding import Taken, give_back, keep_back, note_places, send_out
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.waking import wake_waiting
from fulfillment.parts import articles_of
from fulfillment.records import Fulfilment, Reservation, ReturnCase
from fulfillment.states import Event, Machine
from fulfillment.store.aftersales import find_return, returned_of
from fulfillment.store.places import Spot, held_of
from fulfillment.store.stock import add_reservations, is_anything_noted, reservations, set_expiry, shelves_of, turn

RESTOCKED = "restock"


class _Short(Exception):
    """an article is short; what was reserved before it is undone"""


def reserve_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Reserves all that a part sends, or notes what is wanted and leaves the part backordered.

    What was kept early, while the order was not paid, is kept for good from now on.
    """
    fulfilment = file.fulfilment(fulfilment_id)
    is_noted = is_anything_noted(file.session, fulfilment.id)
    tracked = tracked_articles(file, fulfilment, is_noted=is_noted)
    if not (is_noted or tracked):  # nothing is counted, so there is nothing to keep
        file.take(Machine.FULFILMENT, Event.RESERVE, fulfilment.id, data={"reserved": tracked})
        return
    if not _is_kept(file, fulfilment, tracked) and not hold_all(file, fulfilment, tracked):
        _note_wanted(file, fulfilment, tracked)
        return
    set_expiry(file.session, fulfilment.id, None)
    _turn_all(file, fulfilment.id, "wanted", "released")
    file.take(Machine.FULFILMENT, Event.RESERVE, fulfilment.id, data={"reserved": tracked})


def tracked_articles(file: CaseFile, fulfilment: Fulfilment, *, is_noted: bool = True) -> Mapping[str, int]:
    """What a part sends of articles that are counted: article -> pieces. Whoever knows that nothing `is_noted` of the
    part spares looking what it wants."""
    articles = articles_of(file.lines(fulfilment.id))
    # What was looked for in vain is waited for, whether it has a shelf yet or not.
    wanted = {each.sku for each in reservations(file.session, fulfilment.id, "wanted")} if is_noted else set()
    known = {shelf.sku for shelf in shelves_of(file.session, file.merchant, frozenset(articles))}
    return {sku: many for sku, many in articles.items() if sku in wanted or sku in known}


def hold_all(file: CaseFile, fulfilment: Fulfilment, tracked: Mapping[str, int]) -> bool:
    """Reserves all of it; false, with nothing changed, when one article is short."""
    release_held(file, fulfilment.id, "released")
    until = good_until(file.session, file.merchant, file.order, file.now)
    try:
        with file.session.savepoint():
            taken = [(sku, many, _kept(file, fulfilment.warehouse, sku, many, until)) for sku, many in tracked.items()]
    except _Short:
        return False
    for sku, many, places in taken:
        note_places(file.session, _note(file, fulfilment, sku, many, "held"), places)
    return True


def release_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Gives reserved pieces back; what was given back before is not given back again."""
    release_held(file, fulfilment_id, "released")
    _turn_all(file, fulfilment_id, "wanted", "released")


def release_held(file: CaseFile, fulfilment_id: str, state: str) -> None:
    """Gives what is held back, and tries the orders again that wait for it."""
    for each in reservations(file.session, fulfilment_id, "held"):
        if turn(file.session, each, state):
            give_back(file.session, each)
            _wake_waiting(file, each.sku, each.warehouse)


def consume_stock(file: CaseFile, fulfilment_id: str) -> None:
    """Reserved pieces leave the house."""
    books = _books(file, Reason.SHIPPED, fulfilment_id)
    for each in reservations(file.session, fulfilment_id, "held"):
        if turn(file.session, each, "consumed"):
            send_out(books, each)


def restock(file: CaseFile, return_id: str) -> None:
    """Returned pieces that can be sold again go to where they were put, else to the place that they came from;
    untracked ones have none. Raises NotFound for an unknown bin or lot."""
    back = find_return(file.session, file.merchant, return_id)
    if back is None:
        return
    books = _books(file, Reason.RETURNED, return_id)
    for each in returned_of(file.session, file.merchant, return_id):
        found = _place_of(file, back, each.line) if each.kept_as == RESTOCKED else None
        if found is not None:
            sku, warehouse, spot = found
            # Where goods came back to another warehouse, the place that they came from is not there.
            spot = ("", spot[1]) if back.warehouse and back.warehouse != warehouse else spot
            warehouse = back.warehouse or warehouse
            books.put(sku, warehouse, (each.bin or spot[0], each.lot or spot[1]), each.quantity)
            _wake_waiting(file, sku, warehouse)


def want(file: CaseFile, fulfilment: Fulfilment, missing: Mapping[str, int]) -> None:
    """Notes articles that a part waits for, so that their arrival is told to its order."""
    for sku, many in missing.items():
        _note(file, fulfilment, sku, many, "wanted")


def _kept(file: CaseFile, warehouse: str, sku: str, many: int, until: str) -> Taken:
    taken = keep_back(file.session, file.merchant, sku, warehouse, many, until)
    if taken is None:
        raise _Short
    return taken


def _is_kept(file: CaseFile, fulfilment: Fulfilment, tracked: Mapping[str, int]) -> bool:
    """Whether just that was reserved early and has not lapsed."""
    held = reservations(file.session, fulfilment.id, "held")
    return bool(held) and {each.sku: each.quantity for each in held} == dict(tracked)


def _place_of(file: CaseFile, back: ReturnCase, line: int) -> tuple[str, str, Spot] | None:
    """Where a piece left from: of the parcel that comes back, else of the first part that sent it."""
    parts = [each for each in file.fulfilments() if back.shipment_id is None or each.id == _part_of(file, back)]
    for part in parts:
        left = {each.sku: each for each in reservations(file.session, part.id, "consumed")}
        sku = next((each.sku for each in file.lines(part.id) if each.line == line and each.sku in left), None)
        if sku is not None:
            held = held_of(file.session, left[sku].id)
            return sku, part.warehouse, (held[0].bin, held[0].lot) if held else ("", "")
    return None


def _part_of(file: CaseFile, back: ReturnCase) -> str:
    return file.shipment(back.shipment_id).fulfilment_id


def _wake_waiting(file: CaseFile, sku: str, warehouse: str) -> None:
    wake_waiting(file.session, file.ids, file.merchant, sku, warehouse, file.now)


def _note_wanted(file: CaseFile, fulfilment: Fulfilment, tracked: Mapping[str, int]) -> None:
    if not reservations(file.session, fulfilment.id, "wanted"):
        want(file, fulfilment, tracked)
    if file.can(Machine.FULFILMENT, Event.RUN_SHORT, fulfilment.id):
        file.take(Machine.FULFILMENT, Event.RUN_SHORT, fulfilment.id, data={"wanted": tracked})


def _turn_all(file: CaseFile, fulfilment_id: str, source: str, target: str) -> None:
    for each in reservations(file.session, fulfilment_id, source):
        turn(file.session, each, target)


def _books(file: CaseFile, reason: Reason, reference: str) -> Books:
    voucher = Voucher(reason=reason, actor=file.occasion.actor, at=file.now, reference=reference)
    return Books(file.session, file.ids, file.merchant, voucher)


def _note(file: CaseFile, fulfilment: Fulfilment, sku: str, many: int, state: str) -> Reservation:
    made = Reservation(
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
    add_reservations(file.session, made)
    return made
