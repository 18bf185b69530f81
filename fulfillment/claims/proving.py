"""What people hand in for a claim: pictures, papers and statements, each sealed with the key of the order's person.

Once that person was erased nobody can open them again.
"""

from collections.abc import Mapping, Sequence

from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.claims.checklist import Item, checklist
from fulfillment.claims.kinds import Proof
from fulfillment.claims.moving import claim_at_work
from fulfillment.claims.opening import look_again_now
from fulfillment.errors import ClaimRefused, NotFound
from fulfillment.lifecycle import CLAIM_OVER
from fulfillment.records import ClaimProof
from fulfillment.site import ClaimSupport, Occasion, Site
from fulfillment.store.claims import add_proof, find_proof, proofs_of

MOST_BYTES = 5 << 20
MOST_FILES = 20
TEXT = "text/plain"
# By the first bytes, and not by what the sender says.
FORMS: Mapping[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}
SUFFIXES: Mapping[str, str] = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", TEXT: "txt"}
STATED = frozenset({Proof.STATEMENT, Proof.NON_DELIVERY})
"""What may be handed in as plain text."""


def hand_in(
    session: WriteSession, site: Site, occasion: Occasion, claim_id: str, kind: Proof, content: bytes
) -> ClaimProof:
    """Keeps a proof of a claim that runs; the same file again answers the one that is kept.

    Raises NotFound, PersonErased, and ClaimRefused for a file of another type, one too many, or a claim that is over.
    """
    media_type = _type_of(kind, content)
    support = support_of(site)
    with claim_at_work(session, site, occasion, claim_id) as (file, claim, _):
        before = proofs_of(session, file.merchant, claim.id)
        sealed = support.sealed(session, file.merchant, claim.order_id, content)
        known = next((each for each in before if (each.kind, each.digest) == (kind, sealed.digest)), None)
        if known is not None:
            return known
        if claim.state in CLAIM_OVER or len(before) >= MOST_FILES:
            msg = f"the claim is `{claim.state}` and has {len(before)} files of at most {MOST_FILES}; nothing is added"
            raise ClaimRefused(msg)
        proof = ClaimProof(
            id=file.ids.new(Prefix.CLAIM_PROOF),
            merchant_id=file.merchant,
            order_id=claim.order_id,
            order_version=sealed.version,
            claim_id=claim.id,
            kind=kind,
            media_type=media_type,
            size=len(content),
            digest=sealed.digest,
            added_at=file.now,
            added_by=file.occasion.actor,
            sealed=sealed.content,
        )
        add_proof(session, proof)
        told = {"claim": claim.id, "proof": proof.id, "kind": kind, "media_type": media_type, "size": proof.size}
        file.note("claim_proof", dedup=f"claim:{claim.id}:proof:{proof.id}", data=told)
        look_again_now(file, claim)
    return proof


def opened_proof(
    session: ReadSession, site: Site, merchant: str, proof_id: str, claim_id: str | None = None
) -> tuple[str, bytes]:
    """Media type and content. Raises NotFound, also once the person was erased."""
    proof = find_proof(session, merchant, proof_id)
    if proof is None or claim_id not in (None, proof.claim_id):
        raise NotFound("proof", proof_id)
    content = content_of(session, site, proof)
    if content is None:
        raise NotFound("content of proof", proof_id)
    return proof.media_type, content


def content_of(session: ReadSession, site: Site, proof: ClaimProof) -> bytes | None:
    """What was handed in; None once it cannot be opened any more."""
    if proof.sealed is None or site.claims is None:
        return None
    return site.claims.opened(session, proof.merchant_id, proof.order_id, proof.order_version, proof.sealed)


def proofs_and_list(
    session: WriteSession, site: Site, occasion: Occasion, claim_id: str
) -> tuple[Sequence[ClaimProof], tuple[Item, ...]]:
    """What was handed in, and everything that there should be. Raises NotFound."""
    with claim_at_work(session, site, occasion, claim_id) as (file, claim, shipment):
        return proofs_of(session, file.merchant, claim.id), checklist(file, claim, shipment)


def support_of(site: Site) -> ClaimSupport:
    """Whoever seals. Raises ClaimRefused where nobody can."""
    if site.claims is None:
        msg = "nothing can be sealed here; hand proofs in where the service runs"
        raise ClaimRefused(msg)
    return site.claims


def _type_of(kind: Proof, content: bytes) -> str:
    if not 0 < len(content) <= MOST_BYTES:
        msg = f"the file has {len(content)} bytes; send from 1 to {MOST_BYTES}"
        raise ClaimRefused(msg)
    found = next((name for name, start in FORMS.items() if content.startswith(start)), None)
    if found is None and kind in STATED and _is_text(content):
        found = TEXT
    if found is None:
        msg = (
            f"a proof of `{kind}` is a PDF, PNG or JPEG{', or plain text' if kind in STATED else ''}; send one of these"
        )
        raise ClaimRefused(msg)
    return found


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(each.isprintable() or each in "\n\r\t" for each in text)
