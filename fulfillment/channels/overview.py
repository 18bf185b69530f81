"""How a connection goes: how far it was read, what became of its orders, what waits to be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.store.sessions import ReadSession
from fulfillment.channels.connecting import stored_names
from fulfillment.channels.port import Port
from fulfillment.channels.words import SayingState, Taken
from fulfillment.records import Backfill, Connection, Progress
from fulfillment.store.channels import backfill_of, orders_by_taken, orders_seen_since, progress_of
from fulfillment.store.sayings import sayings_by_state

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionView:
    """A connection and how it goes; `stored` are names of credentials."""

    connection: Connection
    stored: tuple[str, ...]
    progress: Progress | None
    backfill: Backfill | None
    orders: Mapping[Taken, int]
    sayings: Mapping[SayingState, int]
    seen_last_hour: int


def view_of(port: Port, session: ReadSession, connection: Connection, now: datetime) -> ConnectionView:
    """All of it at once."""
    return ConnectionView(
        connection=connection,
        stored=stored_names(port, connection),
        progress=progress_of(session, connection.id),
        backfill=backfill_of(session, connection.id),
        orders=orders_by_taken(session, connection.id),
        sayings=sayings_by_state(session, connection.id),
        seen_last_hour=orders_seen_since(session, connection.id, now - HOUR),
    )
