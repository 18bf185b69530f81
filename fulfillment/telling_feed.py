"""Has the feed of events follow an order's life: an event for each move, in the transaction of its step."""

from collections.abc import Sequence

from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from engine.store.sessions import WriteSession
from fulfillment.event_types import type_of
from fulfillment.records import Entry


def tell_moves(session: WriteSession, entries: Sequence[Entry]) -> None:
    """Tells of the steps that moved something, in their order."""
    add_events(session, [_event(each) for each in entries if each.source != each.target])


def _event(entry: Entry) -> NewEvent:
    """Named by its place in the order's history: nothing stands there twice."""
    return NewEvent(
        id=f"{Prefix.EVENT}_{entry.order_id.removeprefix(f'{Prefix.ORDER}_')}_m{entry.seq}",
        merchant=entry.merchant_id,
        type=type_of(entry.machine, entry.target),
        order_id=entry.order_id,
        data={
            "subject": entry.subject,
            "event": str(entry.event),
            "state": str(entry.target),
            "previous_state": str(entry.source),
        },
        at=entry.at,
    )
