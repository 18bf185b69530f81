"""The papers of a demonstration's parcels: which are needed, and the files into which they are printed."""

from collections.abc import Iterator
from pathlib import Path

from api.cli.columns import padded
from api.cli.demo_house import CLERK
from api.cli.paper_phrases import fault_row
from api.cli.paper_printing import KINDS
from api.cli.phrases import Language
from api.composition.house import House
from fulfillment.documents.errors import FontMissing, LettersMissing
from fulfillment.documents.parcel_papers import PrintShop, papers_of, print_advance_data, print_papers, print_zpl
from fulfillment.parts import counted
from fulfillment.records import Shipment
from fulfillment.store.shipments import shipments_of

NAME_WIDTH = 28


def paper_rows(house: House, order_id: str, called: str, folder: Path | None, language: Language) -> Iterator[str]:
    """A row for each paper that a parcel of the order needs, with its file where a folder was named."""
    shop = house.print_shop
    with house.database.read() as session:
        shipments = counted(shipments_of(session, CLERK.merchant, order_id))
    for number, each in enumerate(shipments, start=1):
        name = called if number == 1 else f"{called}-{number}"
        try:
            yield from _of_parcel(house, shop, each, name, folder, language)
        except FontMissing as missing:
            yield f"{missing}"


def _of_parcel(
    house: House, shop: PrintShop, shipment: Shipment, name: str, folder: Path | None, language: Language
) -> Iterator[str]:
    now = house.clock.now()
    with house.database.read() as session:
        papers = papers_of(session, shop, CLERK.merchant, shipment.id, now, CLERK.name)
    chinese = language is Language.ZH
    for fault in papers.stops:
        yield fault_row(fault, language)
    if papers.stops:
        return
    for kind in papers.needed:
        file = ""
        if folder is not None:
            content = print_papers(house.database, shop, CLERK.merchant, shipment.id, now, CLERK.name, [kind])
            file = f"{_kept(folder / f'{name}-{kind}.pdf', content)}"
        yield f"{padded(KINDS[kind][chinese], NAME_WIDTH)} {file}".rstrip()
    if folder is not None:
        yield from _data(house, shop, shipment, folder / name, chinese=chinese)


def _data(house: House, shop: PrintShop, shipment: Shipment, path: Path, *, chinese: bool) -> Iterator[str]:
    """What is no paper: the label for a label printer, and what is sent ahead."""
    asked = (house.database, shop, CLERK.merchant, shipment.id, house.clock.now(), CLERK.name)
    try:
        zpl = print_zpl(*asked)
    except LettersMissing:  # a label printer without a font for this script: the PDF has it
        zpl = ""
    if zpl:
        file = _kept(path.with_name(f"{path.name}-label.zpl"), zpl.encode())
        yield f"{padded('面单（ZPL）' if chinese else 'address label, ZPL', NAME_WIDTH)} {file}"
    ahead = _kept(path.with_name(f"{path.name}-ahead.json"), print_advance_data(*asked, as_xml=False))
    yield f"{padded('预报数据' if chinese else 'data sent ahead', NAME_WIDTH)} {ahead}"


def _kept(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
