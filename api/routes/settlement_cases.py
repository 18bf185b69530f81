"""Cases about what differs between reports, bank and books: listed, read with their history, and decided by people."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import ORDER, a_page
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import SettlementCaseId, id_form
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.settlements import A_CASE, IN_FULL, CaseInFull, CaseShown, shown_case, shown_in_full
from api.schemas.words import Why
from api.services import Services, ServicesOf
from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.payments.settlement.deciding import decide, found_case, match_by_hand
from fulfillment.payments.settlement.kinds import Act, Differs, Standing
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.store.settlement_cases import cases_after, entries_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
CHOSEN = f"({id_form(Prefix.ORDER)})|({id_form(Prefix.PAYOUT)})"
ENDS = {"won": Act.WIN, "lost": Act.LOSE, "recovered": Act.RECOVER}
AGAIN = ("not_found", "settlement_case_decided", "case_changed")
FULL = Returns(CaseInFull, IN_FULL, "How it stands then.")


class WhyAsked(Strict):
    """Why."""

    why: Why


class DecideAsked(Strict):
    """How it ended: an appeal was `won` or `lost`, or the money was `recovered`."""

    outcome: Literal["won", "lost", "recovered"]
    why: Why


class MatchAsked(Strict):
    """The order that a line is about, or the payout that a bank's credit is."""

    chosen: Annotated[str, Field(pattern=CHOSEN)]
    why: Why


@routes.get(
    "/v1/settlement-cases",
    **operation(
        "list_settlement_cases", "List what differs", Tag.SETTLEMENTS, Returns(Page[CaseShown], a_page(A_CASE))
    ),
)
def list_settlement_cases(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Standing | None, Query(description="Only in this state.")] = None,
    kind: Annotated[Differs | None, Query(description="Only of this kind.")] = None,
    newest_first: Annotated[bool, Query(description="The newest first, not the oldest.")] = False,
) -> Response:
    """Oldest first, unless asked otherwise; a cursor goes on in the order in which it was given."""
    key, now = wanted.after(str), services.clock.now()
    after = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = cases_after(
            session, who.merchant, wanted.rows, after, state=state, kind=kind, is_newest_first=newest_first
        )
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_case(row, now))


@routes.get(
    "/v1/settlement-cases/{settlement_case_id}",
    **operation("get_settlement_case", "Read a case", Tag.SETTLEMENTS, Returns(CaseInFull, IN_FULL), ("not_found",)),
)
def get_settlement_case(services: ServicesOf, who: Reader, settlement_case_id: SettlementCaseId) -> Response:
    """With its whole history: who did what, when and why."""
    with services.database.read() as session:
        return answer(_in_full(session, who.merchant, settlement_case_id, services.clock.now()))


@routes.post(
    "/v1/settlement-cases/{settlement_case_id}/explain",
    **operation("explain_settlement_case", "Say why it may differ", Tag.SETTLEMENTS, FULL, AGAIN),
)
def explain_settlement_case(
    services: ServicesOf,
    who: Writer,
    settlement_case_id: SettlementCaseId,
    asked: Annotated[WhyAsked, Depends(JsonBody(WhyAsked, {"why": "the buyer paid the shipping in cash"}))],
) -> Response:
    """It stays explained for as long as the amount stays."""
    return _decided(services, who, settlement_case_id, Act.EXPLAIN, asked.why)


@routes.post(
    "/v1/settlement-cases/{settlement_case_id}/write-off",
    **operation("write_off_settlement_case", "Give the amount up", Tag.SETTLEMENTS, FULL, AGAIN),
)
def write_off_settlement_case(
    services: ServicesOf,
    who: Writer,
    settlement_case_id: SettlementCaseId,
    asked: Annotated[WhyAsked, Depends(JsonBody(WhyAsked, {"why": "below what a letter costs"}))],
) -> Response:
    """No ledger is changed: it says that nobody goes on asking."""
    return _decided(services, who, settlement_case_id, Act.WRITE_OFF, asked.why)


@routes.post(
    "/v1/settlement-cases/{settlement_case_id}/appeal",
    **operation("appeal_settlement_case", "Tell that it was appealed", Tag.SETTLEMENTS, FULL, AGAIN),
)
def appeal_settlement_case(
    services: ServicesOf,
    who: Writer,
    settlement_case_id: SettlementCaseId,
    asked: Annotated[WhyAsked, Depends(JsonBody(WhyAsked, {"why": "sent with the proof of delivery"}))],
) -> Response:
    """With the marketplace or provider; reminders of the deadline end."""
    return _decided(services, who, settlement_case_id, Act.APPEAL, asked.why)


@routes.post(
    "/v1/settlement-cases/{settlement_case_id}/decide",
    **operation("decide_settlement_case", "Tell how it ended", Tag.SETTLEMENTS, FULL, AGAIN),
)
def decide_settlement_case(
    services: ServicesOf,
    who: Writer,
    settlement_case_id: SettlementCaseId,
    asked: Annotated[DecideAsked, Depends(JsonBody(DecideAsked, {"outcome": "won", "why": "credited on the 3rd"}))],
) -> Response:
    """What was won is `recovered` once the money is there."""
    return _decided(services, who, settlement_case_id, ENDS[asked.outcome], asked.why)


@routes.post(
    "/v1/settlement-cases/{settlement_case_id}/match",
    **operation(
        "match_settlement_case",
        "Say which order or payout a line is about",
        Tag.SETTLEMENTS,
        FULL,
        (*AGAIN, "match_refused"),
    ),
)
def match_settlement_case(
    services: ServicesOf,
    who: Writer,
    settlement_case_id: SettlementCaseId,
    asked: Annotated[MatchAsked, Depends(JsonBody(MatchAsked, {"chosen": ORDER, "why": "by the buyer's mail"}))],
) -> Response:
    """Confirms a proposal, or gives an unknown line its order. The order is weighed again with it at once."""

    def work(session: WriteSession) -> object:
        match_by_hand(_sitting(services, who, session), settlement_case_id, asked.chosen, asked.why)
        return _in_full(session, who.merchant, settlement_case_id, services.clock.now())

    return answer(tried(services, work))


def _decided(services: Services, who: Caller, case_id: str, act: Act, why: str) -> Response:
    def work(session: WriteSession) -> object:
        decide(_sitting(services, who, session), case_id, act, why)
        return _in_full(session, who.merchant, case_id, services.clock.now())

    return answer(tried(services, work))


def _sitting(services: Services, who: Caller, session: WriteSession) -> Sitting:
    now = services.clock.now()
    return Sitting(session=session, site=services.site_of(who), merchant=who.merchant, now=now, actor=who.name)


def _in_full(session: ReadSession, merchant: str, case_id: str, now: datetime) -> object:
    return shown_in_full(found_case(session, merchant, case_id), entries_of(session, merchant, case_id), now)
