"""What differs between carriers' bills and our books: listed, read with its history, decided by people, summed up."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.freight import (
    A_FREIGHT_DIFFERENCE,
    A_RECOVERY,
    FREIGHT_IN_FULL,
    FreightDifferenceInFull,
    FreightDifferenceShown,
    RecoveriesShown,
    shown_freight_case,
    shown_freight_in_full,
    shown_recovery,
)
from api.schemas.ids import FreightDifferenceId, id_form
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import Why
from api.services import ServicesOf
from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.freight.cases import decide, found_case
from fulfillment.freight.kinds import Act, FreightDiffers, FreightState
from fulfillment.freight.recovery import recoveries
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.store.freight_cases import freight_cases_after, freight_entries_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
A_BILL = f"^{id_form(Prefix.FREIGHT_FILE)}$"
AN_ACT = {"act": "accept", "why": "the box was larger"}


class FreightDecideAsked(Strict):
    """What is done: `dispute` or `accept` it, or tell that the carrier gave a `credit`, or that it is lost (`lose`)."""

    act: Literal["dispute", "credit", "accept", "lose"]
    why: Why


@routes.get(
    "/v1/freight-differences",
    **operation("list_freight_differences", "List what differs in carriers' bills", Tag.FREIGHT,
                Returns(Page[FreightDifferenceShown], a_page(A_FREIGHT_DIFFERENCE))),
)  # fmt: skip
def list_freight_differences(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[FreightState | None, Query(description="Only in this state.")] = None,
    kind: Annotated[FreightDiffers | None, Query(description="Only of this kind.")] = None,
    carrier: Annotated[
        str | None, Query(description="Only of this one.", max_length=32, pattern="^[a-z0-9_-]+$")
    ] = None,
    freight_bill: Annotated[
        str | None, Query(description="Only of this bill, by our id.", pattern=f"^{id_form(Prefix.FREIGHT_FILE)}$")
    ] = None,
    newest_first: Annotated[bool, Query(description="The newest first, not the oldest.")] = False,
) -> Response:
    """Oldest first, unless asked otherwise; a cursor goes on in the order in which it was given."""
    key, now = wanted.after(str), services.clock.now()
    after = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = freight_cases_after(
            session, who.merchant, wanted.rows, after, is_newest_first=newest_first, state=state, kind=kind,
            carrier=carrier, file_id=freight_bill,
        )  # fmt: skip
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_freight_case(row, now))


@routes.get(
    "/v1/freight-differences/{freight_difference_id}",
    **operation("get_freight_difference", "Read a difference", Tag.FREIGHT,
                Returns(FreightDifferenceInFull, FREIGHT_IN_FULL), ("not_found",)),
)  # fmt: skip
def get_freight_difference(services: ServicesOf, who: Reader, freight_difference_id: FreightDifferenceId) -> Response:
    """With its evidence and its whole history."""
    with services.database.read() as session:
        return answer(_in_full(session, who.merchant, freight_difference_id, services.clock.now()))


@routes.post(
    "/v1/freight-differences/{freight_difference_id}/decide",
    **operation("decide_freight_difference", "Dispute, accept or end a difference", Tag.FREIGHT,
                Returns(FreightDifferenceInFull, FREIGHT_IN_FULL, "How it stands then."),
                ("not_found", "freight_case_decided", "case_changed")),
)  # fmt: skip
def decide_freight_difference(
    services: ServicesOf,
    who: Writer,
    freight_difference_id: FreightDifferenceId,
    asked: Annotated[
        FreightDecideAsked, Depends(JsonBody(FreightDecideAsked, {"act": "accept", "why": "the box was larger"}))
    ],
) -> Response:
    """Credits that come in a later bill close differences by themselves; `credit` is for those that come otherwise."""

    def work(session: WriteSession) -> object:
        now, site = services.clock.now(), services.site_of(who)
        sitting = Sitting(session=session, site=site, merchant=who.merchant, now=now, actor=who.name)
        decide(sitting, freight_difference_id, Act(asked.act), asked.why)
        return _in_full(session, who.merchant, freight_difference_id, now)

    return answer(tried(services, work))


@routes.get(
    "/v1/freight-recovery",
    **operation("get_freight_recovery", "Read how much came back", Tag.FREIGHT,
                Returns(RecoveriesShown, {"data": [A_RECOVERY]})),
)  # fmt: skip
def get_freight_recovery(services: ServicesOf, who: Reader) -> Response:
    """Of all that carriers asked too much, by carrier and currency."""
    with services.database.read() as session:
        cases = freight_cases_after(session, who.merchant, None)
    return answer({"data": [shown_recovery(row) for row in recoveries(cases, services.clock.now())]})


def _in_full(session: ReadSession, merchant: str, case_id: str, now: datetime) -> object:
    case = found_case(session, merchant, case_id)
    return shown_freight_in_full(case, freight_entries_of(session, merchant, case_id), now)
