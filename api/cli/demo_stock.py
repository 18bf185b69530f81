"""The small warehouse of the demonstrations: sender, articles, bins, stock, boxes and layout, from `data/demo`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.cli.demo_house import CLERK
from api.composition.house import House
from api.schemas.senders import SenderAsked
from engine.bundled import data_folder
from engine.desk.products import import_products
from engine.products.table import read_table
from fulfillment.documents.senders import Change, put_sender
from fulfillment.inventory.files import take_bins, take_stock
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.packing.boxes import Box
from fulfillment.packing.tables import read_boxes
from fulfillment.picking.layout import Layout
from fulfillment.picking.layout_file import read_layout
from fulfillment.records import Warehouse

CODE, COUNTRY = "SZX-1", "CN"
SENDERS = ("sender.json", "sender_poznan.json")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a plan needs of the warehouse besides its stock."""

    boxes: Sequence[Box]
    layout: Layout


def demo_folder() -> Path:
    """Where its files are."""
    return data_folder() / "demo" / "warehouse"


def make_ready_to_print(house: House) -> None:
    """Says who sends, and what the articles are: papers need both."""
    import_products(house.desk, CLERK.caller, read_table((data_folder() / "demo" / "products.csv").read_bytes()))
    change = Change(merchant=CLERK.merchant, actor=CLERK.name, now=house.clock.now())
    with house.database.write() as session:
        for name in SENDERS:
            stated = SenderAsked.model_validate_json((demo_folder() / name).read_bytes()).stated()
            put_sender(session, house.ids, change, stated)


def furnish(house: House) -> Furniture:
    """Sets warehouse, bins and stock up."""
    folder, now = demo_folder(), house.clock.now()
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id=CLERK.merchant, code=CODE, country=COUNTRY))
        take_bins(session, CLERK.merchant, (folder / "bins.csv").read_bytes())
        stock = (folder / "stock.csv").read_bytes()
        take_stock(session, house.ids, CLERK.merchant, stock, now, CLERK.name, "demo")
    boxes, _ = read_boxes((folder / "boxes.csv").read_text(encoding="utf-8"))
    return Furniture(boxes, read_layout(folder / "layout.yaml"))
