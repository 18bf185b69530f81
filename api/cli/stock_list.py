"""What `clearway stock` shows and does."""

import sys

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit
from api.schemas.life import shown_stock
from fulfillment.inventory.shelves import count_stock, stock_list
from fulfillment.records import Stock
from fulfillment.repeating import repeated

SKU, WAREHOUSE = 32, 16


def counted(clerk: Clerk, sku: str, warehouse: str, pieces: int) -> Exit:
    """Corrects a shelf."""
    with at_home() as house:
        now = house.clock.now()
        shelf = repeated(
            house.database,
            lambda session: count_stock(session, house.ids, clerk.merchant, sku, warehouse, pieces, now),
        )
    sys.stdout.write(row_of(shelf))
    return Exit.DONE


def show(clerk: Clerk, *, as_json: bool) -> Exit:
    """All shelves."""
    with at_home() as house, house.database.read() as session:
        shelves = stock_list(session, clerk.merchant)
    for each in shelves:
        sys.stdout.write(f"{orjson.dumps(shown_stock(each)).decode()}\n" if as_json else row_of(each))
    return Exit.DONE


def row_of(shelf: Stock) -> str:
    """One shelf as a line."""
    place = f"{padded(shelf.sku, SKU)} {padded(shelf.warehouse, WAREHOUSE)}"
    return f"{place} {shelf.on_hand:>7} on hand {shelf.reserved:>7} reserved{_blocked(shelf)}\n"


def _blocked(shelf: Stock) -> str:
    return f" {shelf.blocked:>7} blocked" if shelf.blocked else ""
