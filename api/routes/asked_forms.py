"""What a link opens: for the page and for JSON alike, so that both refuse the same and tell the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from api.customer_page.form import Filled, Group, groups_of
from api.customer_page.words import Words, language_for, words_of
from api.refusals import LinkEnded, NotFound, TooManyTries
from api.services import Services, services_of
from engine.desk.customer_answering import AS_CUSTOMER, CUSTOMER, Sent, Taken, is_over, take_answer
from engine.desk.customer_answers import Answer
from engine.desk.customer_requests import Form, form_of
from engine.desk.desk import Caller
from engine.desk.errors import NotFound as DeskNotFound
from engine.desk.errors import PersonErased
from engine.desk.links import Opened
from engine.desk.reading import order_of
from engine.desk.request_errors import AnswerRefused, RequestEnded
from engine.order.order import Order
from engine.store.customer_requests import (
    ANSWERED,
    CANCELLED,
    CustomerRequest,
    files_kept,
    request_by_link,
)
from engine.store.decision_rows import whose
from engine.store.sessions import ReadSession

NO_LONGER = "no_longer_asked"
GOES_ON, WAITS, SETTLED = "goes_on", "waits", "settled"
# What the customer reads of what became of an answer: title and text, by name in the words.
TOLD: Mapping[str, tuple[str, str]] = {
    GOES_ON: ("done_title", "done_goes_on"),
    WAITS: ("done_title", "done_waits"),
    SETTLED: ("closed_title", "closed_text"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A link that is right, with its request. `answered` is what became of it, where that is told already."""

    row: CustomerRequest
    order: Order
    words: Words
    answered: str | None = None


def check_link(request: Request) -> Opened:
    """What the link of a request says; asks no database, and so comes before a body is read. Raises TooManyTries, and
    NotFound for what is no link of ours."""
    services = services_of(request)
    address = request.client.host if request.client is not None else ""
    if services.tries.are_used_up(address):
        raise TooManyTries
    opened = services.desk.links.read(request.path_params["token"])
    if opened is None:
        services.tries.note(address)
        raise NotFound
    return opened


def visit(services: Services, request: Request) -> Visit:
    """Whom a link lets in. Raises TooManyTries, NotFound, LinkEnded."""
    opened = check_link(request)
    now = services.desk.clock.now()
    with services.database.read() as session:
        row = request_by_link(session, opened.request)
        if row is None or row.link != opened.link:
            raise LinkEnded
        answered = _what_became(session, row)
        if answered is None and (is_over(row, now) or now >= opened.expires_at):
            raise LinkEnded
        order = _order(services, session, row)
    chosen = request.query_params.get("lang", "")[:16]
    language = language_for(order, request.headers.get("accept-language", ""), chosen)
    return Visit(row, order, words_of(language), answered)


def drawn(services: Services, visit_: Visit, filled: Filled | None = None) -> tuple[Form, tuple[Group, ...]]:
    """The form with what was filled in. Raises LinkEnded when the person was erased meanwhile."""
    row, filled = visit_.row, filled or Filled()
    with services.database.read() as session:
        try:
            form = form_of(services.desk, session, row.merchant, row.order_id, row.added, visit_.words.code)
        except (DeskNotFound, PersonErased) as error:
            raise LinkEnded from error
        kept = frozenset(files_kept(session, row))
    whole = Filled(values=filled.values, kept=kept, faults=filled.faults)
    return form, tuple(groups_of(form, visit_.words, whole))


def taken(services: Services, visit_: Visit, answer: Answer, seen: str | None) -> str:
    """Takes the answer, and answers what the customer is told: the same again when it was taken before.

    Raises LinkEnded, QuestionsChanged, AnswerRefused.
    """
    if visit_.answered is not None:
        return visit_.answered
    row = visit_.row
    if services.answers.are_used_up(row.id):
        raise TooManyTries
    sent = Sent(answer=answer, seen=seen, language=visit_.words.code, answered_as=AS_CUSTOMER)
    try:
        return told_of(take_answer(services.desk, Caller(merchant=row.merchant, name=CUSTOMER), row.id, sent))
    except AnswerRefused:
        services.answers.note(row.id)
        raise
    except RequestEnded:
        with services.database.read() as session:
            again = request_by_link(session, row.id)
            answered = None if again is None else _what_became(session, again)
        if answered is None:
            raise LinkEnded from None
        return answered
    except (DeskNotFound, PersonErased) as error:
        raise LinkEnded from error


def told_of(taken_: Taken) -> str:
    """What the customer is told. Of holds and refusals they hear by other ways, if at all: here both are looked at."""
    if taken_.decided is None:
        return SETTLED
    return GOES_ON if taken_.decided.row.outcome == "admit" else WAITS


def _what_became(session: ReadSession, row: CustomerRequest) -> str | None:
    if row.state == CANCELLED and row.end_reason == NO_LONGER:
        return SETTLED
    if row.state != ANSWERED:
        return None
    current = whose(session, row.order_id)
    return GOES_ON if current is not None and current.outcome == "admit" else WAITS


def _order(services: Services, session: ReadSession, row: CustomerRequest) -> Order:
    current = whose(session, row.order_id)
    try:
        return order_of(services.desk, session, row.merchant, row.order_id, 0 if current is None else current.version)
    except (DeskNotFound, PersonErased) as error:
        raise LinkEnded from error
