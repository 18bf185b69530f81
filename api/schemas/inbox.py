"""Cases, messages, drafts and deadlines on the wire. What buyers wrote is shown to those alone who see people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas.body import Strict
from api.schemas.ids import an_id
from engine.ids import Prefix
from engine.order.fields import Moment
from fulfillment.deadlines import Deadline
from fulfillment.inbox.arriving import MOST_LINE, MOST_NAME, MOST_TEXT, TakenIn
from fulfillment.inbox.deadlines import source_of
from fulfillment.inbox.drafting import Draft, Drafts
from fulfillment.inbox.figures import Figure
from fulfillment.inbox.sealing import text_of
from fulfillment.inbox.viewing import CaseSeen, MessageSeen
from fulfillment.inbox.words import CaseKind, CaseState, CloseCode, Subject
from fulfillment.payments.disputes.category import Category
from fulfillment.records import InboxCase, InboxMessage

Shown = dict[str, object]
Example = dict[str, object]
MOST_FILES = 10
MOST_ENCODED = 7 << 20
CODE = r"^[a-z0-9_]{1,64}$"
Line = Annotated[str, Field(max_length=MOST_LINE)]
Claim = Literal["a_to_z", "ebay_not_received", "ebay_not_as_described", "ebay_return"]


class FileAsked(Strict):
    """A file that came with a message, as Base64 (RFC 4648): PDF, PNG, JPEG or GIF, told by its bytes."""

    content: Annotated[str, Field(max_length=MOST_ENCODED, json_schema_extra={"contentEncoding": "base64"})]


class SenderAsked(Strict):
    """Who wrote."""

    email: Line = ""
    name: Line = ""


class MessageAsked(Strict):
    """What a buyer wrote. `id` is your own id of it: the same again is taken once. Of `order`, `tracking_number` and
    `from.email` give what you know; a message of no known order waits for people."""

    id: Annotated[str, Field(min_length=1, max_length=MOST_NAME)]
    channel: Annotated[str, Field(pattern=CODE)] = "own_shop"
    text: Annotated[str, Field(max_length=MOST_TEXT)]
    subject: Line = ""
    at: Annotated[Moment | None, Field(strict=False, description="When it was written; now unless told.")] = None
    language: Annotated[str, Field(max_length=16, description="That of the buyer, if you know it.")] = ""
    order: Annotated[str, Field(max_length=128, description="Your number of the order, or our id.")] = ""
    tracking_number: Annotated[str, Field(max_length=64)] = ""
    sender: Annotated[SenderAsked, Field(alias="from")] = SenderAsked()
    files: Annotated[tuple[FileAsked, ...], Field(max_length=MOST_FILES, strict=False)] = ()


class ClaimAsked(Strict):
    """A claim at a marketplace. Without `due_at` the marketplace's own rule counts."""

    kind: Claim
    reference: Annotated[str, Field(min_length=1, max_length=100, description="Its number there.")]
    order: Annotated[str, Field(min_length=1, max_length=128, description="Your number of the order, or our id.")]
    category: Annotated[Category | None, Field(strict=False)] = None
    at: Annotated[Moment | None, Field(strict=False, description="When it was opened; now unless told.")] = None
    due_at: Annotated[Moment | None, Field(strict=False)] = None
    subject: Annotated[Subject, Field(strict=False)] = Subject.ORDER
    subject_id: Annotated[str, Field(max_length=64, description="A parcel's id, or a line's number.")] = ""


class NextAsked(Strict):
    """Of which kind; any, unless named."""

    kind: Annotated[CaseKind | None, Field(strict=False)] = None


class AssignAsked(Strict):
    """To whom."""

    assignee: Annotated[str, Field(min_length=1, max_length=128)]


class SnoozeAsked(Strict):
    """Until when; before its end."""

    until: Moment


class CloseAsked(Strict):
    """Why."""

    reason_code: Annotated[CloseCode, Field(strict=False)]


class AttachAsked(Strict):
    """To which order."""

    order: Annotated[str, Field(min_length=1, max_length=128, description="Your number of the order, or our id.")]


class ReplyAsked(Strict):
    """What is answered. `by_hand`: it was told elsewhere already, and is only kept here."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    subject: Annotated[str, Field(max_length=200)] = ""
    language: Annotated[str, Field(max_length=16)] = ""
    by_hand: bool = False


class InboxCaseShown(BaseModel):
    """A case without what was written."""

    id: str
    order_id: str | None = Field(description="Null where nobody knows it yet.")
    kind: CaseKind
    channel: str
    reference: str = Field(description="The marketplace's or gateway's own number; empty for messages.")
    subject: Subject
    subject_id: str
    category: str
    dispute_id: str | None
    state: CaseState
    due_at: datetime | None = Field(description="Until when it is to be answered; null where nobody waits for us.")
    due_source: str = Field(description="Who set that.")
    passed: str = Field(description="What follows when it passes.")
    overdue_at: datetime | None
    assignee: str | None
    locked_at: datetime | None = Field(description="Until when it is the assignee's alone.")
    snoozed_at: datetime | None = Field(description="Offered to nobody before.")
    opened_at: datetime
    last_in_at: datetime
    first_answer_at: datetime | None
    answered_by: str | None
    closed_at: datetime | None
    reason_code: str
    reopened: int
    intents: list[str]
    version: int


class MessageFileShown(BaseModel):
    """A file that came with a message."""

    id: str
    media_type: str
    size: int


class MessageShown(BaseModel):
    """A message. Texts and quotes are null for those who do not see people, and once the person was erased."""

    id: str
    direction: str
    channel: str
    at: datetime
    language: str
    intents: list[str]
    quotes: dict[str, str] | None = Field(description="The words that say each intent.")
    subject: str | None
    text: str | None
    sender: dict[str, str] | None
    files: list[MessageFileShown]
    way: str
    delivery: str
    sent_at: datetime | None
    written_by: str


class SuggestedShown(BaseModel):
    """A change that the buyer asks for, and what it would do; nothing is done by itself."""

    change: str
    follows: str
    link: str


class CaseWhole(BaseModel):
    """A case with its messages, oldest first."""

    case: InboxCaseShown
    messages: list[MessageShown]
    suggested: list[SuggestedShown]
    sender_differs: bool = Field(description="Somebody wrote from another address than the order's buyer has.")


class MessageTakenShown(BaseModel):
    """A message as it was taken in. `left_out`: why files were not kept."""

    message_id: str
    case_id: str
    order_id: str | None
    intents: list[str]
    is_new: bool
    left_out: list[str]


class DraftAnswerShown(BaseModel):
    """One text."""

    language: str
    subject: str
    text: str


class DraftsShown(BaseModel):
    """The draft in the buyer's language, and the same in English and Chinese. `promises`: what it says that we do."""

    buyer: DraftAnswerShown
    english: DraftAnswerShown
    chinese: DraftAnswerShown
    sentences: list[str]
    promises: list[str]


class DeadlineShown(BaseModel):
    """An end: of what, what follows, and who set it."""

    kind: str
    id: str
    order_id: str | None
    at: datetime
    is_overdue: bool
    what_happens: str
    source: str


class CaseFigureShown(BaseModel):
    """A group of cases; minutes from opening to the first answer."""

    by: str
    name: str
    opened: int
    answered: int
    first_answer_median_min: int | None
    first_answer_p90_min: int | None
    reopened: int
    open: int
    overdue: int


class FiguresShown(BaseModel):
    """All groups."""

    since: datetime
    until: datetime
    figures: list[CaseFigureShown]


class CaseEvidenceShown(BaseModel):
    """What answers a claim; `wanting` is needed and not there. A case of a dispute shows the dispute."""

    case: dict[str, object] | None = None
    dispute: dict[str, object] | None = None
    order: str
    made_at: datetime
    wanting: list[str]
    exhibits: list[dict[str, object]]


CASE, MESSAGE, ORDER = an_id(Prefix.INBOX_CASE), an_id(Prefix.INBOX_MESSAGE), an_id(Prefix.ORDER)
AT = "2026-11-25T10:02:11Z"
A_CASE: Example = {
    "id": CASE, "order_id": ORDER, "kind": "message", "channel": "amazon", "reference": "", "subject": "order",
    "subject_id": "", "category": "", "dispute_id": None, "state": "open", "due_at": "2026-11-26T10:02:11Z",
    "due_source": "Amazon Seller Central, Help 202152030", "passed": "escalated", "overdue_at": None, "assignee": "mia",
    "locked_at": "2026-11-25T10:17:11Z", "snoozed_at": None, "opened_at": AT, "last_in_at": AT, "first_answer_at": None,
    "answered_by": None, "closed_at": None, "reason_code": "", "reopened": 0, "intents": ["where_is_my_parcel"],
    "version": 2,
}  # fmt: skip
A_MESSAGE: Example = {
    "id": MESSAGE, "direction": "in", "channel": "amazon", "at": AT, "language": "de",
    "intents": ["where_is_my_parcel"],
    "quotes": {"where_is_my_parcel": "Wo ist mein Paket"}, "subject": "", "text": "Wo ist mein Paket?",
    "sender": {"email": "jane@example.test", "name": "Jane Doe"}, "files": [], "way": "", "delivery": "taken",
    "sent_at": None, "written_by": "mail",
}  # fmt: skip
A_WHOLE: Example = {"case": A_CASE, "messages": [A_MESSAGE], "suggested": [], "sender_differs": False}
TAKEN: Example = {
    "message_id": MESSAGE, "case_id": CASE, "order_id": ORDER, "intents": ["where_is_my_parcel"], "is_new": True,
    "left_out": [],
}  # fmt: skip
WRITTEN: Example = {
    "id": "shop-msg-771", "text": "Where is my parcel?", "order": "A-1001", "from": {"email": "jane@example.test"},
}  # fmt: skip
CLAIMED: Example = {"kind": "a_to_z", "reference": "A2Z-77", "order": "A-1001", "category": "not_received"}
_TEXT: Example = {"language": "en", "subject": "Your order A-1001", "text": "Hello,\n\nthank you for your message."}
DRAFTS: Example = {
    "buyer": _TEXT, "english": _TEXT, "chinese": {**_TEXT, "language": "zh"}, "sentences": ["under_way", "expected"],
    "promises": [],
}  # fmt: skip
A_DEADLINE: Example = {
    "kind": "case", "id": CASE, "order_id": ORDER, "at": "2026-11-26T10:02:11Z", "is_overdue": False,
    "what_happens": "escalated", "source": "Amazon Seller Central, Help 202152030",
}  # fmt: skip
FIGURES: Example = {
    "since": "2026-11-01T00:00:00Z", "until": AT,
    "figures": [{"by": "channel", "name": "amazon", "opened": 12, "answered": 11, "first_answer_median_min": 95,
                 "first_answer_p90_min": 410, "reopened": 1, "open": 1, "overdue": 0}],
}  # fmt: skip
CASE_EVIDENCE: Example = {
    "case": {"id": CASE, "kind": "a_to_z", "category": "not_received"}, "dispute": None, "order": "A-1001",
    "made_at": AT, "wanting": ["delivery"],
    "exhibits": [{"kind": "messages", "weight": "helpful", "rows": [{"from": "buyer", "text": "Where is my parcel?"}]}],
}  # fmt: skip
_CODED = frozenset({"due_source", "intents"})


def shown_case(case: InboxCase) -> Shown:
    """A case."""
    plain = {name: getattr(case, name) for name in InboxCaseShown.model_fields if name not in _CODED}
    return {**plain, "due_source": "" if case.due_at is None else source_of(case), "intents": case.intents.split()}


def shown_whole(seen: CaseSeen, *, in_clear: bool) -> Shown:
    """A case with its messages; texts for those who see people."""
    changes = f"/v1/orders/{seen.case.order_id}/late-changes"
    return {
        "case": shown_case(seen.case),
        "messages": [shown_message(each, in_clear=in_clear) for each in seen.messages],
        "suggested": [{"change": each.change, "follows": each.follows, "link": changes} for each in seen.suggested],
        "sender_differs": seen.sender_differs,
    }


def shown_message(seen: MessageSeen, *, in_clear: bool) -> Shown:
    """A message."""
    message, words = seen.message, seen.words if in_clear else None
    return {
        **_plain(message),
        "quotes": None if words is None else words.get("quotes", {}),
        "subject": None if words is None else text_of(words, "subject"),
        "text": None if words is None else text_of(words, "text"),
        "sender": None if words is None else {"email": text_of(words, "email"), "name": text_of(words, "sender")},
        "files": [{"id": each.id, "media_type": each.media_type, "size": each.size} for each in seen.files],
    }


def _plain(message: InboxMessage) -> Shown:
    names = ("id", "direction", "channel", "at", "language", "way", "delivery", "sent_at", "written_by")
    return {**{name: getattr(message, name) for name in names}, "intents": message.intents.split()}


def shown_taken(taken: TakenIn) -> Shown:
    """A message that was taken in."""
    return {
        "message_id": taken.message.id,
        "case_id": taken.case.id,
        "order_id": taken.message.order_id,
        "intents": taken.message.intents.split(),
        "is_new": taken.is_new,
        "left_out": list(taken.left_out),
    }


def shown_drafts(drafts: Drafts) -> Shown:
    """A draft in three languages."""
    texts: Mapping[str, Draft] = {"buyer": drafts.buyer, "english": drafts.english, "chinese": drafts.chinese}
    return {
        **{
            name: {"language": each.language, "subject": each.subject, "text": each.text}
            for name, each in texts.items()
        },
        "sentences": list(drafts.sentences),
        "promises": list(drafts.promises),
    }


def shown_deadline(deadline: Deadline, now: datetime) -> Shown:
    """An end, as far as it is now."""
    plain = {name: getattr(deadline, name) for name in DeadlineShown.model_fields if name != "is_overdue"}
    return plain | {"is_overdue": deadline.is_overdue(now)}


def shown_figures(figures: Sequence[Figure], since: datetime, until: datetime) -> Shown:
    """All groups."""
    listed = [{name: getattr(each, name) for name in CaseFigureShown.model_fields} for each in figures]
    return {"since": since, "until": until, "figures": listed}
