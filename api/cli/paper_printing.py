"""What `clearway papers` does: shows what a parcel needs, and prints it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of
from api.cli.failing import Exit, Wrong, fail
from api.cli.paper_phrases import fault_row
from api.cli.phrases import Language
from api.composition.house import House
from api.schemas.shipment_papers import shown_papers
from fulfillment.documents.paper_kinds import PaperKind
from fulfillment.documents.parcel_papers import (
    ParcelPapers,
    papers_of,
    print_advance_data,
    print_papers,
    print_zpl,
)
from fulfillment.documents.sheet import PaperSize
from fulfillment.parts import counted, parcel_named
from fulfillment.records import Shipment
from fulfillment.store.shipments import shipments_of

SUFFIXES = (".pdf", ".zpl", ".json", ".xml")
SIZES = {"100x150": PaperSize.LABEL, "4x6": PaperSize.LABEL_INCHES, "a6": PaperSize.A6}
KINDS: Mapping[PaperKind, tuple[str, str]] = {
    PaperKind.LABEL: ("address label", "面单"),
    PaperKind.CN22: ("customs declaration CN 22", "CN22 报关单"),
    PaperKind.CN23: ("customs declaration CN 23", "CN23 报关单"),
    PaperKind.INVOICE: ("invoice", "发票"),
    PaperKind.PACKING_LIST: ("packing list", "装箱清单"),
    PaperKind.DANGEROUS_GOODS_NOTE: ("dangerous goods note", "危险品单"),
    PaperKind.PACKING_SLIP: ("packing slip", "装箱单"),
}
NEEDED, MAY = ("needed", "需要"), ("possible", "可选")
HELD = ("the order may not go on; nothing is printed", "订单不可放行，不予打印")


def listed(clerk: Clerk, named: str, parcel: str | None, language: Language, *, as_json: bool) -> Exit:
    """The papers of each parcel, or of the one named."""
    with at_home() as house:
        now = house.clock.now()
        shipments = _shipments(house, clerk, named, parcel)
        with house.database.read() as session:
            found = [
                papers_of(session, house.print_shop, clerk.merchant, each.id, now, clerk.name) for each in shipments
            ]
    for papers in found:
        shown = orjson.dumps(shown_papers(papers)).decode() if as_json else "\n".join(_rows(papers, language))
        sys.stdout.write(f"{shown}\n")
    return Exit.DONE if all(each.clear and not each.stops for each in found) else Exit.SOME_BAD


def printed(clerk: Clerk, named: str, parcel: str | None, kinds: Sequence[str], size: str, out: Path) -> Exit:
    """Papers of one parcel, as the suffix of the file asks for them."""
    unknown = [each for each in kinds if each not in set(PaperKind)]
    if unknown:
        fail(Wrong.REFUSED, f"{unknown[0]}: use one of {', '.join(PaperKind)}")
    if size not in SIZES:
        fail(Wrong.REFUSED, f"{size}: use one of {', '.join(SIZES)}")
    if out.suffix.lower() not in SUFFIXES:
        fail(Wrong.REFUSED, f"{out.name}: write to a file that ends in one of {', '.join(SUFFIXES)}")
    with at_home() as house:
        shipments = _shipments(house, clerk, named, parcel)
        which = parcel_named(shipments, parcel, named).id
        wanted = [PaperKind(each) for each in kinds]
        content = _content(house, clerk, which, wanted, SIZES[size], out.suffix.lower())
    out.write_bytes(content)
    return Exit.DONE


def _content(
    house: House, clerk: Clerk, shipment_id: str, kinds: Sequence[PaperKind], size: PaperSize, suffix: str
) -> bytes:
    asked = (house.database, house.print_shop, clerk.merchant, shipment_id, house.clock.now(), clerk.name)
    if suffix == ".pdf":
        return print_papers(*asked, kinds, size)
    if suffix == ".zpl":
        return print_zpl(*asked).encode()
    return print_advance_data(*asked, as_xml=suffix == ".xml")


def _shipments(house: House, clerk: Clerk, named: str, parcel: str | None) -> Sequence[Shipment]:
    with house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        found = counted(shipments_of(session, clerk.merchant, order_id))
        return found if found and parcel is None else (parcel_named(found, parcel, named),)


def _rows(papers: ParcelPapers, language: Language) -> list[str]:
    at = 1 if language is Language.ZH else 0
    rows = [f"{papers.shipment.number}  {papers.declaration.destination}"]
    if not papers.clear:
        rows.append(f"  ! {HELD[at]}")
    for kind in papers.possible:
        word = NEEDED if kind in papers.needed else MAY
        rows.append(f"  {kind:<22} {word[at]:<9} {KINDS[kind][at]}")
    return [*rows, *(f"  {fault_row(fault, language)}" for fault in papers.checked.faults)]
