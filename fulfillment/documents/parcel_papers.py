"""The papers of one parcel: which it needs, what they lack, and the papers themselves.

Nothing is printed while the order may not go on, or before all is complete. What was declared is kept when papers are
first printed (`keeping`); everything personal is read from the order for as long as a paper is set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.ids import Ids
from engine.order.order import Order
from engine.store.database import Database
from engine.store.sessions import ReadSession
from fulfillment.carriers.carrier_labels import has_carrier_label
from fulfillment.desk_view import DeskView
from fulfillment.documents.advance_data import AdvanceData, to_json
from fulfillment.documents.advance_xml import to_xml
from fulfillment.documents.cn22 import cn22
from fulfillment.documents.cn23 import cn23
from fulfillment.documents.completeness import Checked, PaperFault, as_fault, form_for
from fulfillment.documents.copy import Copy
from fulfillment.documents.customs_file import CustomsFile, CustomsView
from fulfillment.documents.dangerous_goods_note import dangerous_goods_note
from fulfillment.documents.declaration import Consignee, Declaration
from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.errors import PaperIncomplete, PaperNotCalledFor, PaperWithheld
from fulfillment.documents.invoice import invoice
from fulfillment.documents.keeping import keep_declaration, kept_declaration
from fulfillment.documents.label_sheet import label_sheet
from fulfillment.documents.packing_list import packing_list
from fulfillment.documents.packing_slip import SlipLine, packing_slip
from fulfillment.documents.paper_kinds import PaperKind, needed, possible
from fulfillment.documents.parcel_declaring import contents_of, declared, sharing_with
from fulfillment.documents.preparing import with_numbers
from fulfillment.documents.sheet import PaperSize, Sheet
from fulfillment.documents.typesetting import Typesetter
from fulfillment.documents.zpl import label_zpl
from fulfillment.errors import NotFound
from fulfillment.records import Shipment
from fulfillment.states import Voyage
from fulfillment.store.shipments import find_shipment

BORDERLESS = frozenset({"domestic", "intra_union"})
VIEWS = {
    PaperKind.CN22: cn22,
    PaperKind.CN23: cn23,
    PaperKind.INVOICE: invoice,
    PaperKind.PACKING_LIST: packing_list,
    PaperKind.DANGEROUS_GOODS_NOTE: dangerous_goods_note,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintShop:
    """What papers are printed with. `printer_font` is a font on the label printer for letters that are not Latin."""

    desk: DeskView
    customs: CustomsView
    book: PaperBook
    typesetter: Typesetter
    ids: Ids
    printer_font: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPapers:
    """One parcel with its declaration. `clear` says whether its order may go on, `outcome` how it was decided last.

    `filled` is the declaration with the numbers of licences, as it is printed; `declaration` is what may be kept.
    """

    shipment: Shipment
    outcome: str
    clear: bool
    needed: tuple[PaperKind, ...]
    possible: tuple[PaperKind, ...]
    checked: Checked
    declaration: Declaration
    filled: Declaration
    consignee: Consignee
    lines: tuple[SlipLine, ...]

    @property
    def stops(self) -> tuple[PaperFault, ...]:
        """What has to be mended before anything is printed."""
        return tuple(each for each in self.checked.faults if each.stops)


def papers_of(
    session: ReadSession, shop: PrintShop, merchant: str, shipment_id: str, now: datetime, actor: str
) -> ParcelPapers:
    """What a parcel needs and lacks.

    Raises NotFound for a parcel that is none of the merchant's or whose label was voided, PersonErased, and what
    `prepare` raises.
    """
    shipment = find_shipment(session, merchant, shipment_id)
    if shipment is None or shipment.state == Voyage.VOIDED:
        raise NotFound("parcel whose label counts", shipment_id)
    leaves = contents_of(session, shipment).leaves
    file = shop.customs.file_of(session, merchant, shipment.order_id, leaves)
    sharing = sharing_with(session, shipment)
    kept = kept_declaration(session, merchant, shipment.id)
    if kept is None:
        declaration, checked = declared(session, shop.customs, shop.book, sharing, now, actor)
    else:  # it was complete when it was kept
        declaration, checked = kept, Checked()
    standings = [shop.desk.standing(session, each.order_id) for each in sharing]
    standing = next((each for each in standings if not each.is_clear), standings[0])
    numbers = {
        paper: number
        for each in sharing
        for paper, number in shop.customs.licence_numbers(session, merchant, each.order_id).items()
    }
    form = form_for(declaration, shop.book.values, file.rates)
    return ParcelPapers(
        shipment=shipment,
        outcome=standing.outcome,
        clear=standing.is_clear or shipment.state != Voyage.LABELLED,
        needed=_without_label(session, shipment, needed(declaration, form, crosses=_crosses(file))),
        possible=possible(declaration, form),
        checked=checked,
        declaration=declaration,
        filled=with_numbers(declaration, numbers),
        consignee=shop.customs.consignee_of(session, merchant, shipment.order_id),
        lines=tuple(line for each in sharing for line in _slip(session, shop, each)),
    )


def print_papers(
    database: Database,
    shop: PrintShop,
    merchant: str,
    shipment_id: str,
    now: datetime,
    actor: str,
    kinds: Sequence[PaperKind] = (),
    label_size: PaperSize = PaperSize.LABEL,
) -> bytes:
    """Papers as one PDF, in the order of `PaperKind`; without `kinds` all that the parcel needs.

    Raises what `papers_of` raises, PaperWithheld, PaperIncomplete with every fault, PaperNotCalledFor, FontMissing and
    LettersMissing.
    """
    copy, papers = _to_print(database, shop, merchant, shipment_id, now, actor)
    for kind in kinds:
        if kind not in papers.possible:
            raise PaperNotCalledFor(kind, papers.possible)
    wanted = [kind for kind in PaperKind if kind in kinds] if kinds else papers.needed
    return shop.typesetter.pdf(*(_sheet(kind, copy, papers, label_size) for kind in wanted))


def print_zpl(database: Database, shop: PrintShop, merchant: str, shipment_id: str, now: datetime, actor: str) -> str:
    """The label for a label printer. Raises as `print_papers` does."""
    copy, _ = _to_print(database, shop, merchant, shipment_id, now, actor)
    return label_zpl(copy, shop.printer_font)


def print_advance_data(
    database: Database, shop: PrintShop, merchant: str, shipment_id: str, now: datetime, actor: str, *, as_xml: bool
) -> bytes:
    """What is sent ahead of the parcel, with its consignee, as JSON or XML. Raises as `print_papers` does."""
    copy, _ = _to_print(database, shop, merchant, shipment_id, now, actor)
    data = AdvanceData(declaration=copy.declaration, consignee=copy.consignee)
    return to_xml(data) if as_xml else to_json(data)


def _without_label(session: ReadSession, shipment: Shipment, kinds: tuple[PaperKind, ...]) -> tuple[PaperKind, ...]:
    """A parcel whose label is its carrier's needs none of ours beside it."""
    if not has_carrier_label(session, shipment.merchant_id, shipment.order_id, shipment.number):
        return kinds
    return tuple(each for each in kinds if each is not PaperKind.LABEL)


def _slip(session: ReadSession, shop: PrintShop, shipment: Shipment) -> tuple[SlipLine, ...]:
    order = shop.desk.order_of(session, shipment.order_id)
    return _slip_lines(order, contents_of(session, shipment).pieces)


def _to_print(
    database: Database, shop: PrintShop, merchant: str, shipment_id: str, now: datetime, actor: str
) -> tuple[Copy, ParcelPapers]:
    with database.read() as session:
        papers = papers_of(session, shop, merchant, shipment_id, now, actor)
        reasons = () if papers.clear else shop.desk.reasons(session, papers.shipment.order_id)
    if not papers.clear:
        raise PaperWithheld(papers.outcome, reasons)
    if papers.stops:
        raise PaperIncomplete([as_fault(each) for each in papers.stops])
    with database.read() as session:
        is_kept = kept_declaration(session, merchant, shipment_id) is not None
    if not is_kept:
        with database.write() as session:
            keep_declaration(session, shop.ids, papers.shipment, papers.declaration, now)
    # The day of the label is that of the papers, so that a reprint is the same.
    day = papers.shipment.created_at.date()
    copy = Copy(declaration=papers.filled, consignee=papers.consignee, day=day, faces=shop.typesetter)
    return copy, papers


def _sheet(kind: PaperKind, copy: Copy, papers: ParcelPapers, label_size: PaperSize) -> Sheet:
    match kind:
        case PaperKind.LABEL:
            return label_sheet(copy, label_size)
        case PaperKind.PACKING_SLIP:
            return packing_slip(copy, papers.lines)
    return VIEWS[kind](copy)


def _slip_lines(order: Order, pieces: Mapping[int, int]) -> tuple[SlipLine, ...]:
    return tuple(
        SlipLine(line.title or line.description or line.sku or f"{number}", pieces[number], line.sku or "")
        for number, line in enumerate(order.lines, start=1)
        if pieces.get(number)
    )


def _crosses(file: CustomsFile) -> bool:
    return file.lane.movement not in BORDERLESS
