"""The inbox of a desk, with what is known of how long parcels take."""

from engine.desk.desk import Desk
from fulfillment.inbox.inbox import Inbox
from fulfillment.site import Site
from fulfillment.tracking.expected import lane_seen


def make_inbox(desk: Desk, site: Site) -> Inbox:
    """The inbox; drafts say when a parcel is expected by what tracking has counted of its lane."""
    return Inbox(desk=desk, site=site, lanes=lane_seen)
