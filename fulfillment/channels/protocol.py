"""What every channel can be asked and told. An adapter is made for one account and knows no database.

All calls may raise `ChannelError`s (`errors.py`): `Throttled` and `ChannelDown` to be tried again, `SignInRefused` and
`SayingRefused` for people. Documents are the channel's own; `engine.order.formats` reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from fulfillment.channels.words import ChannelName, Sight

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an adapter is made of: where to call, as whom, and what was set for this connection.

    `settings` are words of the channel, such as marketplaces or a location; `secrets` are opened credentials.
    """

    connection: str
    channel: ChannelName
    endpoint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An order as the channel shows it now: its number there, when it changed, and the document of `format`.

    `document` is None where a page tells only numbers (`Channel.order` fetches it) and where the order is gone.
    `by_marketplace`: the marketplace ships it itself. `placed_at` where a page of numbers tells it, so that orders of
    before our time need not be fetched; `unread`: why no document could be made of what the channel answers.
    """

    ref: str
    changed_at: datetime
    sight: Sight = Sight.OPEN
    by_marketplace: bool = False
    format: str
    document: Document | None = None
    placed_at: datetime | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Orders of a window, the oldest change first where the channel can; `after` asks for the rest, None at the end."""

    orders: tuple[Seen, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers of orders placed in a window, for the nightly count; `after` as in a page."""

    refs: tuple[str, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """A webhook as it came: names of headers are lower case; `url` is the address it was sent to."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardMessage:
    """What a buyer wrote: `id` is the shop's own name of it, `ref` the order's number there, empty where none is known;
    `at` None: now."""

    id: str
    ref: str = ""
    at: datetime | None = None
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)
    language: str = ""
    email: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a buyer claims at a channel, as it stands there: `kind` in the words of the inbox, `id` the channel's own
    number of it, `ref` the order's number there, empty where it is not told. While it `is_ours` the seller's is the
    next word, until `due_at` where the channel states a day."""

    kind: str
    id: str
    ref: str = ""
    at: datetime
    changed_at: datetime
    due_at: datetime | None = None
    is_ours: bool = True
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a webhook says: `delivery` is its own id, the same when it is sent again; `refs` are orders to look at.

    `document` only where the channel cannot be asked (an own shop that pushes): of `format`, as it stood at
    `changed_at` (None: now), shown as `sight`. `reply` is what the channel awaits (eBay's challenge), else empty.
    `forget`: a buyer, by the channel's name of them, who wants to be erased. `message`: what a buyer wrote.
    """

    delivery: str
    topic: str
    refs: tuple[str, ...] = ()
    document: Document | None = None
    format: str = "clearway"
    changed_at: datetime | None = None
    sight: Sight = Sight.OPEN
    reply: bytes = b""
    forget: str = field(default="", repr=False)
    message: HeardMessage | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before, for channels that neither have idempotency keys nor can be asked.

    `so_far` is what the last try of this saying left (`Unfinished.so_far`); `others` are the same of the connection's
    other sayings, so that one's work is not taken for another's. `alike` counts other refunds of the order with the
    same amount that the channel has.
    """

    so_far: str = ""
    others: tuple[str, ...] = ()
    alike: int = 0


@dataclass(frozen=True, slots=True)
class LineShare:
    """Pieces of an article, as the shop calls it."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A parcel left: `carrier` is our code; `carrier_code` and `carrier_name` are what this channel calls it.

    `whole`: it is the only or last parcel and nothing of the order stays behind.
    """

    ref: str
    number: str
    carrier: str
    carrier_code: str
    carrier_name: str
    service: str = ""
    url: str = ""
    shipped_at: datetime
    lines: tuple[LineShare, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The order ends; `reason` is the channel's own word for the true reason, `note` never names fraud or sanctions."""

    ref: str
    reason: str
    note: str = ""
    restock: bool = True
    before: Before = Before()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded:
    """Money goes back by the channel: minor units; `reason` is the channel's own word."""

    ref: str
    refund: str
    amount: int
    currency: str
    reason: str
    lines: tuple[LineShare, ...] = ()
    before: Before = Before()


@dataclass(frozen=True, slots=True)
class Level:
    """Pieces that may be sold of an article; `name` is what the channel calls it."""

    sku: str
    name: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Whole levels, not steps: said twice they say the same. At most `Channel.most_levels` of them."""

    levels: tuple[Level, ...]
    as_of: datetime
    before: Before = Before()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to the buyer of an order: `kind` is one of those that `channels.yaml` allows."""

    ref: str
    kind: str
    subject: str
    text: str = field(repr=False)
    language: str
    before: Before = Before()


Said = Shipped | Cancelled | Refunded | Stock | Message


@dataclass(frozen=True, slots=True)
class Answered:
    """The channel took it: `remote` is its own name of what came of it; `already`: it knew before."""

    remote: str = ""
    already: bool = False


class Channel(Protocol):
    """One account at one channel.

    `say` may be called again with the same `key` after a time-out or a kill: where the channel has no idempotency key
    it first asks whether it knows already. `allowed_messages` are kinds that an order's buyer may be sent now.
    """

    @property
    def most_levels(self) -> int:
        """How many stock levels go into one saying."""
        ...

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders changed in [since, until)."""
        ...

    def order(self, ref: str) -> Seen:
        """One order as it stands now; `Sight.GONE` where the channel does not know it."""
        ...

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders placed in [since, until)."""
        ...

    def heard(self, knock: Knock, now: datetime) -> Heard:
        """Checks a webhook and says what it is about. Raises KnockRefused."""
        ...

    def say(self, key: str, said: Said) -> Answered:
        """Says it, once by `key`. Raises SayingRefused where the channel will never take it, and Unfinished where it
        has begun: what that leaves comes back as `Before.so_far` in the next call."""
        ...

    def allowed_messages(self, ref: str) -> Sequence[str]:
        """Kinds of messages that the order allows now; all that the channel has, where it does not say."""
        ...

    def check(self) -> str:
        """Signs in and answers who we are there, in words for people. Raises SignInRefused."""
        ...


@runtime_checkable
class Complains(Protocol):
    """A channel that can also be asked what buyers claim, and what they write."""

    def complaints(self, since: datetime, until: datetime) -> Sequence[Complaint]:
        """Claims made in [since, until), each as it stands now."""
        ...

    def written(self, since: datetime, until: datetime) -> Sequence[HeardMessage]:
        """What buyers wrote in [since, until)."""
        ...
