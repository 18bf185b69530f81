"""Connections to channels, how far each was read, what became of its orders, and what it was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.channels.words import ChannelName, Power, SayingState, Taken, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One shop's account at a channel.

    `named` are credentials by the environment variable that holds each, `sealed` those stored here (a sealed JSON
    object). `settings` are the channel's own words. Orders placed before `since` are none of ours; `id_prefix` stands
    in front of the channel's numbers, so that two shops that number alike stay apart. `from_country` and
    `from_warehouse` say where its goods leave from, where the channel does not.

    It is asked every `every_s` seconds (0: never, it tells by itself), for what changed up to `lag_s` seconds ago and
    from `overlap_s` before where the last look ended; the nightly count looks `count_days` back.
    """

    id: str
    merchant_id: str
    channel: ChannelName
    name: str
    shop: str | None
    endpoint: str
    id_prefix: str = ""
    from_country: str | None = None
    from_warehouse: str | None = None
    every_s: int = 60
    overlap_s: int = 600
    lag_s: int = 30
    count_days: int = 3
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
    cursor `after`. `failures` are tries in a row that failed, `error` the last one's code and words. `shown` orders
    were on the `pages` so far; a job of a `turn` that is over does nothing.
    """

    connection_id: str
    merchant_id: str
    read_until: datetime
    window_until: datetime | None = None
    after: str | None = None
    failures: int = 0
    error: str = ""
    last_good_at: datetime | None = None
    pages: int = 0
    shown: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """A time that is read once more, at somebody's wish: what changed in [since, until), up to `read_until` so far, in
    a window up to `window_until` behind the cursor `after`. One at a time; `ended_at` when all is read.
    """

    connection_id: str
    merchant_id: str
    since: datetime
    until: datetime
    read_until: datetime
    window_until: datetime | None = None
    after: str | None = None
    pages: int = 0
    shown: int = 0
    error: str = ""
    turn: int = 0
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None = None

    @property
    def done_percent(self) -> int:
        """How much of the time was read."""
        return int(100 * (self.read_until - self.since) / (self.until - self.since))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOrder:
    """What became of an order that a channel showed; `changed_at` by the channel's clock, `seen_at` by ours.

    `placed_at` and `ship_by` are the order's, once it could be read. `digest` is keyed, of the document; `sealed` holds
    a document of `format` that could not be read, or that waits.
    """

    merchant_id: str
    connection_id: str
    ref: str
    order_id: str | None
    taken: Taken
    digest: str
    changed_at: datetime
    seen_at: datetime
    placed_at: datetime | None = None
    ship_by: datetime | None = None
    faults: tuple[str, ...] = ()
    format: str = ""
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
    """The count of a connection: how many orders of a day (UTC) the channel lists, and which we did not know then.

    `is_whole` once the last page was counted.
    """

    merchant_id: str
    connection_id: str
    day: str
    listed: int
    known: int
    missing: tuple[str, ...] = ()
    is_whole: bool = True
    counted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthDay:
    """How one measure of an account stood on a day: `bad` of `total`, and as it would stand soon if nothing was done;
    `most_bad` is the limit in thousandths. `standing`: `good`, `danger` or `broken`; `to_save`: orders to see to first.
    """

    merchant_id: str
    connection_id: str
    measure: str
    day: str
    days: int
    bad: int
    total: int
    bad_soon: int
    total_soon: int
    most_bad: int
    standing: str
    to_save: tuple[str, ...] = ()
    looked_at: datetime
