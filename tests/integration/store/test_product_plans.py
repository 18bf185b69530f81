"""How SQLite finds products, tasks and the orders of a SKU: by an index, however long the file is."""

from datetime import UTC, datetime

from engine.products.product import ChannelSku, Component, Product
from engine.store.database import Database
from engine.store.order_skus import note_order, orders_with_sku, waiting_with_skus
from engine.store.product_tasks import open_task, product_tasks, task_id, task_of, tasks_of
from engine.store.products import (
    add_products,
    catalogue_for,
    changed_since,
    current_products,
    keeps_products,
    kits_with,
    owners_of_names,
    products_after,
)
from tests.builders import an_order
from tests.plans import plans_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PB = Product(sku="PB", channel_skus=(ChannelSku(channel="*", sku="B0"),))
KIT = Product(sku="KIT", components=(Component(sku="PB"),))


def everything(database: Database) -> None:
    """Each statement at least once."""
    with database.write() as session:
        add_products(session, "main", [(PB, 1), (KIT, 1)], NOW, "ana")
        open_task(session, "main", "PB", frozenset({"hs_code"}), NOW)
        open_task(session, "main", "PB", frozenset({"origin"}), NOW)
        note_order(session, "main", "ord_1", ["PB"], waits=True)
        keeps_products(session, "main")
        catalogue_for(session, an_order())
        current_products(session, "main", ["PB"])
        products_after(session, "main", 10)
        changed_since(session, "main", ["PB"], NOW)
        owners_of_names(session, "main", ["B0"])
        kits_with(session, "main", ["PB"])
        task_of(session, "main", task_id("main", "PB"))
        tasks_of(session, "main", ["PB"])
        product_tasks(session, "main", 10)
        orders_with_sku(session, "main", "PB")
        waiting_with_skus(session, "main", ["PB", "KIT"], 10)


def test_statements_when_planned_then_none_reads_a_whole_table(sqlite_file: Database) -> None:
    plans = plans_of(sqlite_file, everything)
    asked = {each: plan for each, plan in plans.items() if "LIMIT" not in each or "superseded_by" in each}
    assert len(asked) > 12
    assert not {each: plan for each, plan in asked.items() if any(_reads_all(step) for step in plan)}


def _reads_all(step: str) -> bool:
    """A whole table, or all that a merchant has in it."""
    tables = ("product", "product_name", "product_part", "product_task", "order_sku", "p", "n", "k", "o")
    return step in {f"SCAN {table}" for table in tables} or step.endswith("(merchant_id=?)")
