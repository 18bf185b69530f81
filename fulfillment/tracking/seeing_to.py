"""What follows by itself when a parcel is flagged: the customer is told before they ask, and there is a case of it."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.store.sessions import WriteSession
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.opening import open_exception
from fulfillment.notify.on_the_way import WATCHES, tell_of_watch
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Voyage
from fulfillment.store.watches import watch_of
from fulfillment.thread import at_work
from fulfillment.tracking.flagging import OPEN
from fulfillment.tracking.watching import Kind

MISHAPS: Mapping[str, Mishap] = MappingProxyType({Kind.SILENT: Mishap.SILENT, Kind.LATE: Mishap.LATE})
OVER = frozenset({Voyage.DELIVERED, Voyage.RETURNED, Voyage.WRITTEN_OFF, Voyage.VOIDED})


def see_to_watch(session: WriteSession, site: Site, occasion: Occasion, payload: Mapping[str, object]) -> Case:
    """Does nothing once the flag is gone, or the parcel has arrived."""
    with at_work(session, site, occasion) as file:
        watch = watch_of(file.session, file.merchant, str(payload["watch_id"]))
        parcel = next((each for each in file.shipments() if watch is not None and each.id == watch.subject), None)
        if watch is not None and watch.state == OPEN and parcel is not None and parcel.state not in OVER:
            if watch.kind in WATCHES:
                tell_of_watch(file, parcel, watch.kind)
            if watch.kind in MISHAPS:
                open_exception(file, MISHAPS[watch.kind], parcel, watch.since)
    return file.case
