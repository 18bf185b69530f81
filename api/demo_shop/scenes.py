"""Plays the last hours of the story, so that its nine scenes wait for whoever looks around."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from api.cli.submitting import document_of
from api.demo_shop import scene_orders
from api.demo_shop.dock import placed_for_dock
from api.demo_shop.names import DEMO, ENTITY
from api.demo_shop.scene_orders import BENCH_SKU, BONSAI_SKU, LAMP, LAMP_SHOP
from api.demo_shop.town import Town
from engine.desk.intake import submit
from engine.desk.premises import keep_shop
from engine.desk.products import import_products
from engine.order.order import Order
from engine.products.table import read_table
from engine.store.premises import Shop
from fulfillment.consigning.proposing import Asker, propose_all
from fulfillment.inventory.shelves import receive_stock
from fulfillment.picking.picking import record_pick

BY = "demonstration"
HOUR = timedelta(hours=1)
PIECES = 60
# The lamp's row says nothing of how its battery is packed: that is what its orders wait for.
PRODUCTS = f"""sku,customs_name_en,hs6,origin,weight_g,declared_value,declared_currency,battery_kind,battery_packing,\
battery_wh,purchase_cost,purchase_currency,manufacturer_id,national_codes
SLV-13,"Laptop sleeve, felt",420292,CN,210,9.00,EUR,,,,7.20,EUR,MK-SLV-13,US:4202923131; DE:42029291
PB-20K,"Power bank, lithium-ion, 20000 mAh",850760,CN,350,12.50,EUR,lithium_ion,alone,74,10,EUR,MK-PB-20K,US:8507600020
BAG-22,"Backpack, polyester",420292,CN,760,21.00,EUR,,,,16.80,EUR,MK-BAG-22,US:4202923120; DE:42029291
RUN-42,"Running shoes, textile upper",640411,CN,740,24.00,EUR,,,,19.20,EUR,MK-RUN-42,US:6404119050; DE:64041100
PHN-X,"Smartphone, 256 GB",851713,CN,210,310.00,EUR,lithium_ion,in_equipment,15.2,248.00,EUR,MK-PHN-X,US:8517130000
{BONSAI_SKU},"Bonsai tree, juniper",060290,CN,1200,18.00,EUR,,,,14.40,EUR,MK-BONSAI,DE:06029047
{LAMP},"Bicycle lamp, rechargeable",851210,CN,150,9.50,EUR,lithium_ion,,4,7.60,EUR,MK-LAMP,US:8512102000; DE:85121000
{BENCH_SKU},"Plush bear, 35 cm",950300,CN,320,6.50,EUR,,,,5.20,EUR,MK-BEAR,US:9503000073; DE:95030041
VAPE-K2,"Electronic cigarette starter kit",854340,CN,180,11.00,EUR,lithium_ion,in_equipment,5,9,EUR,MK-VAPE,AU:85434000
"""


def prepare(town: Town) -> None:
    """What the scenes need before the first day: their products and shelves, and the shop that sells the lamp."""
    caller = town.caller(BY)
    shop = Shop(merchant=DEMO, code=LAMP_SHOP, name="Clearway demonstration shop, lamps (made up)", legal_entity=ENTITY,
                active=True, changed_at=town.now, changed_by=BY)  # fmt: skip
    keep_shop(town.house.database, town.house.ids, caller, shop)
    import_products(town.house.desk, caller, read_table(PRODUCTS.encode()))
    with town.house.database.write() as session:
        for sku, house in _shelves():
            receive_stock(session, town.house.ids, DEMO, sku, house, PIECES, town.now, BY)


def _shelves() -> Sequence[tuple[str, str]]:
    szx = ("SLV-13", "PB-20K", "BAG-22", "RUN-42", "PHN-X", BONSAI_SKU, LAMP, "VAPE-K2")
    return [*((sku, "SZX-1") for sku in szx), (BENCH_SKU, "HAM-1"), (BONSAI_SKU, "HAM-1"), (BONSAI_SKU, "EWR-1")]


def plan_scenes(town: Town) -> None:
    """The orders of the scenes come in the last hours, and what has been done about them by now is done."""
    ends = town.ends
    orders: list[Order] = [
        scene_orders.korea(ends - 3 * HOUR),
        scene_orders.power_bank(ends - 4 * HOUR),
        *scene_orders.merged(ends - 5 * HOUR),
        *scene_orders.five_cards(ends - 2 * HOUR),
        *scene_orders.from_three_houses(ends - 6 * HOUR),
        scene_orders.at_the_bench(ends - 8 * HOUR),
        *scene_orders.lamps(ends - 9 * HOUR),
        *scene_orders.at_the_dock(placed_for_dock(ends)),
        *scene_orders.risky(ends),
        *scene_orders.promised_for_later(ends),
    ]
    kept: dict[str, str] = {}
    for each in orders:
        town.at(each.placed_at, partial(_send, town, each, kept))
    town.at(ends - 2 * HOUR, lambda: _pick(town, kept[scene_orders.BENCH]))
    town.at(ends - HOUR, lambda: _merge(town))


def _send(town: Town, order: Order, kept: dict[str, str]) -> None:
    """An order comes in; `kept` learns what the desk calls it."""
    decided = submit(town.house.desk, town.caller(BY), document_of(order))
    kept[order.id] = decided.row.order_id


def _pick(town: Town, order_id: str) -> None:
    """The picker has been there: the goods lie at the packing bench."""
    with town.house.database.write() as session:
        record_pick(session, town.site, town.on(order_id, "Wei"))


def _merge(town: Town) -> None:
    """Somebody looks which orders may share a parcel; what the rules say of those that may not is kept with them."""
    with town.house.database.write() as session:
        asker = Asker(merchant=DEMO, name="Wei", now=town.now)
        propose_all(session, town.site, asker)
