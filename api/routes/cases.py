"""Cases of customer service: the queue, what is in each, and what is done with it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.refusals import ScopeMissing
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import CaseId
from api.schemas.inbox import (
    A_CASE,
    A_WHOLE,
    CASE_EVIDENCE,
    CLAIMED,
    DRAFTS,
    AssignAsked,
    AttachAsked,
    CaseEvidenceShown,
    CaseWhole,
    ClaimAsked,
    CloseAsked,
    DraftsShown,
    InboxCaseShown,
    NextAsked,
    ReplyAsked,
    SnoozeAsked,
    shown_case,
    shown_drafts,
    shown_whole,
)
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from engine.clock import microseconds
from fulfillment.inbox.attaching import attach
from fulfillment.inbox.cases import found_case
from fulfillment.inbox.claims import Claimed, take_claim
from fulfillment.inbox.evidence import case_evidence
from fulfillment.inbox.queue import assign, close, reopen, snooze, take_next
from fulfillment.inbox.sending import Reply, reply
from fulfillment.inbox.viewing import case_seen, drafts_for
from fulfillment.inbox.words import CaseKind, CaseState
from fulfillment.payments.disputes.archive import archive, document
from fulfillment.payments.disputes.evidence import Pack
from fulfillment.records import InboxCase
from fulfillment.store.inbox import CasesWanted, inbox_cases

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CASES_READ))]
Lister = Annotated[Caller, Depends(caller(Scope.CASES_READ, Reach.NARROWED))]
Agent = Annotated[Caller, Depends(caller(Scope.CASES_WRITE))]
Taker = Annotated[Caller, Depends(caller(Scope.CASES_WRITE, Reach.NARROWED))]
Seen = Annotated[Match, Depends(maybe_if_match)]
SHOWN = Returns(InboxCaseShown, A_CASE, "As it stands then.")
CHANGED = ("not_found", "version_changed", "inbox_case_changed", "inbox_case_closed")
IN_HAND = (*CHANGED, "inbox_case_locked", "inbox_case_refused")
ZIP = "application/zip"


@routes.get(
    "/v1/cases",
    **operation("list_cases", "List cases", Tag.INBOX, Returns(Page[InboxCaseShown], a_page(A_CASE))),
)
def list_cases(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[CaseState | None, Query(description="Only those that stand so.")] = None,
    kind: Annotated[CaseKind | None, Query(description="Only of this kind.")] = None,
    channel: Annotated[str | None, Query(description="Only of this channel.", min_length=1, max_length=64)] = None,
    assignee: Annotated[str | None, Query(description="Only of this person.", min_length=1, max_length=128)] = None,
    order_id: Annotated[str | None, Query(description="Only about this order.", min_length=1, max_length=64)] = None,
    orderless: Annotated[bool, Query(description="Only those of which nobody knows the order.")] = False,
    overdue: Annotated[bool, Query(description="Only those whose time has passed.")] = False,
) -> Response:
    """In the order of the queue: overdue ones first, then by their end, claims a day before messages. Nothing that
    buyers wrote is in here."""
    key = wanted.after(int, str)
    after = None if key is None else (int(key[0]), str(key[1]))
    asked = CasesWanted(
        limit=wanted.rows, after=after, state=state, kind=kind, channel=channel, assignee=assignee, order_id=order_id,
        orderless=orderless, overdue=overdue, shops=who.shops,
    )  # fmt: skip
    with services.database.read() as session:
        rows = inbox_cases(session, who.merchant, asked)
    return listing(rows, wanted, lambda row: (microseconds(row.rank_at), row.id), shown_case)


@routes.post(
    "/v1/cases",
    **operation(
        "tell_marketplace_claim",
        "Tell of a claim at a marketplace",
        Tag.INBOX,
        {201: Returns(InboxCaseShown, A_CASE, "Opened."), 200: Returns(InboxCaseShown, A_CASE, "It was known.")},
        ("not_found", "inbox_case_refused"),
    ),
)
def tell_marketplace_claim(
    services: ServicesOf, who: Taker, asked: Annotated[ClaimAsked, Depends(JsonBody(ClaimAsked, CLAIMED))]
) -> Response:
    """An A-to-z claim or a case at eBay. Told again, it gets the day that is stated now."""
    told = Claimed(
        kind=asked.kind,
        reference=asked.reference,
        order=asked.order,
        category=asked.category or "",
        at=asked.at or services.clock.now(),
        due_at=asked.due_at,
        subject=asked.subject,
        subject_id=asked.subject_id,
    )
    taken = tried(services, lambda session: take_claim(services.inbox, session, desk_caller(who), told))
    return _shown(taken.case, 201 if taken.is_new else 200)


@routes.post(
    "/v1/cases/next",
    **operation(
        "take_next_case",
        "Take the next case",
        Tag.INBOX,
        {
            200: Returns(InboxCaseShown, A_CASE, "Yours for a quarter of an hour."),
            204: Returns(None, None, "Nothing waits."),
        },
        ("inbox_case_changed",),
    ),
)
def take_next_case(
    services: ServicesOf, who: Taker, asked: Annotated[NextAsked, Depends(JsonBody(NextAsked, {"kind": "message"}))]
) -> Response:
    """Two people who ask at once get two different cases."""
    found = take_next(services.inbox, desk_caller(who), asked.kind)
    return nothing() if found is None else _shown(found)


@routes.get(
    "/v1/cases/{case_id}",
    **operation("get_case", "Read a case", Tag.INBOX, Returns(CaseWhole, A_WHOLE), ("not_found",)),
)
def get_case(services: ServicesOf, who: Reader, case_id: CaseId) -> Response:
    """With its messages, what they are about and the words that say so, and which changes of the order they ask for.
    Its `ETag` is what `If-Match` takes when it is changed."""
    with services.database.read() as session:
        case = found_case(session, who.merchant, case_id)
        seen = case_seen(services.inbox, session, case)
    return answer(shown_whole(seen, in_clear=who.sees_people), headers={"ETag": etag(case.version)})


@routes.post(
    "/v1/cases/{case_id}/assign",
    **operation("assign_case", "Give a case to somebody", Tag.INBOX, SHOWN, CHANGED),
)
def assign_case(
    services: ServicesOf,
    who: Agent,
    case_id: CaseId,
    asked: Annotated[AssignAsked, Depends(JsonBody(AssignAsked, {"assignee": "mia"}))],
    match: Seen,
) -> Response:
    """Whoever has it now; theirs for a quarter of an hour."""
    return _shown(assign(services.inbox, desk_caller(who), case_id, asked.assignee, match.versions))


@routes.post("/v1/cases/{case_id}/snooze", **operation("snooze_case", "Put a case off", Tag.INBOX, SHOWN, IN_HAND))
def snooze_case(
    services: ServicesOf,
    who: Agent,
    case_id: CaseId,
    asked: Annotated[SnoozeAsked, Depends(JsonBody(SnoozeAsked, {"until": "2026-11-26T08:00:00Z"}))],
    match: Seen,
) -> Response:
    """Offered to nobody until then; a new message ends that."""
    return _shown(snooze(services.inbox, desk_caller(who), case_id, asked.until, match.versions))


@routes.post("/v1/cases/{case_id}/close", **operation("close_case", "Close a case", Tag.INBOX, SHOWN, IN_HAND))
def close_case(
    services: ServicesOf,
    who: Agent,
    case_id: CaseId,
    asked: Annotated[CloseAsked, Depends(JsonBody(CloseAsked, {"reason_code": "solved"}))],
    match: Seen,
) -> Response:
    """With why. A new message of the buyer within thirty days opens it again."""
    return _shown(close(services.inbox, desk_caller(who), case_id, asked.reason_code, match.versions))


@routes.post(
    "/v1/cases/{case_id}/reopen",
    **operation(
        "reopen_case",
        "Open a case again",
        Tag.INBOX,
        SHOWN,
        ("not_found", "version_changed", "inbox_case_changed", "inbox_case_refused", "store_conflict"),
    ),
)
def reopen_case(services: ServicesOf, who: Agent, case_id: CaseId, match: Seen) -> Response:
    """One that was answered or closed; its clock begins anew."""
    return _shown(reopen(services.inbox, desk_caller(who), case_id, match.versions))


@routes.post(
    "/v1/cases/{case_id}/order",
    **operation("attach_case", "Say which order a case is about", Tag.INBOX, SHOWN, (*IN_HAND, "person_erased")),
)
def attach_case(
    services: ServicesOf,
    who: Agent,
    case_id: CaseId,
    asked: Annotated[AttachAsked, Depends(JsonBody(AttachAsked, {"order": "A-1001"}))],
    match: Seen,
) -> Response:
    """Its messages move to the order's case, under the key of the order's person."""
    return _shown(attach(services.inbox, desk_caller(who), case_id, asked.order, match.versions))


@routes.get(
    "/v1/cases/{case_id}/draft",
    **operation(
        "draft_answer", "Draft an answer", Tag.INBOX, Returns(DraftsShown, DRAFTS), ("not_found", "person_erased")
    ),
)
def draft_answer(services: ServicesOf, who: Reader, case_id: CaseId) -> Response:
    """From where the parcels are now, returns, refunds and who pays duties: templates with facts, in the buyer's
    language and beside it in English and Chinese. Nothing is sent."""
    with services.database.read() as session:
        case = found_case(session, who.merchant, case_id)
        made = drafts_for(services.inbox, session, case, in_clear=who.sees_people)
    return answer(shown_drafts(made))


@routes.post(
    "/v1/cases/{case_id}/reply",
    **operation(
        "reply_to_case", "Answer a case", Tag.INBOX, SHOWN, (*IN_HAND, "inbox_message_refused", "person_erased")
    ),
)
def reply_to_case(
    services: ServicesOf,
    who: Agent,
    case_id: CaseId,
    asked: Annotated[ReplyAsked, Depends(JsonBody(ReplyAsked, {"text": "Your parcel arrives on Friday."}))],
    match: Seen,
) -> Response:
    """It leaves once, the way the question came or by mail, and stops the clock."""
    said = Reply(text=asked.text, subject=asked.subject, language=asked.language, by_hand=asked.by_hand)
    case, _ = reply(services.inbox, desk_caller(who), case_id, said, match.versions)
    return _shown(case)


@routes.get(
    "/v1/cases/{case_id}/evidence",
    **operation(
        "get_case_evidence",
        "Gather the evidence for a claim",
        Tag.INBOX,
        Returns(CaseEvidenceShown, CASE_EVIDENCE),
        ("not_found", "inbox_case_refused", "person_erased", "scope_missing"),
    ),
)
def get_case_evidence(services: ServicesOf, who: Agent, case_id: CaseId) -> Response:
    """As for disputes, by the template of its kind; for those who see people."""
    return answer(document(_pack(services, who, case_id)))


@routes.get(
    "/v1/cases/{case_id}/evidence/archive",
    **operation(
        "get_case_archive",
        "Fetch the evidence for a claim as an archive",
        Tag.INBOX,
        Returns(None, "PK…", media_type=ZIP),
        ("not_found", "inbox_case_refused", "person_erased", "scope_missing"),
    ),
)
def get_case_archive(services: ServicesOf, who: Agent, case_id: CaseId) -> Response:
    """A ZIP of `evidence.json` and of a page for people, made now and kept nowhere."""
    named = {"Content-Disposition": f'attachment; filename="{case_id}.zip"'}
    return Response(archive(_pack(services, who, case_id)), media_type=ZIP, headers=named)


def _pack(services: Services, who: Caller, case_id: str) -> Pack:
    if not who.sees_people:
        raise ScopeMissing(Scope.PERSONAL_READ)
    with services.database.read() as session:
        case = found_case(session, who.merchant, case_id)
        return case_evidence(services.inbox, session, case, services.clock.now())


def _shown(case: InboxCase, status: int = 200) -> Response:
    return answer(shown_case(case), status, headers={"ETag": etag(case.version)})
