"""The inbox of a desk, with what is known of how long parcels take."""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from engine.desk.desk import Desk
from fulfillment.inbox.inbox import Inbox, LanesSeen
from fulfillment.site import Site

LANES = "fulfillment.tracking.expected"


def make_inbox(desk: Desk, site: Site) -> Inbox:
    """The inbox; where tracking counts how long lanes take, drafts say when a parcel is expected."""
    return Inbox(desk=desk, site=site, lanes=_lanes())


def _lanes() -> LanesSeen | None:
    if find_spec(LANES) is None:
        return None
    return cast("LanesSeen", import_module(LANES).lane_seen)
