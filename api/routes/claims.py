"""Claims against carriers: opened, proved, moved on, paid; the letter, the file, and what comes back."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
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
from api.routes.working import occasion, taken_over, tried
from api.schemas.body import JsonBody, Strict
from api.schemas.claims import (
    A_CLAIM,
    A_PAYMENT,
    A_PROOF,
    A_READING,
    FIGURES,
    ClaimPaymentShown,
    ClaimRead,
    ClaimShown,
    ClaimFiguresRead,
    ClaimProofShown,
    shown_claim,
    shown_figures,
    shown_payment,
    shown_proof,
    shown_reading,
)
from api.schemas.file_body import FileBody
from api.schemas.ids import ClaimId, OrderId, ProofId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import PAGE, Name
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.claims.checklist import checklist
from fulfillment.claims.dossier import Dossier, archive, dossier_of, letter_pdf
from fulfillment.claims.figures import BY, Figures, as_table, figures
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.moving import Answered, Happened, change_claim, claim_of, move_claim, open_claim
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.proving import FORMS, MOST_BYTES, TEXT, hand_in, opened_proof
from fulfillment.claims.reading import claim_in_sight
from fulfillment.records import Claim, ClaimPayment, ClaimProof
from fulfillment.site import Occasion, Site
from fulfillment.states import Demand, Event
from fulfillment.store.claims import ClaimsWanted, claim_payments, claims_after, each_claim, proofs_of

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
    kind: Annotated[Mishap | None, Query(description="Only those of this.")] = None,
    carrier: Annotated[str, Query(max_length=64, description="Only those against this carrier.")] = "",
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    asked = ClaimsWanted(
        after="" if key is None else str(key[0]),
        limit=wanted.rows,
        states=() if state is None else (state,),
        kind="" if kind is None else kind,
        carrier=carrier,
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
def get_claim(services: ServicesOf, who: Reader, claim_id: ClaimId) -> Response:
    """With its checklist, what was handed in, what was paid, and the steps that lead on."""
    with services.database.read() as session:
        now = occasion(services, who, "")
        with claim_in_sight(session, services.site, now, claim_id) as (file, claim, shipment):
            items = checklist(file, claim, shipment)
        proofs = proofs_of(session, who.merchant, claim_id)
        payments = claim_payments(session, who.merchant, claim_id)
    return answer(shown_reading(claim, items, proofs, payments))


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
    asked: Annotated[ClaimMoveAsked, Depends(JsonBody(ClaimMoveAsked, {"event": "acknowledge", "reference": "C-4711"}))],
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


@routes.post(
    "/v1/claims/{claim_id}/proofs",
    **operation(
        "hand_in_proof",
        "Hand in a proof",
        Tag.CLAIMS,
        {201: Returns(ClaimProofShown, A_PROOF, "Kept, sealed.")},
        STEPPING,
    ),
)
def hand_in_proof(
    services: ServicesOf,
    who: Writer,
    claim_id: ClaimId,
    kind: Annotated[Proof, Query(description="What it proves.")],
    content: Annotated[bytes, Depends(FileBody((*FORMS, TEXT), MOST_BYTES))],
) -> Response:
    """A PDF, PNG or JPEG of at most 5 MiB; statements may be plain text. The same file again is kept once."""

    def work(session: WriteSession) -> ClaimProof:
        found = claim_of(session, who.merchant, claim_id)
        site, now = services.site_of(who), occasion(services, who, found.order_id)
        return hand_in(session, site, now, claim_id, kind, content)

    return answer(shown_proof(tried(services, work)), 201)


@routes.get(
    "/v1/claims/{claim_id}/proofs/{proof_id}",
    **operation(
        "get_proof",
        "Read a proof",
        Tag.CLAIMS,
        Returns(None, "%PDF-1.7 …", "The file.", "application/octet-stream"),
        ("not_found",),
    ),
)
def get_proof(services: ServicesOf, who: Writer, claim_id: ClaimId, proof_id: ProofId) -> Response:
    """Browsers save it and never show it in our name."""
    with services.database.read() as session:
        media_type, content = opened_proof(session, services.site, who.merchant, proof_id, claim_id)
    return _file(content, media_type, proof_id)


@routes.get(
    "/v1/claims/{claim_id}/letter",
    **operation(
        "print_claim_letter",
        "Print the letter to the carrier",
        Tag.CLAIMS,
        Returns(None, "%PDF-1.7 …", "The letter.", PDF),
        ("not_found", "person_erased", "font_missing", "letters_missing"),
    ),
)
def print_letter(
    services: ServicesOf,
    who: Writer,
    claim_id: ClaimId,
    language: Annotated[Literal["en", "zh"] | None, Query(description="Else the carrier's own.")] = None,
) -> Response:
    """In the language that the carrier reads, as far as it is known."""
    dossier = _dossier(services, who, claim_id)
    return _file(letter_pdf(dossier, services.print_shop.typesetter, language), PDF, f"{claim_id}.pdf")


@routes.get(
    "/v1/claims/{claim_id}/archive",
    **operation(
        "get_claim_archive",
        "Fetch the claim file",
        Tag.CLAIMS,
        Returns(None, "PK…", media_type=ZIP),
        ("not_found", "person_erased", "letters_missing"),
    ),
)
def get_archive(services: ServicesOf, who: Writer, claim_id: ClaimId) -> Response:
    """A ZIP of the letter, the claim as data and all exhibits; made now and kept nowhere."""
    content = archive(_dossier(services, who, claim_id), services.print_shop.typesetter)
    return _file(content, ZIP, f"{claim_id}.zip")


@routes.get(
    "/v1/claim-figures",
    **operation("claim_figures", "Count what comes back", Tag.CLAIMS, Returns(ClaimFiguresRead, FIGURES)),
)
def claim_figures(
    services: ServicesOf,
    who: Lister,
    by: Annotated[list[By] | None, Query(description="What rows are counted by; all four, if left out.")] = None,
    since: Annotated[AwareDatetime | None, Query(description="Cases that were opened then or later.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="And before then.")] = None,
) -> Response:
    """By carrier, lane, kind and month in which the case was opened. Cases that were withdrawn are left out."""
    return answer(shown_figures(_counted(services, who, _named(by), since, until)))


@routes.get(
    "/v1/claim-figures.csv",
    **operation(
        "claim_figures_csv", "Count what comes back, as a table", Tag.CLAIMS,
        Returns(None, "carrier,lane,kind,month,…", media_type=CSV),
    ),
)  # fmt: skip
def claim_figures_csv(
    services: ServicesOf,
    who: Lister,
    by: Annotated[list[By] | None, Query(description="What rows are counted by; all four, if left out.")] = None,
    since: Annotated[AwareDatetime | None, Query(description="Cases that were opened then or later.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="And before then.")] = None,
) -> Response:
    """The same for spreadsheets; no cell begins as a formula does."""
    names = _named(by)
    return _file(as_table(_counted(services, who, names, since, until), names), CSV, "claims.csv")


def _counted(
    services: Services, who: Caller, by: tuple[str, ...], since: datetime | None, until: datetime | None
) -> tuple[Figures, ...]:
    wanted = ClaimsWanted(shops=who.shops, since=since, until=until)
    with services.database.read() as session:
        return figures(each_claim(session, who.merchant, wanted), by)


def _named(by: list[By] | None) -> tuple[str, ...]:
    return tuple(each for each in BY if by is None or each in by)


def _lines(pieces: tuple[ClaimedPiece, ...]) -> Mapping[int, int]:
    found: Counter[int] = Counter()
    for each in pieces:
        found[each.line] += each.quantity
    return found


def _dossier(services: Services, who: Caller, claim_id: str) -> Dossier:
    with (
        services.database.read() as session,
        claim_in_sight(session, services.site, occasion(services, who, ""), claim_id) as (file, claim, shipment),
    ):
        return dossier_of(file, claim, shipment)


def _moved(services: Services, who: Caller, claim_id: str, act: Act) -> Response:
    def work(session: WriteSession) -> Claim:
        found = claim_of(session, who.merchant, claim_id)
        act(session, services.site_of(who), occasion(services, who, found.order_id))
        return claim_of(session, who.merchant, claim_id)

    return answer(shown_claim(tried(services, work)))


def _file(content: bytes, media_type: str, name: str) -> Response:
    # It shows personal values: no cache between us and the reader keeps them.
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
