"""Filters of the queue kept under a name, by whoever works with them: nobody else sees or loses them."""

from collections.abc import Mapping
from dataclasses import replace

import orjson

from engine.desk.desk import Desk
from engine.desk.errors import NotFound, QueueViewRefused
from engine.ids import Prefix
from engine.store.queue_views import QueueView, drop_queue_view, put_queue_view, queue_views_of

MOST = 30


def keep_queue_view(desk: Desk, merchant: str, owner: str, name: str, filters: Mapping[str, object]) -> QueueView:
    """Keeps it; one of the same name takes its place. Raises QueueViewRefused."""
    told = " ".join(name.split())
    if not told:
        raise QueueViewRefused("needs a name")
    if not filters:
        raise QueueViewRefused("filters nothing; set at least one filter")
    view = QueueView(
        id=desk.ids.new(Prefix.QUEUE_VIEW),
        merchant=merchant,
        owner=owner,
        name=told,
        filters=orjson.dumps(filters, option=orjson.OPT_SORT_KEYS).decode(),
        kept_at=desk.clock.now(),
    )
    with desk.database.write() as session:
        known = queue_views_of(session, merchant, owner)
        same = next((each for each in known if each.name == told), None)
        if same is None and len(known) >= MOST:
            raise QueueViewRefused(f"is one too many; keep at most {MOST}, and take out those that you do not use")
        kept = view if same is None else replace(view, id=same.id)
        put_queue_view(session, kept)
    return kept


def remove_queue_view(desk: Desk, merchant: str, owner: str, wanted: str) -> None:
    """Raises NotFound, also where it is somebody else's."""
    with desk.database.write() as session:
        if not drop_queue_view(session, merchant, owner, wanted):
            raise NotFound("view of the queue", wanted)
