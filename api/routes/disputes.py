"""Disputes: listed by what they wait for, answered with evidence, decided."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import DisputeId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.payments import A_DISPUTE, EVIDENCE, DisputeShown, EvidenceShown, shown_dispute
from api.schemas.words import PAGE
from api.services import Services, ServicesOf
from engine.clock import microseconds
from engine.store.sessions import WriteSession
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.payments.disputes.answering import decide_dispute, dispute_of, submit_evidence
from fulfillment.payments.disputes.archive import archive, document
from fulfillment.payments.disputes.evidence import evidence_in
from fulfillment.records import Dispute
from fulfillment.store.disputes import disputes_after, disputes_by_end

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
State = Literal["open", "submitted", "expired", "won", "lost", "accepted"]
ZIP = "application/zip"
SHOWN = Returns(DisputeShown, A_DISPUTE, "As it stands then.")
ANSWERING = ("not_found", "dispute_refused", "case_changed", "person_erased")


class SubmitAsked(Strict):
    """What was laid before the bank, in your own words."""

    note: Annotated[str, Field(max_length=1000, pattern=PAGE.replace("+$", "*$"))] = ""


class DecideAsked(Strict):
    """How it ended. `accepted` gives in, and waits for the bank to take the money."""

    outcome: Literal["won", "lost", "accepted"]


@routes.get(
    "/v1/disputes",
    **operation("list_disputes", "List disputes", Tag.PAYMENTS, Returns(Page[DisputeShown], a_page(A_DISPUTE))),
)
def list_disputes(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[State | None, Query(description="Only those that stand so.")] = None,
    soonest_first: Annotated[bool, Query(description="The earliest end first, not the oldest.")] = False,
) -> Response:
    """Oldest first, unless asked otherwise; a cursor goes on in the order in which it was given."""
    states = () if state is None else (state,)
    if soonest_first:
        return _soonest(services, who, wanted, states)
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = disputes_after(session, who.merchant, after, wanted.rows, states, who.shops)
    return listing(rows, wanted, lambda row: (row.id,), shown_dispute)


def _soonest(services: Services, who: Caller, wanted: PageWanted, states: Sequence[str]) -> Response:
    ends = DeadlinesWanted(limit=wanted.rows, after=wanted.after_moment(), shops=who.shops)
    with services.database.read() as session:
        rows = disputes_by_end(session, who.merchant, ends, states)
    return listing(rows, wanted, lambda row: (microseconds(row.due_at), row.id), shown_dispute)


@routes.get(
    "/v1/disputes/{dispute_id}",
    **operation("get_dispute", "Read a dispute", Tag.PAYMENTS, Returns(DisputeShown, A_DISPUTE), ("not_found",)),
)
def get_dispute(services: ServicesOf, who: Reader, dispute_id: DisputeId) -> Response:
    """What it is about, and until when it can be answered."""
    with services.database.read() as session:
        return answer(shown_dispute(dispute_of(session, who.merchant, dispute_id)))


@routes.get(
    "/v1/disputes/{dispute_id}/evidence",
    **operation(
        "get_evidence",
        "Gather the evidence in a dispute",
        Tag.PAYMENTS,
        Returns(EvidenceShown, EVIDENCE),
        ("not_found", "person_erased"),
    ),
)
def get_evidence(services: ServicesOf, who: Writer, dispute_id: DisputeId) -> Response:
    """From order, decision, ledger, parcels and notices, as they are now; `wanting` is needed and not there."""
    with services.database.read() as session:
        pack = evidence_in(session, services.site_of(who), who.merchant, dispute_id, services.clock.now())
    return answer(document(pack))


@routes.get(
    "/v1/disputes/{dispute_id}/evidence/archive",
    **operation(
        "get_evidence_archive",
        "Fetch the evidence as an archive",
        Tag.PAYMENTS,
        Returns(None, "PK…", media_type=ZIP),
        ("not_found", "person_erased"),
    ),
)
def get_archive(services: ServicesOf, who: Writer, dispute_id: DisputeId) -> Response:
    """A ZIP of `evidence.json` and of a page for people, `evidence.html`; made now and kept nowhere."""
    with services.database.read() as session:
        pack = evidence_in(session, services.site_of(who), who.merchant, dispute_id, services.clock.now())
    named = {"Content-Disposition": f'attachment; filename="{dispute_id}.zip"'}
    return Response(archive(pack), media_type=ZIP, headers=named)


@routes.post(
    "/v1/disputes/{dispute_id}/submit",
    **operation("submit_evidence", "Tell that the evidence was submitted", Tag.PAYMENTS, SHOWN, ANSWERING),
)
def submit(
    services: ServicesOf,
    who: Writer,
    dispute_id: DisputeId,
    asked: Annotated[SubmitAsked, Depends(JsonBody(SubmitAsked, {"note": "uploaded at the gateway"}))],
) -> Response:
    """The evidence as it stands is remembered by its digest. It may be completed until the bank decides."""

    def work(session: WriteSession) -> Dispute:
        now = services.clock.now()
        return submit_evidence(session, services.site_of(who), who.merchant, dispute_id, now, who.name, asked.note)

    return answer(shown_dispute(tried(services, work)))


@routes.post(
    "/v1/disputes/{dispute_id}/decide",
    **operation("decide_dispute", "Tell how a dispute ended", Tag.PAYMENTS, SHOWN, ANSWERING),
)
def decide(
    services: ServicesOf,
    who: Writer,
    dispute_id: DisputeId,
    asked: Annotated[DecideAsked, Depends(JsonBody(DecideAsked, {"outcome": "won"}))],
) -> Response:
    """Where no message of the gateway does. The payment follows, and the outcome becomes a label of the order."""

    def work(session: WriteSession) -> Dispute:
        now = services.clock.now()
        return decide_dispute(session, services.site_of(who), who.merchant, dispute_id, asked.outcome, now, who.name)

    return answer(shown_dispute(tried(services, work)))
