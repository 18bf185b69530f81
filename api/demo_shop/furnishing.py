"""What the demonstration shop has before its first order: rule book, shop, warehouses, products, stock, senders."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from io import StringIO

from api.demo_shop.names import DEMO, ENTITY, SHOP, SHOP_NAME
from api.demo_shop.town import Town
from engine.bundled import data_folder, rules_folder
from engine.desk.edition_errors import BegunAlready
from engine.desk.edition_files import data_files, rule_files
from engine.desk.premises import keep_entity, keep_shop
from engine.desk.products import import_products
from engine.desk.proposals import begin
from engine.order.line import Battery
from engine.order.order import Order
from engine.products.table import read_table
from engine.simulation.goods import Article, articles
from engine.simulation.lanes import MARKETS
from engine.store.premises import Shop
from fulfillment.documents.declaration import Number, Sender, Shown
from fulfillment.documents.senders import Change, KeptSender, put_sender
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.inventory.shelves import receive_stock
from fulfillment.records import Warehouse

BY = "demonstration"
RULES = "the rule book that came with this version"
COST_PERCENT = 38  # of the price
MORE, LEAST = 1.3, 6  # pieces on a shelf, for each that the two months will ask for
COLUMNS = (
    "sku", "customs_name_en", "hs6", "origin", "weight_g", "declared_value", "declared_currency", "battery_kind",
    "battery_packing", "battery_wh", "lithium_g", "national_codes", "manufacturer_id", "purchase_cost",
    "purchase_currency",
)  # fmt: skip
HOUSES: Mapping[str, tuple[str, str, str, str]] = {
    "SZX-1": ("CN", "88 Example Road, Bantian", "Shenzhen", "518129"),
    "HAM-1": ("DE", "Musterkai 4", "Hamburg", "20457"),
    "EWR-1": ("US", "12 Sample Street", "Newark", "07114"),
}
NUMBERS = (
    ("CR", "4403160000", "CN"), ("EORI", "DE123456789012345", "DE"), ("EORI", "GB123456789000", "GB"),
    ("VAT", "GB999999973", "GB"),
)  # fmt: skip


def furnish(town: Town, orders: Iterable[Order]) -> None:
    """Everything of it, with shelves that hold what these orders will ask for."""
    caller = town.caller(BY)
    with suppress(BegunAlready):  # the house's own book counts for its merchants, this one among them
        begin(town.house.desk, caller, rule_files(rules_folder()), data_files(data_folder()), RULES)
    keep_entity(town.house.database, town.house.ids, caller, ENTITY, SHOP_NAME, "CN", town.now)
    shop = Shop(
        merchant=DEMO, code=SHOP, name=SHOP_NAME, legal_entity=ENTITY, active=True, changed_at=town.now, changed_by=BY
    )
    keep_shop(town.house.database, town.house.ids, caller, shop)
    import_products(town.house.desk, caller, read_table(_products(articles()).encode()))
    _warehouses(town)
    _shelves(town, orders)


def _warehouses(town: Town) -> None:
    change = Change(merchant=DEMO, actor=BY, now=town.now)
    with town.house.database.write() as session:
        for code, (country, street, city, postcode) in HOUSES.items():
            keep_warehouse(
                session,
                Warehouse(
                    merchant_id=DEMO,
                    code=code,
                    country=country,
                    address=street,
                    city=city,
                    postcode=postcode,
                    days="1234567",
                ),
            )
            sender = Sender(
                company=SHOP_NAME,
                lines=(street,),
                city=city,
                country=country,
                postcode=postcode,
                phone="+86 755 8200 0000",
                email="export@demo.example",
                signatory="Export desk",
            )
            numbers = tuple(
                Number(kind=kind, value=value, country=where, shown=Shown.INVOICE) for kind, value, where in NUMBERS
            )
            put_sender(session, town.house.ids, change, KeptSender(warehouse=code, sender=sender, numbers=numbers))


def _shelves(town: Town, orders: Iterable[Order]) -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    for order in orders:
        house = None if order.ship_from is None else order.ship_from.warehouse
        for line in order.lines:
            wanted[line.sku or "", house or "SZX-1"] += line.quantity
    with town.house.database.write() as session:
        for (sku, house), pieces in sorted(wanted.items()):
            if sku and house in HOUSES:
                receive_stock(session, town.house.ids, DEMO, sku, house, round(pieces * MORE) + LEAST, town.now, BY)


def _products(known: Sequence[Article]) -> str:
    """The product file of the simulated catalogue and of the articles that scenes sell."""
    written = StringIO()
    rows = csv.DictWriter(written, COLUMNS)
    rows.writeheader()
    rows.writerows(_row(each) for each in known)
    return written.getvalue()


def _national(article: Article) -> Iterable[str]:
    """The United States want ten digits of their own, the others of our markets eight."""
    yield f"US:{article.hs_code}00"
    yield from (f"{country}:{article.hs_code}" for country in MARKETS if country != "US")


def _row(article: Article) -> dict[str, object]:
    cell: Battery | None = article.battery
    row: dict[str, object] = {
        "sku": article.sku,
        "customs_name_en": article.title,
        "hs6": article.hs_code[:6],
        "origin": article.origin,
        "weight_g": article.grams,
        "declared_value": f"{article.eur_cents / 200:.2f}",
        "declared_currency": "EUR",
        "purchase_cost": f"{article.eur_cents * COST_PERCENT / 10_000:.2f}",
        "purchase_currency": "EUR",
        "national_codes": "; ".join(_national(article)),
        "manufacturer_id": f"MK-{article.sku}",
    }
    if cell is not None:
        row |= {"battery_kind": cell.kind, "battery_packing": cell.packing, "battery_wh": cell.watt_hours}
        row |= {"lithium_g": cell.lithium_g}
    return row
