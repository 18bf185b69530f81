"""What customers were told, and how it reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import Why
from engine.ids import Prefix
from engine.order.fields import Moment
from fulfillment.notify.kinds import Kind, kind_book
from fulfillment.notify.letter import Letter
from fulfillment.notify.post_room import MAIL
from fulfillment.notify.seen_to import SeenTo
from fulfillment.records import BouncedAddress, Notice, NoticeChoice, NoticeTry, NoticeWish
from fulfillment.store.notices import FOR_PEOPLE

NoticeState = Literal["queued", "waiting", "written", "sent", "by_channel", "dropped", "refused"]
Topic = Literal["service", "progress", "trouble"]
ChosenWay = Literal["mail", "text", "off"]
TIME = r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$"
Shown = dict[str, object]


class TryShown(BaseModel):
    """One try to send it. `open`: nobody knows how it ended; `bounced`: it was taken, and came back for good.
    `order_version`: whose address it was sent to."""

    number: int
    way: str
    outcome: Literal["open", "sent", "refused", "failed", "bounced"]
    reply: str
    order_version: int
    begun_at: datetime
    ended_at: datetime | None


class NoticeShown(BaseModel):
    """Something that a customer or carrier is told. `due_at`: by when people should see to one that was refused or
    waits, null for every other; `why`: what was said when it was closed."""

    id: str
    order_id: str
    kind: str
    about: str
    audience: Literal["customer", "carrier"]
    params: dict[str, object]
    state: NoticeState
    way: str
    cause: str
    created_at: datetime
    written_at: datetime | None
    due_at: datetime | None
    why: str
    tries: list[TryShown]


class ClosingAsked(Strict):
    """How somebody saw to a notice: the customer was told by another way (`told_otherwise`), or need not be told any
    more (`not_needed`); and why."""

    how: Annotated[SeenTo, Field(strict=False)]
    reason: Why


class BounceTaken(BaseModel):
    """What a report of delivery status came to. `notice_id`: the notice that it refused; null where it is about no
    message of ours, says nothing final, or was handed in before. `status`: its code of RFC 3463, blank for none."""

    notice_id: str | None
    status: str


class BouncedShown(BaseModel):
    """Where nothing of an order is sent any more, since it came back for good: the address of that version of it.
    `cause` is the code of RFC 3463, or of the other side."""

    way: str
    order_version: int
    cause: str
    noted_at: datetime


class NoticesOfOrder(BaseModel):
    """All notices of one order, oldest first, and addresses of it that nothing is sent to."""

    data: list[NoticeShown]
    bounced: list[BouncedShown]


class KindShown(BaseModel):
    """A kind of notice. `always`: it is sent whatever the customer chose; `urgent`: also at night."""

    kind: str
    topic: str
    always: bool
    urgent: bool
    overtaken_by: list[str]


class QuietShown(BaseModel):
    """From one time of the day to another, by the clock of the destination."""

    begin: str
    end: str


class KindsShown(BaseModel):
    """All kinds, and when nothing is sent that is not urgent."""

    data: list[KindShown]
    quiet: QuietShown


class ChoiceOfTopic(BaseModel):
    """By which way somebody is told of a topic: `mail`, `text`, or `off`. `always`: it cannot be turned off.

    `chosen_by`: `buyer`, or `staff:` and the name of who chose for them; blank, and `chosen_at` null, where nothing was
    chosen."""

    topic: str
    way: str
    always: bool
    chosen_by: str
    chosen_at: datetime | None


class ChoicesShown(BaseModel):
    """Every topic; the `language` that they want, null for the order's own, and their quiet hours, null for those of
    the house, with who chose these two."""

    data: list[ChoiceOfTopic]
    language: str | None
    quiet: QuietShown | None
    chosen_by: str
    chosen_at: datetime | None


class QuietAsked(Strict):
    """Times of the day such as `21:00`, by the clock of the destination; both blank for the hours of the house."""

    begin: Annotated[str, Field(pattern=TIME)]
    end: Annotated[str, Field(pattern=TIME)]


class ChoicesAsked(Strict):
    """What a customer asked to be changed; what is not named stays. `language`: blank for the order's own. `asked_at`:
    when they asked, now unless stated; what they chose by themselves since then stays."""

    ways: dict[Topic, ChosenWay] = Field(default_factory=dict)
    language: Literal["", "en", "zh", "de", "fr", "es", "ja"] | None = None
    quiet: QuietAsked | None = None
    asked_at: Moment | None = None


class LetterShown(BaseModel):
    """How a notice reads: as mail in plain text and as a page, and as a text message."""

    kind: str
    language: str
    subject: str
    text: str
    html: str
    text_message: str


NOTICE = an_id(Prefix.NOTICE)
A_NOTICE: Example = {
    "id": NOTICE,
    "order_id": ORDER,
    "kind": "delivered",
    "about": ORDER,
    "audience": "customer",
    "params": {"number": "RX000000005CN"},
    "state": "sent",
    "way": "mail",
    "cause": "",
    "created_at": AT,
    "written_at": AT,
    "due_at": None,
    "why": "",
    "tries": [
        {
            "number": 1,
            "way": "mail",
            "outcome": "sent",
            "reply": "250-2.0.0",
            "order_version": 1,
            "begun_at": AT,
            "ended_at": AT,
        }
    ],
}
CLOSING: Example = {"how": "told_otherwise", "reason": "read to them on the phone"}
A_CLOSED_NOTICE: Example = {
    **A_NOTICE,
    "state": "dropped",
    "cause": "told_otherwise",
    "why": "read to them on the phone",
    "written_at": None,
}
A_BOUNCE: Example = {"way": "mail", "order_version": 1, "cause": "5.1.1", "noted_at": AT}
A_KIND: Example = {
    "kind": "delivered", "topic": "progress", "always": False, "urgent": False, "overtaken_by": [],
}  # fmt: skip
QUIET: Example = {"begin": "21:00", "end": "08:00"}
A_CHOICE: Example = {"topic": "progress", "way": "off", "always": False, "chosen_by": "buyer", "chosen_at": AT}
CHOICES: Example = {
    "data": [A_CHOICE],
    "language": "fr",
    "quiet": {"begin": "20:00", "end": "09:00"},
    "chosen_by": "staff:anna",
    "chosen_at": AT,
}
CHOICES_ASKED: Example = {
    "ways": {"progress": "off"},
    "language": "fr",
    "quiet": {"begin": "20:00", "end": "09:00"},
    "asked_at": AT,
}
A_LETTER: Example = {
    "kind": "delivered",
    "language": "en",
    "subject": "Order A-1001 has arrived",
    "text": "Hello Erika Example,\n\nparcel RX000000005CN has been delivered.\n",
    "html": '<!doctype html>\n<html lang="en">…</html>',
    "text_message": "Order A-1001 has arrived. https://shop.example/t/sample",
}


def shown_notice(notice: Notice, tries: tuple[NoticeTry, ...]) -> Shown:
    """A notice with its tries."""
    plain = {name: getattr(notice, name) for name in NoticeShown.model_fields if name not in ("params", "tries")}
    plain["due_at"] = notice.due_at if notice.state in FOR_PEOPLE else None
    told = [{name: getattr(each, name) for name in TryShown.model_fields} for each in tries]
    return plain | {"params": dict(notice.params), "tries": told}


def shown_bounce(bounced: BouncedAddress) -> Shown:
    """Where nothing is sent any more, without the address."""
    return {name: getattr(bounced, name) for name in BouncedShown.model_fields}


def shown_kind(kind: Kind) -> Shown:
    """A kind."""
    return {
        "kind": kind.name,
        "topic": kind.topic,
        "always": kind.topic in kind_book().always,
        "urgent": kind.urgent,
        "overtaken_by": sorted(kind.overtaken_by),
    }


def shown_kinds() -> Shown:
    """All kinds."""
    book = kind_book()
    quiet = {"begin": f"{book.quiet.begin:%H:%M}", "end": f"{book.quiet.end:%H:%M}"}
    return {"data": [shown_kind(each) for each in book.kinds.values()], "quiet": quiet}


def shown_choices(kept: Mapping[str, NoticeChoice], wished: NoticeWish | None) -> Shown:
    """What counts by topic, mail where nothing was chosen, who chose it, and what somebody wishes beside."""
    always = kind_book().always
    data = [
        {
            "topic": topic,
            "way": kept[topic].way if topic in kept else MAIL,
            "always": topic in always,
            "chosen_by": kept[topic].chosen_by if topic in kept else "",
            "chosen_at": kept[topic].changed_at if topic in kept else None,
        }
        for topic in kind_book().topics
    ]
    if wished is None:
        return {"data": data, "language": None, "quiet": None, "chosen_by": "", "chosen_at": None}
    quiet = {"begin": wished.quiet_begin, "end": wished.quiet_end} if wished.quiet_begin else None
    return {
        "data": data,
        "language": wished.language or None,
        "quiet": quiet,
        "chosen_by": wished.chosen_by,
        "chosen_at": wished.changed_at,
    }


def shown_letter(kind: str, letter: Letter) -> Shown:
    """A letter."""
    return {
        "kind": kind,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "text_message": letter.brief,
    }
