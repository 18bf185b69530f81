"""What is to be told, each try to tell it, and what customers chose to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told once; the words are chosen when it is written.

    `state`: `queued`, `waiting` for another address, `written` into a file, `sent` and acknowledged, `by_channel`
    (which writes to its buyers itself), `dropped` since nobody needs it any more, or `refused` for good, which is for
    people. `cause` says why, as a code. `due_at`: by when people should see to one that is refused or waits; `why`:
    what they said when they closed it.
    """

    id: str
    merchant_id: str
    order_id: str
    kind: str
    about: str
    audience: str
    created_at: datetime
    params: Mapping[str, object] = field(default_factory=dict)
    state: str = "queued"
    way: str = ""
    cause: str = ""
    written_at: datetime | None = None
    due_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTry:
    """One try to send a notice. `open`: begun, and nobody knows how it ended; `bounced`: taken, and it came back for
    good; `reply` is the other side's code. `address` is a keyed digest of where it went, blank where nobody made one,
    and `order_version` the version of the order that named it."""

    notice_id: str
    number: int
    merchant_id: str
    order_id: str
    way: str
    sent_as: str
    begun_at: datetime
    address: str = ""
    order_version: int = 0
    outcome: str = "open"
    reply: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncedAddress:
    """Where nothing of an order is sent any more, by a keyed digest; `cause` is the code of why."""

    merchant_id: str
    order_id: str
    way: str
    address: str
    order_version: int
    cause: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeChoice:
    """By which way somebody wants to hear of a topic; `person` is their keyed token, `chosen_by` is `buyer`, or
    `staff:` and the name of who chose for them."""

    merchant_id: str
    person: int
    topic: str
    way: str
    changed_at: datetime
    chosen_by: str = "buyer"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWish:
    """In which language somebody wants to read, blank for the order's own, and from when until when they want nothing
    that is not urgent (such as `21:00`), blank for the hours of the house."""

    merchant_id: str
    person: int
    language: str = ""
    quiet_begin: str = ""
    quiet_end: str = ""
    changed_at: datetime
    chosen_by: str = "buyer"
