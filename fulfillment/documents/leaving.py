"""Whether a parcel's papers are complete when its carrier is about to take it, by the same checks as printing.

A merchant that has said nowhere who sends has its papers made elsewhere, so nothing is asked of its parcels. What was
printed was complete; and inside one country no paper is due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.desk.errors import PersonErased
from engine.errors import Fault
from engine.store.sessions import ReadSession
from fulfillment.documents.completeness import as_fault
from fulfillment.documents.customs_file import CustomsView
from fulfillment.documents.declaration_errors import DeclarationRefused
from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.keeping import kept_declaration
from fulfillment.documents.parcel_declaring import contents_of, declared, sharing_with
from fulfillment.records import Shipment
from fulfillment.store.senders import senders_of

DOMESTIC = "domestic"
GONE = "personal values of the order were erased, so no paper can be made: send it again as a new order"


@dataclass(frozen=True, slots=True)
class PapersFirst:
    """Satisfies `fulfillment.site.LeavingPapers`. `book` reads the data when it is first needed; `asks` says whether a
    merchant wants it so."""

    customs: CustomsView
    book: Callable[[], PaperBook]
    asks: Callable[[ReadSession, str], bool]

    def lacking(self, session: ReadSession, shipment: Shipment, now: datetime, actor: str) -> tuple[Fault, ...]:
        """Every fault that stops, as papers would name it."""
        merchant = shipment.merchant_id
        if not self.asks(session, merchant) or not senders_of(session, merchant):
            return ()
        if kept_declaration(session, merchant, shipment.id) is not None:
            return ()
        try:
            return self._stops(session, shipment, now, actor)
        except PersonErased as erased:
            return (Fault("/consignee", erased.code, GONE),)
        except DeclarationRefused as refused:
            return (Fault("", refused.code, str(refused)),)

    def _stops(self, session: ReadSession, shipment: Shipment, now: datetime, actor: str) -> tuple[Fault, ...]:
        leaves = contents_of(session, shipment).leaves
        file = self.customs.file_of(session, shipment.merchant_id, shipment.order_id, leaves)
        if file.lane.movement == DOMESTIC:
            return ()
        sharing = sharing_with(session, shipment)
        _, checked = declared(session, self.customs, self.book(), sharing, now, actor)
        return tuple(as_fault(each) for each in checked.faults if each.stops)
