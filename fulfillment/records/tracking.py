"""Whom we ask about parcels, how far that is, and parcels that somebody has to see to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.tracking.sources.words import Power, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingSource:
    """One account of a merchant at a source of tracking.

    `named` are credentials by the environment variable that holds each, `sealed` those stored here (a sealed JSON
    object). `settings` are words of the source; `carriers` are ours whose parcels it follows, none: all. A parcel is
    asked for every `every_s` seconds (0: never, the source pushes). A job of a `turn` that is over does nothing.
    """

    id: str
    merchant_id: str
    kind: SourceKind
    name: str
    endpoint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    carriers: tuple[str, ...] = ()
    every_s: int = 14_400
    named: Mapping[str, str] = field(default_factory=dict)
    sealed: bytes | None = field(default=None, repr=False)
    power: Power = Power.OFF
    why: str = ""
    turn: int = 0
    failures: int = 0
    error: str = ""
    good_at: datetime | None = None
    version: int = 1
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A parcel as one source follows it: `next_at` is when it is asked for again, None once the parcel's way ended.

    `remote` is what the source calls its carrier. `registered_at` where it had to be told of the number first;
    `unknown` while it knows nothing of it. `refused` is the source's own code for a number that it will not follow.
    """

    source_id: str
    number: str
    merchant_id: str
    remote: str = ""
    registered_at: datetime | None = None
    asked_at: datetime | None = None
    next_at: datetime | None = None
    unknown: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelWatch:
    """Something about a parcel, or about an order that is to leave, that somebody has to see to.

    `subject` is the parcel, or the order. `since`: when it began, which with subject and kind is unique, so that
    nothing is flagged twice; `due`: by when to act. Closed by what happens next (`closed_by` empty), or by a person.
    """

    id: str
    merchant_id: str
    order_id: str
    subject: str
    kind: str
    since: datetime
    due: datetime
    state: str = "open"
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str = ""
