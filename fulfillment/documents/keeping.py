"""What was declared of a parcel is kept once its papers are printed, without a personal value.

Papers themselves are not kept: they are set anew from this object and the order's version, and come out the same byte
by byte. So a reprint says what customs were told, also after the product file has changed; a changed order voids the
label, and its new parcel number is declared anew.
"""

from datetime import datetime

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.documents.advance_data import AdvanceData, from_json, to_json
from fulfillment.documents.declaration import Declaration
from fulfillment.records import Document, Shipment
from fulfillment.store.shipments import add_document, document_of

KIND = "declaration"


def kept_declaration(session: ReadSession, merchant: str, shipment_id: str) -> Declaration | None:
    """What was declared when papers were first printed."""
    found = document_of(session, merchant, shipment_id, KIND)
    return None if found is None else from_json(found.content).declaration


def keep_declaration(
    session: WriteSession, ids: Ids, shipment: Shipment, declaration: Declaration, now: datetime
) -> Declaration:
    """Keeps it unless one is there already; answers the one that counts."""
    known = kept_declaration(session, shipment.merchant_id, shipment.id)
    if known is not None:
        return known
    add_document(
        session,
        Document(
            id=ids.new(Prefix.DOCUMENT),
            merchant_id=shipment.merchant_id,
            order_id=shipment.order_id,
            subject=shipment.id,
            kind=KIND,
            media_type="application/json",
            content=to_json(AdvanceData(declaration=declaration)),
            created_at=now,
        ),
    )
    return declaration
