"""Orders that must leave soon and have not: flagged once, closed when they have left or ended."""

from datetime import datetime, timedelta

from engine.ids import Ids
from engine.store.sessions import WriteSession
from fulfillment.store.watches import left_already, open_of_kind, to_leave_by, watches_about
from fulfillment.tracking.flagging import close_watch, open_watch
from fulfillment.tracking.priors import load_priors
from fulfillment.tracking.watching import Kind, Wanted

PAST = timedelta(days=2)  # who missed it is still to be seen to


def look_at_ship_by(session: WriteSession, ids: Ids, now: datetime) -> int:
    """Flags what must leave within the hours of data/tracking/expected.yaml, of all merchants; answers how many."""
    within = load_priors().ship_by_within
    opened = 0
    for merchant, order_id, ship_by in to_leave_by(session, now - PAST, now + within):
        wanted = Wanted(Kind.SHIP_BY_NEAR, ship_by - within, ship_by)
        known = {(each.kind, each.since) for each in watches_about(session, merchant, order_id)}
        if (wanted.kind, wanted.since) not in known:
            open_watch(session, ids, merchant, order_id, order_id, wanted, now)
            opened += 1
    waiting = open_of_kind(session, Kind.SHIP_BY_NEAR)
    gone = left_already(session, {each.order_id for each in waiting})
    for each in waiting:
        if each.order_id in gone:
            close_watch(session, each, now)
    return opened
