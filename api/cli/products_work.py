"""What `clearway products` does."""

import sys
from pathlib import Path

import orjson

from api.answers import json_bytes
from api.cli.clerk import Clerk, at_home
from api.cli.columns import padded
from api.cli.failing import Exit, say
from api.schemas.products import shown_import, shown_product, shown_task
from engine.counted import counted
from engine.desk.products import Imported, import_products, product_at
from engine.desk.products_asking import answer
from engine.order.decoding import decode
from engine.products.table import Table, read_documents, read_table
from engine.store.product_tasks import ProductTask, product_tasks

AT_ONCE = 500
TASK, SKU = 40, 32


def import_into(clerk: Clerk, file: Path, *, dry_run: bool, as_json: bool) -> Exit:
    """Imports a file, or looks at it."""
    table = _table(file)
    with at_home() as house:
        done = import_products(house.desk, clerk.caller, table, dry_run=dry_run)
    if as_json:
        sys.stdout.write(f"{json_bytes(shown_import(done)).decode()}\n")
    else:
        _tell(done)
    return Exit.SOME_BAD if done.refused else Exit.DONE


def show(merchant: str, sku: str) -> Exit:
    """One product."""
    with at_home() as house, house.database.read() as session:
        stored = product_at(session, merchant, sku)
    sys.stdout.write(f"{orjson.dumps(shown_product(stored), option=orjson.OPT_INDENT_2).decode()}\n")
    return Exit.DONE


def tasks(merchant: str, *, as_json: bool) -> Exit:
    """All open tasks."""
    with at_home() as house:
        after = ""
        while True:
            with house.database.read() as session:
                part = product_tasks(session, merchant, AT_ONCE, after)
            for each in part:
                sys.stdout.write(f"{json_bytes(shown_task(each)).decode()}\n" if as_json else _row(each))
            if len(part) < AT_ONCE:
                return Exit.DONE
            after = part[-1].id


def answered(clerk: Clerk, task: str, patch: str) -> Exit:
    """Answers a task."""
    with at_home() as house:
        found, stored = answer(house.desk, clerk.caller, task, decode(patch.encode()))
    sys.stdout.write(_row(found))
    say(f"{stored.product.sku} is at version {stored.version}; a worker decides the waiting orders anew")
    return Exit.DONE


def _table(file: Path) -> Table:
    content = file.read_bytes()
    return read_documents(content) if file.suffix.lower() == ".json" else read_table(content)


def _tell(done: Imported) -> None:
    for each in done.faults:
        where = f"row {each.row}" + (f", {each.column}" if each.column else "") + (f" ({each.sku})" if each.sku else "")
        sys.stdout.write(f"{where}: {each.detail} [{each.code}]\n")
    counts = f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, {done.refused} refused"
    sys.stdout.write(
        f"{counted(done.rows, 'row', 'rows')}: {counts}{'; nothing was kept' if done.is_dry_run else ''}\n"
    )


def _row(task: ProductTask) -> str:
    wanting = ", ".join(task.attributes) or "-"
    orders = counted(task.orders, "order", "orders")
    return f"{padded(task.id, TASK)} {padded(task.sku, SKU)} {task.state:<9} {orders:>13}   {wanting}\n"
