"""Parcels of returns of which nothing is heard: flagged once for each silence, closed by news, or when the return ends.

A person sees it days before the return's own time is over, when it is paid as lost or decided by people.
"""

from datetime import datetime

from engine.ids import Ids
from engine.store.sessions import WriteSession
from fulfillment.store.return_silence import ended_silences, quiet_returns
from fulfillment.tracking.flagging import close_watch, open_watch
from fulfillment.tracking.priors import load_priors
from fulfillment.tracking.watching import Kind, Wanted

MOST = 500  # of one sweep; the rest comes with the next


def look_at_returns(session: WriteSession, ids: Ids, now: datetime) -> int:
    """Flags what is silent for longer than data/tracking/expected.yaml lets it be, of all merchants; answers how
    many."""
    for each in ended_silences(session, Kind.RETURN_SILENT):
        close_watch(session, each, now)
    priors, opened = load_priors(), 0
    for inland, days in ((True, priors.return_quiet.inland), (False, priors.return_quiet.abroad)):
        for case in quiet_returns(session, now - days, Kind.RETURN_SILENT, MOST, inland=inland):
            if case.moved_at is not None:
                due = case.moved_at + days + priors.act_within[Kind.RETURN_SILENT]
                wanted = Wanted(Kind.RETURN_SILENT, case.moved_at, due)
                open_watch(session, ids, case.merchant_id, case.order_id, case.id, wanted, now)
                opened += 1
    return opened
