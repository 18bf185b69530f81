"""Connections to channels, their orders, counts and sayings, as they are stated and shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import Name, Why
from engine.ids import Prefix
from fulfillment.channels.overview import ConnectionView
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import ChannelName, Power, SayingState, Taken, Topic
from fulfillment.records import Backfill, ChannelOrder, Connection, DayCount, Progress, Saying

Shown = Mapping[str, object]
Moment = Annotated[datetime, Field(strict=False)]
Words = Annotated[dict[str, str], Field(max_length=40)]
Seconds = Annotated[int, Field(ge=0, le=86_400)]
Country = Annotated[str, Field(max_length=2, pattern="^([A-Z]{2})?$")]
Warehouse = Annotated[str, Field(max_length=64, pattern=r"^[!-~]*$")]
Ref = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]


class _Settable(Strict):
    """What can be stated of a connection at any time."""

    endpoint: Annotated[str, Field(max_length=2048)] | None = Field(
        default=None, description="Where the channel is called: `https://…`."
    )
    settings: Words | None = Field(default=None, description="The channel's own words, such as its marketplaces.")
    credentials: Words | None = Field(
        default=None,
        description="Credentials by the variable of the environment that holds each: `CLEARWAY_CHANNEL_…`.",
    )
    secrets: Words | None = Field(
        default=None,
        description="Credentials to be stored sealed; never shown again. An empty one is taken out.",
    )
    since: Moment | None = Field(default=None, description="Orders placed before are none of ours; now, unless stated.")
    every_s: Seconds | None = Field(default=None, description="Seconds between two looks; 0: it is never asked.")
    overlap_s: Seconds | None = Field(default=None, description="How far a look goes back behind the one before.")
    lag_s: Annotated[int, Field(ge=0, le=3600)] | None = Field(
        default=None, description="How long ago a change must be to be looked at."
    )
    count_days: Annotated[int, Field(ge=1, le=31)] | None = Field(
        default=None, description="How many days back the nightly count goes."
    )
    from_country: Country | None = Field(default=None, description="Where its goods leave from; empty: not said.")
    from_warehouse: Warehouse | None = None

    def stated(self) -> Stated:
        """As use cases take it."""
        given = self.model_dump(include=set(_Settable.model_fields))
        return Stated(named=given.pop("credentials"), **given)


class ConnectionAsked(_Settable):
    """A new connection. `shop`, `name`, `channel` and `id_prefix` stay as they are."""

    channel: ChannelName = Field(strict=False)
    name: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    shop: Name | None = None
    id_prefix: Annotated[str, Field(pattern="^[A-Za-z0-9._:-]{0,40}$")] | None = Field(
        default=None, description="Stands in front of the channel's numbers; `name-` unless stated."
    )


class ConnectionChange(_Settable):
    """What is to be different; what is left out stays. `settings` and `credentials` are replaced whole, `secrets` one
    by one."""


class BackfillAsked(Strict):
    """Which time is read once more: orders that changed in [since, until), until now unless stated."""

    since: Moment
    until: Moment | None = None


class RetryAsked(Strict):
    """One refused order by the channel's number; all of them without."""

    ref: Ref | None = None


class CountAsked(Strict):
    """How many days are counted, today not included; as the connection says, unless stated."""

    days: Annotated[int, Field(ge=0, le=31)] | None = None


class CloseAsked(Strict):
    """Why nothing is to be said any more."""

    reason: Why


class ConnectionShown(BaseModel):
    """A connection. Of stored credentials it shows names alone."""

    id: str
    channel: ChannelName
    name: str
    shop: str | None
    state: Power = Field(description="`stopped`: the channel refuses it, see `why`; mend it and switch it on.")
    why: str
    endpoint: str
    settings: dict[str, str]
    credentials: dict[str, str]
    stored: list[str] = Field(description="Names of the credentials that are stored here.")
    id_prefix: str
    since: datetime
    every_s: int
    overlap_s: int
    lag_s: int
    count_days: int
    from_country: str | None
    from_warehouse: str | None
    webhook_path: str = Field(description="Where the channel sends its webhooks, behind this service's own address.")
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int


class ProgressShown(BaseModel):
    """How far it was read, and how that goes."""

    read_until: datetime = Field(description="All that changed before this moment, by the channel's clock, was read.")
    behind_s: int = Field(description="How long ago that is.")
    in_window: bool = Field(description="Whether a stretch of time is being read page by page.")
    pages: int
    shown: int = Field(description="Orders on these pages; one that is shown again counts again.")
    seen_last_hour: int = Field(description="Orders that were new or changed.")
    failures: int = Field(description="Tries in a row that failed.")
    error: str
    last_good_at: datetime | None


class BackfillShown(BaseModel):
    """A time that is read once more."""

    since: datetime
    until: datetime
    read_until: datetime
    done_percent: int
    pages: int
    shown: int
    error: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None


class ConnectionRead(ConnectionShown):
    """A connection with how it goes."""

    progress: ProgressShown | None
    backfill: BackfillShown | None
    orders: dict[str, int] = Field(description="How many orders became what.")
    sayings: dict[str, int] = Field(description="How many sayings stand how.")


class FaultOfOrder(BaseModel):
    """One thing wrong with a document: where, as a code, and in words for whoever may see what buyers wrote."""

    pointer: str
    code: str
    detail: str


class ChannelOrderShown(BaseModel):
    """What became of an order that the channel showed."""

    ref: str
    order_id: str | None
    taken: Taken
    changed_at: datetime
    seen_at: datetime
    faults: list[FaultOfOrder]


class DayCountShown(BaseModel):
    """How many orders of a day (UTC) the channel lists, and which of them we did not know."""

    day: str
    listed: int
    known: int
    missing: list[str]
    is_whole: bool
    counted_at: datetime


class BegunShown(BaseModel):
    """How many orders or days are looked at."""

    begun: int


class CheckShown(BaseModel):
    """Who we are at the channel, in its words."""

    account: str


class SayingShown(BaseModel):
    """Something that a channel is told."""

    id: str
    connection_id: str
    order_id: str | None
    topic: Topic
    about: str
    facts: dict[str, object]
    state: SayingState
    tries: int
    remote: str
    error: str
    created_at: datetime
    ended_at: datetime | None


CONNECTION = an_id(Prefix.CONNECTION)
CONNECTION_ASKED: Example = {
    "channel": "shopify",
    "name": "shopify-de",
    "endpoint": "https://muster-shop.myshopify.com",
    "credentials": {"access_token": "CLEARWAY_CHANNEL_SHOPIFY_DE_TOKEN"},
    "secrets": {"webhook_secret": "hush"},
    "since": "2026-11-25T00:00:00Z",
    "from_country": "DE",
}
A_CONNECTION: Example = {
    "id": CONNECTION,
    "channel": "shopify",
    "name": "shopify-de",
    "shop": None,
    "state": "on",
    "why": "",
    "endpoint": "https://muster-shop.myshopify.com",
    "settings": {},
    "credentials": {"access_token": "CLEARWAY_CHANNEL_SHOPIFY_DE_TOKEN"},
    "stored": ["webhook_secret"],
    "id_prefix": "shopify-de-",
    "since": "2026-11-25T00:00:00Z",
    "every_s": 60,
    "overlap_s": 600,
    "lag_s": 30,
    "count_days": 3,
    "from_country": "DE",
    "from_warehouse": None,
    "webhook_path": f"/v1/channels/{CONNECTION}/webhooks",
    "created_at": AT,
    "created_by": "ana",
    "changed_at": AT,
    "version": 2,
}
A_BACKFILL: Example = {
    "since": "2026-11-01T00:00:00Z",
    "until": "2026-11-25T00:00:00Z",
    "read_until": "2026-11-13T00:00:00Z",
    "done_percent": 50,
    "pages": 31,
    "shown": 3012,
    "error": "",
    "begun_at": AT,
    "begun_by": "ana",
    "ended_at": None,
}
A_CONNECTION_READ: Example = {
    **A_CONNECTION,
    "progress": {
        "read_until": AT,
        "behind_s": 42,
        "in_window": False,
        "pages": 412,
        "shown": 1530,
        "seen_last_hour": 61,
        "failures": 0,
        "error": "",
        "last_good_at": AT,
    },
    "backfill": None,
    "orders": {"decided": 1498, "refused": 1},
    "sayings": {"waiting": 2, "said": 1310},
}
A_CHANNEL_ORDER: Example = {
    "ref": "5123456789012",
    "order_id": ORDER,
    "taken": "refused",
    "changed_at": AT,
    "seen_at": AT,
    "faults": [{"pointer": "/currency", "code": "wrong_form", "detail": "write three capital letters, such as EUR"}],
}
A_COUNT: Example = {
    "day": "2026-11-24",
    "listed": 312,
    "known": 311,
    "missing": ["5123456789012"],
    "is_whole": True,
    "counted_at": AT,
}
A_SAYING: Example = {
    "id": an_id(Prefix.SAYING),
    "connection_id": CONNECTION,
    "order_id": ORDER,
    "topic": "shipped",
    "about": an_id(Prefix.SHIPMENT),
    "facts": {"carrier": "dhl", "number": "CX000000011CN"},
    "state": "refused",
    "tries": 1,
    "remote": "",
    "error": "the channel refuses it (`INVALID_CARRIER`: no such carrier)",
    "created_at": AT,
    "ended_at": AT,
}
_MADE = frozenset({"state", "settings", "credentials", "stored", "webhook_path"})
_PLAIN = tuple(name for name in ConnectionShown.model_fields if name not in _MADE)


def shown_connection(connection: Connection, stored: tuple[str, ...]) -> Shown:
    """A connection."""
    return {
        **{name: getattr(connection, name) for name in _PLAIN},
        "state": connection.power,
        "settings": dict(connection.settings),
        "credentials": dict(connection.named),
        "stored": list(stored),
        "webhook_path": f"/v1/channels/{connection.id}/webhooks",
    }


def shown_view(view: ConnectionView, now: datetime) -> Shown:
    """A connection with how it goes."""
    return {
        **shown_connection(view.connection, view.stored),
        "progress": None if view.progress is None else _progress(view.progress, view.seen_last_hour, now),
        "backfill": None if view.backfill is None else shown_backfill(view.backfill),
        "orders": {str(taken): many for taken, many in sorted(view.orders.items())},
        "sayings": {str(state): many for state, many in sorted(view.sayings.items())},
    }


def _progress(progress: Progress, seen: int, now: datetime) -> Shown:
    return {
        "read_until": progress.read_until,
        "behind_s": max(0, int((now - progress.read_until).total_seconds())),
        "in_window": progress.window_until is not None,
        "pages": progress.pages,
        "shown": progress.shown,
        "seen_last_hour": seen,
        "failures": progress.failures,
        "error": progress.error,
        "last_good_at": progress.last_good_at,
    }


def shown_backfill(backfill: Backfill) -> Shown:
    """A time that is read once more."""
    return {name: getattr(backfill, name) for name in BackfillShown.model_fields}


def shown_channel_order(row: ChannelOrder, faults: list[dict[str, str]]) -> Shown:
    """An order of a channel."""
    named = ("ref", "order_id", "taken", "changed_at", "seen_at")
    return {**{name: getattr(row, name) for name in named}, "faults": faults}


def shown_count(count: DayCount) -> Shown:
    """The count of a day."""
    return {name: getattr(count, name) for name in DayCountShown.model_fields} | {"missing": list(count.missing)}


def shown_saying(saying: Saying) -> Shown:
    """A saying."""
    return {name: getattr(saying, name) for name in SayingShown.model_fields} | {"facts": dict(saying.facts)}
