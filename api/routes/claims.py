"""Claims against carriers: opened, proved, moved on, paid; the letter, the file, and what comes back."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, a_page
from api.routes.language import Language
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.claims import (
    A_CLAIM,
    A_PAYMENT,
    A_READING,
    ClaimPaymentShown,
    ClaimRead,
    ClaimShown,
    shown_claim,
    shown_payment,
    shown_reading,
)
from api.schemas.ids import ClaimId, OrderId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import PAGE, Name
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.claims.checklist import checklist
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.moving import Answered, Happened, change_claim, claim_of, move_claim, open_claim
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.reading import claim_in_sight
from fulfillment.claims.reasons import claim_reasons
from fulfillment.claims.turns import STATES, Turn
from fulfillment.records import Claim, ClaimPayment
from fulfillment.site import Occasion, Site
from fulfillment.states import Demand, Event
from fulfillment.store.claims import ClaimsWanted, claim_payments, claims_after, proofs_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Lister = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
PDF, ZIP, CSV = "application/pdf", "application/zip", "text/csv"
STEPPING = ("not_found", "illegal_step", "case_changed", "claim_refused", "person_erased")
SHOWN = Returns(ClaimShown, A_CLAIM, "As it stands then.")
Lines = Annotated[tuple["ClaimedPiece", ...], Field(max_length=500, strict=False)]
Minor = Annotated[int, Field(ge=0, le=10**12)]
Moment = Annotated[AwareDatetime, Field(strict=False)]
Words = Annotated[str, Field(max_length=1000, pattern=PAGE.replace("+$", "*$"))]
By = Literal["carrier", "lane", "kind", "month"]
Act = Callable[[WriteSession, Site, Occasion], object]


class ClaimedPiece(Strict):
    """How many pieces of a line are claimed."""

    line: Annotated[int, Field(ge=1, le=500)]
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class ClaimAsked(Strict):
    """What happened to which parcel, and when. `parcel` is its number or id, where the order has several; without
    `lines` everything in it is claimed; `freight` in minor units of the order's currency."""

    kind: Literal["loss", "damage", "late", "silent", "wrong_delivery", "returned_to_sender", "customs_refusal"]
    since: Moment
    parcel: Name | None = None
    lines: Lines = ()
    freight: Minor | None = None
    note: Words = ""


class ClaimChangeAsked(Strict):
    """Which pieces are claimed, and what the freight was; what is left out stays."""

    lines: Lines | None = None
    freight: Minor | None = None


class ClaimMoveAsked(Strict):
    """A step, and what is told with it: how much the carrier approves (all, if left out), its own name of the claim."""

    event: Literal["gather", "file", "acknowledge", "approve", "deny", "appeal", "withdraw", "write_off", "close"]
    approved: Minor | None = None
    reference: Annotated[str, Field(max_length=128, pattern=r"^[ -~]*$")] = ""
    note: Words = ""


class ClaimPaidAsked(Strict):
    """A payment or credit. `reference` is the payer's own name of it: the same again books nothing."""

    amount: Annotated[int, Field(ge=1, le=10**12)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    reference: Name
    at: Moment
    payer: Literal["carrier", "insurer"] = "carrier"


@routes.get(
    "/v1/claims",
    **operation("list_claims", "List claims", Tag.CLAIMS, Returns(Page[ClaimShown], a_page(A_CLAIM))),
)
def list_claims(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Demand | None, Query(description="Only those that stand so.")] = None,
    turn: Annotated[Turn | None, Query(description="Only those in which this side acts next.")] = None,
    kind: Annotated[Mishap | None, Query(description="Only those of this.")] = None,
    carrier: Annotated[str, Query(max_length=64, description="Only those against this carrier.")] = "",
    order_id: Annotated[str, Query(max_length=64, description="Only those about this order.")] = "",
) -> Response:
    """Oldest first. `turn` says who acts next; a `state` beside it counts alone."""
    key = wanted.after(str)
    asked = ClaimsWanted(
        after="" if key is None else str(key[0]),
        limit=wanted.rows,
        states=_states(state, turn),
        kind="" if kind is None else kind,
        carrier=carrier,
        order_id=order_id,
        shops=who.shops,
    )
    with services.database.read() as session:
        rows = claims_after(session, who.merchant, asked)
    return listing(rows, wanted, lambda row: (row.id,), shown_claim)


@routes.post(
    "/v1/orders/{order_id}/claims",
    **operation(
        "open_claim",
        "Tell that something happened to a parcel",
        Tag.CLAIMS,
        {201: Returns(ClaimShown, A_CLAIM, "The case; what is done about it follows by itself.")},
        (*STEPPING, "not_taken_over", "part_needed"),
    ),
)
def open_a_claim(
    services: ServicesOf,
    who: Writer,
    order_id: OrderId,
    asked: Annotated[ClaimAsked, Depends(JsonBody(ClaimAsked, {"kind": "loss", "since": AT}))],
) -> Response:
    """Once for a parcel and what happened to it."""
    told = Happened(
        kind=asked.kind,
        since=asked.since,
        parcel=asked.parcel,
        lines=_lines(asked.lines),
        freight=asked.freight,
        note=asked.note,
    )

    def work(session: WriteSession) -> Claim:
        with taken_over(session, who.merchant, order_id):
            return open_claim(session, services.site_of(who), occasion(services, who, order_id), told)

    return answer(shown_claim(tried(services, work)), 201)


@routes.get(
    "/v1/claims/{claim_id}",
    **operation("get_claim", "Read a claim", Tag.CLAIMS, Returns(ClaimRead, A_READING), ("not_found", "person_erased")),
)
def get_claim(services: ServicesOf, who: Reader, claim_id: ClaimId, language: Language) -> Response:
    """With its checklist, what the rules said of it, what was handed in, what was paid, and the steps that lead on."""
    with services.database.read() as session:
        now = occasion(services, who, "")
        with claim_in_sight(session, services.site, now, claim_id) as (file, claim, shipment):
            items = checklist(file, claim, shipment)
            reasons = claim_reasons(file, claim, shipment, items, language)
        proofs = proofs_of(session, who.merchant, claim_id)
        payments = claim_payments(session, who.merchant, claim_id)
    return answer(shown_reading(claim, items, reasons, proofs, payments))


@routes.post(
    "/v1/claims/{claim_id}/change",
    **operation("change_claim", "Say what is claimed", Tag.CLAIMS, SHOWN, STEPPING),
)
def change(
    services: ServicesOf,
    who: Writer,
    claim_id: ClaimId,
    asked: Annotated[ClaimChangeAsked, Depends(JsonBody(ClaimChangeAsked, {"freight": 812}))],
) -> Response:
    """Before it is filed. The freight counts where the carrier's terms give it back."""
    lines = None if asked.lines is None else _lines(asked.lines)
    return _moved(
        services, who, claim_id, lambda session, site, now: change_claim(session, site, now, claim_id, lines,
                                                                         asked.freight)
    )  # fmt: skip


@routes.post(
    "/v1/claims/{claim_id}/move",
    **operation("move_claim", "Move a claim on", Tag.CLAIMS, SHOWN, STEPPING),
)
def move(
    services: ServicesOf,
    who: Writer,
    claim_id: ClaimId,
    asked: Annotated[
        ClaimMoveAsked, Depends(JsonBody(ClaimMoveAsked, {"event": "acknowledge", "reference": "C-4711"}))
    ],
) -> Response:
    """What the carrier answered, or what is done about it. Filing writes the file into the outbox folder."""
    told = Answered(approved=asked.approved, reference=asked.reference, note=asked.note)
    event = Event(asked.event)
    return _moved(
        services, who, claim_id, lambda session, site, now: move_claim(session, site, now, claim_id, event, told)
    )


@routes.post(
    "/v1/claims/{claim_id}/payments",
    **operation(
        "pay_claim",
        "Tell what was paid for a claim",
        Tag.CLAIMS,
        {201: Returns(ClaimPaymentShown, A_PAYMENT, "Booked; a claim that is paid in full is closed.")},
        (*STEPPING, "no_rate"),
    ),
)
def pay(
    services: ServicesOf,
    who: Writer,
    claim_id: ClaimId,
    asked: Annotated[
        ClaimPaidAsked,
        Depends(JsonBody(ClaimPaidAsked, {"amount": 1469, "currency": "EUR", "reference": "CN-2026-118", "at": AT})),
    ],
) -> Response:
    """Never more than was claimed."""
    paid = Paid(amount=asked.amount, currency=asked.currency, reference=asked.reference, at=asked.at, payer=asked.payer)

    def work(session: WriteSession) -> ClaimPayment:
        found = claim_of(session, who.merchant, claim_id)
        site, now = services.site_of(who), occasion(services, who, found.order_id)
        return book_payment(session, site, now, claim_id, paid)

    return answer(shown_payment(tried(services, work)), 201)


def _states(state: Demand | None, turn: Turn | None) -> tuple[Demand, ...]:
    if state is not None:
        return (state,)
    return () if turn is None else STATES[turn]


def _lines(pieces: tuple[ClaimedPiece, ...]) -> Mapping[int, int]:
    found: Counter[int] = Counter()
    for each in pieces:
        found[each.line] += each.quantity
    return found


def _moved(services: Services, who: Caller, claim_id: str, act: Act) -> Response:
    def work(session: WriteSession) -> Claim:
        found = claim_of(session, who.merchant, claim_id)
        act(session, services.site_of(who), occasion(services, who, found.order_id))
        return claim_of(session, who.merchant, claim_id)

    return answer(shown_claim(tried(services, work)))
