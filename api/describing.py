"""How a route says what it is, for the OpenAPI document.

A dependency that reads a header or a body describes it itself (`Describes`), next to the code that reads it. What is
left is short, and goes into the decorator: `@routes.get("/orders/{order}", **operation(...))`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Protocol, TypedDict, runtime_checkable

from pydantic import BaseModel
from starlette.responses import Response

Document = dict[str, Any]  # a JSON object of the OpenAPI document, whose parts we name but do not check

PROBLEMS = "x-problems"  # what `operation` hands to `api.openapi`; it does not stay in the document


class Tag(StrEnum):
    """The parts of the service, in the order in which its documentation shows them."""

    ORDERS = "orders"
    DECISIONS = "decisions"
    HOLDS = "holds"
    REVIEWS = "reviews"
    PAPERS = "papers"
    PARTIES = "parties"
    REGISTRATIONS = "registrations"
    TAKEDOWNS = "takedowns"
    MODELS = "models"
    MARKS = "marks"
    EVENTS = "events"
    CHANNELS = "channels"
    PRODUCTS = "products"
    FULFILMENT = "fulfilment"
    NOTICES = "notices"
    CLAIMS = "claims"
    PAYMENTS = "payments"
    SETTLEMENTS = "settlements"
    FREIGHT = "freight"
    PROFIT = "profit"
    LEARNING = "learning"
    ANALYTICS = "analytics"
    REQUESTS = "customer requests"
    INBOX = "inbox"
    WEBHOOKS = "webhooks"
    RULES = "rule book"
    LISTS = "lists"
    LAW = "law"
    RESCREENS = "re-screening"
    ACCESS = "access"
    AUDIT = "audit"
    COMPATIBILITY = "drop-in"
    SERVICE = "service"


TAGS: Mapping[Tag, str] = {
    Tag.ORDERS: "Orders come in, are decided at once, and may be changed.",
    Tag.DECISIONS: "What was decided, why, and whether the same inputs decide the same again.",
    Tag.HOLDS: "What keeps an order from going on, and how it is released.",
    Tag.REVIEWS: "Work for people: what waits, who has it, how it ended.",
    Tag.PAPERS: "Licences, permits and certificates that are handed in, and what analysts say of them.",
    Tag.PARTIES: "Lists of denied parties in force, whom an order's parties are like, and what people said of it.",
    Tag.REGISTRATIONS: "Numbers under which the merchant stands in registers, with their ends and their history.",
    Tag.TAKEDOWNS: "Notices against articles: what stops every order of them until it is lifted.",
    Tag.MODELS: "Models that score orders: which are in force, what was done with them, and how they do.",
    Tag.MARKS: "What people know of a buyer: e-mail, phone, address, card or account, blocked or trusted.",
    Tag.EVENTS: "What happened, one after the other, for programs that follow.",
    Tag.CHANNELS: "Shops and marketplaces that orders come from by themselves, and what each was told.",
    Tag.PRODUCTS: "What the seller keeps of each article, and what is still wanting of it.",
    Tag.FULFILMENT: "What became of orders that were admitted.",
    Tag.NOTICES: "What customers are told: what was sent, what waits, and how each kind reads.",
    Tag.CLAIMS: "What happened to parcels, and what carriers pay for it.",
    Tag.PAYMENTS: "What gateways tell of money, where it stands, disputes and their evidence, exchange rates.",
    Tag.SETTLEMENTS: "Reports of what providers paid out, held against the books, and cases about what differs.",
    Tag.FREIGHT: "What carriers bill, held against what was packed and agreed, and what of it is disputed.",
    Tag.PROFIT: "What orders earn, part by part and by article, lane, shop, channel and month.",
    Tag.LEARNING: "Causes of after-sales with the money they cost, and changes upstream that they suggest.",
    Tag.ANALYTICS: "Figures of a period: how orders were decided, how long they waited, what was charged back.",
    Tag.REQUESTS: "What customers are asked, by a link of their own, and what they answered.",
    Tag.INBOX: "What buyers write and claim: cases with a clock, drafts, answers, evidence, and all deadlines.",
    Tag.WEBHOOKS: "Where events are sent to, how they are signed, and how each delivery went.",
    Tag.RULES: "Rule books: drafts, proposals, tests, what is in force and what was.",
    Tag.LISTS: "Values that rules look up, each with its term and its reason.",
    Tag.LAW: "What is on file against goods in a country, what it rests on, and how much is known.",
    Tag.RESCREENS: "Known orders decided anew: which, what would change, and what did.",
    Tag.ACCESS: "People, their roles, keys, and who may do what.",
    Tag.AUDIT: "Who did what, in a chain that shows a change.",
    Tag.COMPATIBILITY: "The same decisions in the words of another service.",
    Tag.SERVICE: "Whether the service runs, and what it offers.",
}


@runtime_checkable
class Describes(Protocol):
    """A dependency that says what it reads, and with which problems it may refuse."""

    problems: Sequence[str]

    def describe(self, operation: Document) -> None: ...


class Operation(TypedDict):
    """What FastAPI's decorators are handed."""

    operation_id: str
    summary: str
    tags: list[str | Enum]
    status_code: int
    response_model: None
    response_class: type[Response]
    response_description: str
    responses: dict[int | str, dict[str, Any]]
    openapi_extra: Document


@dataclass(frozen=True, slots=True)
class Returns:
    """A successful answer: its model, an example of it, and what it means; `table`, what it is like as CSV where a
    caller may ask for that instead."""

    model: type[BaseModel] | None
    example: object = None
    description: str = "Done."
    media_type: str = "application/json"
    table: str = ""


def operation(
    name: str,
    summary: str,
    tag: Tag,
    returns: Returns | Mapping[int, Returns],
    problems: Sequence[str] = (),
) -> Operation:
    """The description of a route. Its docstring is the longer text; `problems` are codes of `api.problems`.

    Several successful answers are given by status, the usual one first. Answers are documented, not validated:
    a route hands over prepared bytes (`api.answers.answer`).
    """
    answers = {200: returns} if isinstance(returns, Returns) else dict(returns)
    first = next(iter(answers))
    return {
        "operation_id": name,
        "summary": summary,
        "tags": [tag],
        "status_code": first,
        "response_model": None,
        "response_class": Response,  # without a media type of its own, so that only ours are described
        "response_description": answers[first].description,
        "responses": {status: _answer(each) for status, each in answers.items()},
        "openapi_extra": {PROBLEMS: list(problems)},
    }


def _answer(returns: Returns) -> Document:
    made: Document = {"description": returns.description}
    if returns.model is not None:
        made["model"] = returns.model
    if returns.model is not None or returns.example is not None:
        content: Document = {} if returns.model is not None else {"schema": {"type": _kind(returns.example)}}
        made["content"] = {returns.media_type: content | {"example": returns.example}}
    if returns.table:
        made["content"]["text/csv"] = {"schema": {"type": "string"}, "example": returns.table}
    return made


def _kind(example: object) -> str:
    return "string" if isinstance(example, str) else "object"
