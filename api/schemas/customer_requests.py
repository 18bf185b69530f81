"""Requests to customers as they are shown, the form as JSON, and answers as they are sent."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.customer_page.form import Group
from api.refusals import DocumentRejected
from api.routes.examples import AT, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from engine.desk.customer_answers import Answer, NumberGiven, PaperGiven
from engine.errors import Fault
from engine.ids import Prefix
from engine.store.customer_requests import CustomerRequest

A_TOKEN = "AQGavwDA3nAAgAAAAAAAwN4AaSyR4AABm0l3mJ5b0Gk1Xn8W3m1Q5G0l7uH2cV9dK4sT6fYpR8w"  # noqa: S105 - opens nothing
TOKEN = r"^[A-Za-z0-9_-]{75}$"  # noqa: S105 - a form
LINK = f"https://shop.example/r/{A_TOKEN}"
MOST_BODY = 16 << 20
A_REQUEST: Example = {
    "id": an_id(Prefix.CUSTOMER_REQUEST),
    "order_id": an_id(Prefix.ORDER),
    "shop": "",
    "state": "open",
    "asks": ["address.postcode", "phone"],
    "added": [],
    "decision_id": an_id(Prefix.DECISION),
    "round": 1,
    "reminded": 0,
    "created_at": AT,
    "created_by": "rules",
    "expires_at": AT,
    "ended_at": None,
    "ended_by": None,
    "end_reason": None,
    "answered_as": None,
    "answer": None,
    "url": LINK,
}
A_FORM: Example = {
    "order": "A-1003",
    "language": "en",
    "until": AT,
    "seen": "1.9f2d5d0c8f8e4b1a",
    "state": "open",
    "groups": [
        {
            "legend": "Delivery address",
            "hint": "Please enter it as it is written on a letter.",
            "messages": ["Please check the postcode of your delivery address."],
            "fields": [
                {
                    "name": "address.postcode",
                    "question": "address.postcode",
                    "kind": "text",
                    "label": "Postcode",
                    "hint": "",
                    "value": "",
                    "required": True,
                    "filled_by": "shipping postal-code",
                    "options": [],
                    "has_file": False,
                }
            ],
        }
    ],
}
AN_ANSWER: Example = {"address": {"postcode": "10115"}, "phone": "+49 30 901820"}

Text = Annotated[str, Field(max_length=512)]
Question = Annotated[str, Field(min_length=1, max_length=128, examples=["number.CPF"])]
AddressField = Literal["name", "company", "line1", "line2", "city", "state", "postcode", "country"]
ADDABLE = (
    r"^(address\.(name|company|line1|line2|city|state|postcode|country)|phone|email"
    r"|number\.[A-Z][A-Z0-9_]{1,31}|paper\.[a-z][a-z0-9_]{1,63}\.[1-9][0-9]{0,3})$"
)
Addable = Annotated[str, Field(pattern=ADDABLE, examples=["paper.cites_permit.1"])]


class CustomerRequestShown(BaseModel):
    """One request. `asks` are its questions, `added` those that a person wanted; `round` counts an order's requests.

    `answer` and `url` are shown to those who may write requests: the url opens the form for whoever has it, and so only
    to those who may see people; to others the answer is masked.
    """

    id: str
    order_id: str
    shop: str
    state: Literal["open", "answered", "expired", "cancelled"]
    asks: list[str]
    added: list[str]
    decision_id: str
    round: int
    reminded: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    end_reason: str | None
    answered_as: Literal["customer", "agent"] | None
    answer: dict[str, object] | None
    url: str | None


class RequestAsked(Strict):
    """Whom to ask, and what beside what the decision asks: `address.…`, `phone`, `email`, `number.` and a kind that the
    destination knows, `paper.` with a kind of document and a line from 1. `days` from now; else as the merchant has
    set."""

    order_id: Annotated[str, Field(min_length=1, max_length=64)]
    asks: Annotated[tuple[Addable, ...], Field(max_length=20, strict=False)] = ()
    days: Annotated[int, Field(ge=1, le=180)] | None = None


class RequestCancelAsked(Strict):
    """Why it is taken back; stands with the request and in its event. The audit has no words of people."""

    reason: Annotated[str, Field(max_length=128)] = ""


class NumberAnswered(Strict):
    """A number of one of the kinds that the question names."""

    question: Question
    kind: Annotated[str, Field(min_length=1, max_length=32)]
    value: Text


class PaperAnswered(Strict):
    """A paper: `content` is the file in base64 (PDF, PNG or JPEG, at most 5 MiB); `lacking`: there is none."""

    question: Question
    number: Text = ""
    content: Annotated[str, Field(max_length=7 << 20)] = ""
    lacking: bool = False


class QuestionConfirmed(Strict):
    """Yes or no."""

    question: Question
    yes: bool


class AnswerSent(Strict):
    """An answer: everything that is asked, at once. `seen` is the form's mark, which refuses an answer to a form that
    is no longer the present one; `insists` keeps what looks wrong, for a person to look at."""

    address: Annotated[dict[AddressField, Text], Field(default_factory=dict)]
    phone: Text | None = None
    email: Text | None = None
    numbers: Annotated[tuple[NumberAnswered, ...], Field(max_length=20, strict=False)] = ()
    papers: Annotated[tuple[PaperAnswered, ...], Field(max_length=40, strict=False)] = ()
    confirmed: Annotated[tuple[QuestionConfirmed, ...], Field(max_length=20, strict=False)] = ()
    insists: bool = False
    seen: Annotated[str, Field(max_length=64)] | None = None


class FormFieldShown(BaseModel):
    """A field. `options` are pairs of value and label; `filled_by` is the browser's name for it."""

    name: str
    question: str
    kind: Literal["text", "tel", "email", "select", "file", "checkbox", "radio"]
    label: str
    hint: str
    value: str
    required: bool
    filled_by: str
    options: list[list[str]]
    has_file: bool


class FormGroupShown(BaseModel):
    """Fields under one legend, with why they are asked for."""

    legend: str
    hint: str
    messages: list[str]
    fields: list[FormFieldShown]


class AskedForm(BaseModel):
    """The form, for those who show it themselves. One that was answered has no groups."""

    order: str
    language: str
    until: datetime
    seen: str
    state: Literal["open", "answered"]
    groups: list[FormGroupShown]


class AnswerTaken(BaseModel):
    """What the customer may be told: whether the order `goes_on`, or somebody looks at the answer (`waits`)."""

    next: Literal["goes_on", "waits", "settled"]
    message: str


class RequestAnswered(BaseModel):
    """The request as it ended, and how the order was decided with the answer; nothing where it asked no more."""

    request: CustomerRequestShown
    decision_id: str | None
    outcome: str | None


def shown_request(
    row: CustomerRequest, url: str | None = None, answer: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    """A request."""
    return {
        "id": row.id,
        "order_id": row.order_id,
        "shop": row.shop,
        "state": row.state,
        "asks": row.asks,
        "added": row.added,
        "decision_id": row.decision,
        "round": row.round,
        "reminded": row.reminded,
        "created_at": row.created_at,
        "created_by": row.created_by,
        "expires_at": row.expires_at,
        "ended_at": row.ended_at,
        "ended_by": row.ended_by,
        "end_reason": row.end_reason,
        "answered_as": row.answered_as,
        "answer": answer,
        "url": url,
    }


def shown_groups(groups: Sequence[Group]) -> list[Mapping[str, object]]:
    """The form's groups."""
    return [
        {
            "legend": group.legend,
            "hint": group.hint,
            "messages": list(group.messages),
            "fields": [
                {
                    "name": each.name,
                    "question": each.question,
                    "kind": each.kind,
                    "label": each.label,
                    "hint": each.hint,
                    "value": each.value,
                    "required": each.required,
                    "filled_by": each.filled_by,
                    "options": [list(pair) for pair in each.options],
                    "has_file": bool(each.kept),
                }
                for each in group.fields
            ],
        }
        for group in groups
    ]


def answer_of(sent: AnswerSent) -> Answer:
    """The answer. Raises DocumentRejected for a file that is no base64."""
    return Answer(
        address={str(name): text for name, text in sent.address.items()},
        phone=sent.phone,
        email=sent.email,
        numbers={each.question: NumberGiven(kind=each.kind, value=each.value) for each in sent.numbers},
        papers={
            each.question: PaperGiven(number=each.number, content=_decoded(place, each), lacking=each.lacking)
            for place, each in enumerate(sent.papers)
        },
        confirmed={each.question: each.yes for each in sent.confirmed},
        insists=sent.insists,
    )


def _decoded(place: int, paper: PaperAnswered) -> bytes | None:
    if not paper.content:
        return None
    try:
        return base64.b64decode(paper.content, validate=True)
    except (binascii.Error, ValueError):
        fault = Fault(f"/papers/{place}/content", "not_base64", "write the file in base64 (RFC 4648 section 4)")
        raise DocumentRejected(faults=[fault]) from None
