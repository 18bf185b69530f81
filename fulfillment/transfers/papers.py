"""Papers of a transfer: commercial invoice, packing list by carton, and a label for each carton.

Goods that stay the seller's own still have a value for customs, so the invoice says what they are worth, and that
nothing is sold.
The importer of record is a legal entity of the merchant with its number at the destination: EORI in the
customs union of the EU (Regulation (EU) No 952/2013 of 2013-10-09, article 9) and likewise in the United Kingdom, EIN
in the United States (19 CFR 24.5, importer identity form CBP 5106).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.address.customs import customs_territory
from engine.store.sessions import ReadSession
from fulfillment.documents.amounts import kilograms
from fulfillment.documents.barcode import draw_code
from fulfillment.documents.copy import Copy
from fulfillment.documents.declaration import (
    Carriage,
    Category,
    Charges,
    Consignee,
    Declaration,
    DeclaredLine,
    Invoice,
    Sender,
    ValueBasis,
)
from fulfillment.documents.invoice import invoice
from fulfillment.documents.letters import Faces
from fulfillment.documents.senders import KeptSender, opened
from fulfillment.documents.sheet import PaperSize, Sheet
from fulfillment.inventory.errors import TransferRefused
from fulfillment.inventory.keeping import warehouse_of
from fulfillment.records import Carton, CartonLine, Transfer, Warehouse
from fulfillment.store.senders import senders_of
from fulfillment.store.transfers import carton_lines, cartons_of, transfer_lines
from fulfillment.transfers.planning import PACKED, RECEIVED, SHIPPED, transfer_of

REASON = "Transfer of own goods between warehouses, not sold"
TAX_NUMBERS: Mapping[str, tuple[str, ...]] = {"EU": ("EORI",), "UK": ("EORI",), "US": ("EIN",)}


_NOBODY = KeptSender(sender=Sender(company="", lines=(), city="", country=""))


class TransferPaper(StrEnum):
    """What can be printed once cartons are packed."""

    INVOICE = "invoice"
    PACKING_LIST = "packing_list"
    CARTON_LABELS = "carton_labels"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """What customs ask about an article, out of the product file."""

    description: str = ""
    hs_code: str = ""
    origin: str = ""


FactsOf = Callable[[ReadSession, str, Sequence[str], str], Mapping[str, ArticleFacts]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    transfer: Transfer
    cartons: tuple[Carton, ...]
    packed: tuple[CartonLine, ...]
    copy: Copy


def transfer_sheets(
    session: ReadSession, merchant: str, id_: str, kind: TransferPaper, facts: FactsOf, faces: Faces
) -> tuple[Sheet, ...]:
    """The pages of one paper. `facts` answers for (merchant, articles, country of destination).

    Raises NotFound; TransferRefused before cartons are packed, for a sender that is not kept, and for goods that cross
    a customs border without an importer of record, its number, or a description, code and origin of each article.
    """
    transfer = transfer_of(session, merchant, id_, PACKED, SHIPPED, RECEIVED)
    load = _load(session, transfer, facts, faces, checked=kind is TransferPaper.INVOICE)
    match kind:
        case TransferPaper.INVOICE:
            return (invoice(load.copy),)
        case TransferPaper.PACKING_LIST:
            return (_packing_list(load),)
    return tuple(_label(load, carton) for carton in load.cartons)


def _load(session: ReadSession, transfer: Transfer, facts: FactsOf, faces: Faces, *, checked: bool) -> _Load:
    merchant = transfer.merchant_id
    origin = warehouse_of(session, merchant, transfer.origin)
    there = warehouse_of(session, merchant, transfer.destination)
    profiles = [opened(each) for each in senders_of(session, merchant)]
    importer = _importer(profiles, transfer)
    sender = _exporter(profiles, transfer)
    lines = transfer_lines(session, transfer.id)
    known = facts(session, merchant, [each.sku for each in lines], there.country)
    if checked:
        _check(transfer, origin, there, sender, importer, known)
    cartons = cartons_of(session, transfer.id)
    day = (transfer.shipped_at or transfer.created_at).date()
    declared = tuple(
        DeclaredLine(number=each.line, order_line=each.line, description=known[each.sku].description or each.sku,
                     quantity=each.quantity, net_g=each.piece_g * each.quantity, value=each.value,
                     hs_code=known[each.sku].hs_code, origin=known[each.sku].origin, sku=each.sku)
        for each in lines
    )  # fmt: skip
    declaration = Declaration(
        number=transfer.id,
        category=Category.OTHER,
        reason=REASON,
        invoice=Invoice(number=transfer.reference or transfer.id, day=day),
        currency=transfer.currency,
        destination=there.country,
        lines=declared,
        gross_g=sum(each.weight_g for each in cartons),
        sender=sender.sender,
        carriage=Carriage(mode="", carrier=transfer.carrier, number=transfer.tracking),
        basis=ValueBasis(row="transfer", order_currency=transfer.currency),
        incoterm=transfer.incoterm,
        charges=Charges(freight=transfer.freight),
        numbers=sender.numbers,
        references=(("order", transfer.reference), ("parcel", transfer.id)),
        remarks=_remarks(transfer, importer),
    )
    consignee = _consignee(there, importer)
    copy = Copy(declaration=declaration, consignee=consignee, day=day, faces=faces)
    return _Load(transfer=transfer, cartons=cartons, packed=carton_lines(session, transfer.id), copy=copy)


def _exporter(profiles: Sequence[KeptSender], transfer: Transfer) -> KeptSender:
    """The sender of the warehouse, whichever entity it is of; else the one for everything."""
    fits = [each for each in profiles if each.warehouse == transfer.origin or not (each.warehouse or each.entity)]
    return max(fits, key=lambda each: bool(each.warehouse), default=_NOBODY)


def _importer(profiles: Sequence[KeptSender], transfer: Transfer) -> KeptSender:
    """The entity that imports, at this warehouse before elsewhere."""
    named = [each for each in profiles if transfer.importer and each.entity == transfer.importer]
    return max(named, key=lambda each: each.warehouse == transfer.destination, default=_NOBODY)


def _check(
    transfer: Transfer, origin: Warehouse, there: Warehouse, sender: KeptSender, importer: KeptSender,
    known: Mapping[str, ArticleFacts],
) -> None:  # fmt: skip
    if not sender.sender.company:
        raise TransferRefused(f"nobody sends from {transfer.origin}; keep a sender for it with `PUT /v1/senders`")
    leaves, enters = (customs_territory(each.country, each.postcode or None) for each in (origin, there))
    if leaves == enters:
        return
    if not importer.entity:
        raise TransferRefused("the goods cross a customs border; name the importer of record, and keep its sender")
    wanted = TAX_NUMBERS.get(enters, ())
    if wanted and not any(each.kind in wanted for each in importer.numbers):
        raise TransferRefused(f"importer `{transfer.importer}` has no {wanted[0]}; add it to its sender")
    for sku, facts in sorted(known.items()):
        if not (facts.description and facts.hs_code and facts.origin):
            raise TransferRefused(f"`{sku}` needs customs name, HS code and origin; add them to the product file")


def _consignee(there: Warehouse, importer: KeptSender) -> Consignee:
    """The warehouse, under the importer's name and numbers."""
    company = importer.sender.company or there.name or there.code
    lines = tuple(each for each in (there.name, *there.address.split("\n")) if each and each != company)
    return Consignee(name=company, country=there.country, lines=lines, city=there.city, state=there.region,
                     postcode=there.postcode, numbers=importer.numbers)  # fmt: skip


def _remarks(transfer: Transfer, importer: KeptSender) -> tuple[str, ...]:
    named = f"Importer of record: {importer.sender.company}" if transfer.importer else ""
    return tuple(each for each in (named, REASON) if each)


def _packing_list(load: _Load) -> Sheet:
    copy, declaration = load.copy, load.copy.declaration
    named = {line.sku: line for line in declaration.lines}
    pieces_g = {line.sku: line.net_g // line.quantity for line in declaration.lines}
    rows = [
        {
            "sku": copy.write(each.sku),
            "what": copy.write(" · ".join(filter(None, (f"Carton {each.carton}", named[each.sku].description,
                                                        f"lot {each.lot}" if each.lot else "")))),
            "quantity": str(each.quantity),
            "net": kilograms(pieces_g[each.sku] * each.quantity),
        }
        for each in load.packed
    ]  # fmt: skip
    sizes = [f"Carton {each.number}: {each.length_mm} × {each.width_mm} × {each.height_mm} mm, "
             f"{kilograms(each.weight_g)} kg" for each in load.cartons]  # fmt: skip
    data = {
        "number": declaration.invoice.number,
        "day": copy.day.isoformat(),
        "sender": copy.sender_block(),
        "consignee": copy.consignee_block(),
        "facts": copy.facts(
            ("Invoice", declaration.invoice.number),
            ("Packages", str(len(load.cartons))),
            ("Gross weight", f"{kilograms(declaration.gross_g)} kg"),
        ),
        "rows": rows,
        "pieces": str(sum(each.quantity for each in load.packed)),
        "net": kilograms(declaration.net_g),
        "notes": copy.write_all(sizes),
    }
    return Sheet("packing_list", PaperSize.A4, f"Packing list {load.transfer.id}", data)


def _label(load: _Load, carton: Carton) -> Sheet:
    copy, many = load.copy, len(load.cartons)
    code = f"{load.transfer.id}/{carton.number}"
    data = {
        "carrier": copy.write(load.transfer.carrier or f"{load.transfer.origin} → {load.transfer.destination}"),
        "service": f"Carton {carton.number} of {many}",
        "indicator": f"{carton.number}/{many}",
        "sender": copy.sender_block(),
        "consignee": copy.consignee_block(),
        "phone": None,
        "weight": kilograms(carton.weight_g),
        "day": copy.day.isoformat(),
        "reference": copy.write(load.transfer.reference),
        "code": draw_code(code),
        "number": code,
        "return_words": f"{carton.length_mm} × {carton.width_mm} × {carton.height_mm} mm",
    }
    return Sheet("label", PaperSize.LABEL, f"Carton {carton.number} of {load.transfer.id}", data)
