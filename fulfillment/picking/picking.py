"""What the picker reports."""

from collections.abc import Mapping

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.picking.lists import finish_picking
from fulfillment.records import Case, PickLine
from fulfillment.site import Occasion, Site
from fulfillment.store.cases import find_case
from fulfillment.store.warehouse import open_pick_list, pick_lines
from fulfillment.thread import at_work


def record_pick(session: WriteSession, site: Site, occasion: Occasion, found: Mapping[int, int] | None = None) -> Case:
    """Ends the order's pick list with what was found, by line number, all of it when None; too little backorders it.

    Raises PickRefused for what the list does not ask for, StepBlocked while the order is held, IllegalStep.
    """
    with at_work(session, site, occasion) as file:
        finish_picking(file, found)
    return file.case


def open_list(session: ReadSession, merchant: str, order_id: str) -> tuple[PickLine, ...]:
    """What is to be fetched for an order now; nothing when no list is open. Raises NotFound."""
    case = find_case(session, merchant, order_id)
    if case is None:
        raise NotFound("order", order_id)
    found = open_pick_list(session, case.fulfilment_id or "")
    return () if found is None else pick_lines(session, found.id)
