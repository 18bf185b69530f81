"""The end of an order that went well."""

from engine.store.sessions import WriteSession
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Guard, Machine
from fulfillment.thread import at_work


def close_window(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Completes the order if its return window is over and nothing is open; otherwise does nothing."""
    with at_work(session, site, occasion) as file:
        ends = file.case.window_ends_at
        is_over = ends is not None and file.now >= ends
        if is_over and file.can(Machine.ORDER, Event.CLOSE) and file.holds(Guard.NOTHING_OPEN):
            file.take(Machine.ORDER, Event.CLOSE)
    return file.case
