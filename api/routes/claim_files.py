"""What belongs to a claim: proofs that are handed in, the letter to the carrier, and the whole file."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.claims import STEPPING
from api.routes.working import occasion, tried
from api.schemas.claims import A_PROOF, ClaimProofShown, shown_proof
from api.schemas.file_body import FileBody
from api.schemas.ids import ClaimId, ProofId
from api.services import Services, ServicesOf
from engine.store.sessions import WriteSession
from fulfillment.claims.dossier import Dossier, archive, dossier_of, letter_pdf
from fulfillment.claims.kinds import Proof
from fulfillment.claims.moving import claim_of
from fulfillment.claims.proving import FORMS, MOST_BYTES, TEXT, hand_in, opened_proof
from fulfillment.claims.reading import claim_in_sight
from fulfillment.records import ClaimProof

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
PDF, ZIP = "application/pdf", "application/zip"


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
    return file_answer(content, media_type, proof_id)


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
    return file_answer(letter_pdf(dossier, services.print_shop.typesetter, language), PDF, f"{claim_id}.pdf")


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
    return file_answer(content, ZIP, f"{claim_id}.zip")


def _dossier(services: Services, who: Caller, claim_id: str) -> Dossier:
    with (
        services.database.read() as session,
        claim_in_sight(session, services.site, occasion(services, who, ""), claim_id) as (file, claim, shipment),
    ):
        return dossier_of(file, claim, shipment)


def file_answer(content: bytes, media_type: str, name: str) -> Response:
    """A file that browsers save."""
    # It shows personal values: no cache between us and the reader keeps them.
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
