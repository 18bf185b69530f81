"""Connections to channels, how far each was read, what became of its orders, and what it was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.channels.words import ChannelName, Power, SayingState, Taken, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One shop's account at a channel.

    `named` are credentials by the environment variable that holds each, `sealed` those stored here (a sealed JSON
    object). `settings` are the channel's own words. Orders placed before `since` are none of ours.
    """

    id: str
    merchant_id: str
    channel: ChannelName
    name: str
    shop: str | None
    endpoint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    sealed: bytes | None = field(default=None, repr=False)
    power: Power = Power.OFF
    why: str = ""
    since: datetime
    version: int = 1
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a connection was read: all that changed before `read_until`; in a window, up to `window_until` behind the
    cursor `after`. `failures` are tries in a row that failed, `error` the last one's code and words.
    """

    connection_id: str
    merchant_id: str
    read_until: datetime
    window_until: datetime | None = None
    after: str | None = None
    failures: int = 0
    error: str = ""
    last_good_at: datetime | None = None
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOrder:
    """What became of an order that a channel showed.

    `digest` is keyed, of the document; `sealed` holds a document that could not be read, until it can.
    """

    merchant_id: str
    connection_id: str
    ref: str
    order_id: str | None
    taken: Taken
    digest: str
    changed_at: datetime
    seen_at: datetime
    faults: tuple[str, ...] = ()
    sealed: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Something a channel is told. `about` with connection and topic is unique; `facts` hold no personal value."""

    id: str
    merchant_id: str
    connection_id: str
    order_id: str | None
    topic: Topic
    about: str
    facts: Mapping[str, object]
    state: SayingState = SayingState.WAITING
    tries: int = 0
    remote: str = ""
    error: str = ""
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """The nightly count of a connection: how many orders of a day the channel lists, and which we do not know."""

    merchant_id: str
    connection_id: str
    day: str
    listed: int
    known: int
    missing: tuple[str, ...]
    counted_at: datetime
