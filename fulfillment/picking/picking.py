"""What the picker reports."""

from collections.abc import Mapping

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.picking.lists import finish_picking, start_picking
from fulfillment.records import Case, PickLine
from fulfillment.site import Occasion, Site
from fulfillment.states import Work
from fulfillment.store.cases import find_case, fulfilments_of
from fulfillment.store.walks import hold_walks_of_order
from fulfillment.store.warehouse import open_pick_list, pick_lines
from fulfillment.store.waves import pick_terms
from fulfillment.thread import at_work


def record_pick(
    session: WriteSession,
    site: Site,
    occasion: Occasion,
    found: Mapping[int, int] | None = None,
    part: str | None = None,
) -> Case:
    """Ends a pick list with what was found, by line number, all of it when None; too little backorders the part. Where
    a warehouse picks in waves, a reserved part is fetched by itself then.

    Raises PickRefused for what the list does not ask for, StepBlocked while the order is held, IllegalStep, PartNeeded.
    """
    with at_work(session, site, occasion) as file:
        hold_walks_of_order(session, file.merchant, file.order_id)
        fulfilment = file.fulfilment(part)
        if fulfilment.state == Work.RESERVED and pick_terms(session, file.merchant, fulfilment.warehouse).in_waves:
            start_picking(file, fulfilment.id)
        finish_picking(file, fulfilment, found)
    return file.case


def open_list(session: ReadSession, merchant: str, order_id: str) -> tuple[PickLine, ...]:
    """What is to be fetched for an order now, part by part; nothing when no list is open. Raises NotFound."""
    if find_case(session, merchant, order_id) is None:
        raise NotFound("order", order_id)
    parts = fulfilments_of(session, merchant, order_id)
    return tuple(line for part in parts for line in open_lines(session, part.id))


def open_lines(session: ReadSession, fulfilment_id: str) -> tuple[PickLine, ...]:
    """What is to be fetched for one part now."""
    found = open_pick_list(session, fulfilment_id)
    return () if found is None else pick_lines(session, found.id)
