"""Cases of customer service, messages in them, and files that came with messages."""

from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.inbox.words import CaseState, Delivery, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCase:
    """What belongs together. `thread` is unique among cases that are not closed; `order_id` is None while nobody knows
    which order it is about.

    `due_at` is until when we answer, None while it is the other side's turn; `clock` names whose time that is,
    `is_stated_due` that they named the day themselves. `overdue_at`: when that time had passed. `locked_at`: until
    when it is the `assignee`'s alone. `snoozed_at`: nobody is offered it before. The earliest `rank_at` is first.
    `intents` are codes with a space between them. `version` grows with every change.
    """

    id: str
    merchant_id: str
    order_id: str | None
    kind: str
    thread: str
    channel: str
    reference: str = ""
    subject: str = Subject.ORDER
    subject_id: str = ""
    category: str = ""
    dispute_id: str | None = None
    state: str = CaseState.OPEN
    due_at: datetime | None
    clock: str
    is_stated_due: bool = False
    passed: str
    overdue_at: datetime | None = None
    rank_at: datetime
    assignee: str | None = None
    locked_at: datetime | None = None
    snoozed_at: datetime | None = None
    opened_at: datetime
    last_in_at: datetime
    first_answer_at: datetime | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason_code: str = ""
    reopened: int = 0
    intents: str = ""
    version: int = 1

    def is_locked_for(self, name: str, now: datetime) -> bool:
        """Whether somebody else has it at the moment."""
        return self.locked_at is not None and now < self.locked_at and self.assignee != name


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxMessage:
    """One message. `sealed` holds what was written and who wrote, None once it was forgotten. It was sealed with the
    key of the person of the order's version `order_version`, or with the wrapped `own_key` while that is 0. `person`
    is the token of the sender until the order is known. `name` is a keyed digest of the sender's own id."""

    id: str
    merchant_id: str
    case_id: str
    order_id: str | None
    direction: str
    channel: str
    name: str
    at: datetime
    taken_at: datetime
    language: str = ""
    intents: str = ""
    sealed: bytes | None = field(repr=False)
    order_version: int
    own_key: bytes | None = field(default=None, repr=False)
    person: int | None = None
    way: str = ""
    delivery: str = Delivery.TAKEN
    sent_at: datetime | None = None
    written_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFile:
    """A file that came with a message, sealed as the message is. `size` is that of the file in bytes."""

    id: str
    merchant_id: str
    message_id: str
    order_id: str | None
    media_type: str
    size: int
    sealed: bytes = field(repr=False)
