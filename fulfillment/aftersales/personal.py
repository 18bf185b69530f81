"""Pictures and papers about an order, handed out to whoever has a right to them: photos of returns, proofs of claims.

What is kept no longer, since its time was over, is left out.
"""

from collections.abc import Mapping, Sequence

from engine.store.sessions import ReadSession
from fulfillment.claims.proving import content_of
from fulfillment.desk_view import SealedFile
from fulfillment.handed_file import handed_file
from fulfillment.site import Site
from fulfillment.store.aftersales import photos_of_order
from fulfillment.store.claims import proofs_of_order

PHOTOS, PROOFS = "return_photos", "claim_proofs"


def pictured_about(
    site: Site, session: ReadSession, merchant: str, order_id: str
) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Each with type and content; `said` is None once the person was erased."""
    photos = []
    for photo in photos_of_order(session, merchant, order_id):
        if photo.sealed:
            sealed = SealedFile(order_version=photo.order_version, content=photo.sealed)
            content = site.desk.open_file(session, merchant, order_id, sealed)
            photos.append({"id": photo.id, "said": handed_file(photo.media_type, content)})
    proofs = [
        {"id": proof.id, "said": handed_file(proof.media_type, content_of(session, site, proof))}
        for proof in proofs_of_order(session, merchant, order_id)
        if proof.sealed is not None
    ]
    return {PHOTOS: photos, PROOFS: proofs}
