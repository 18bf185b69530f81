"""A PostgreSQL database with many orders that wait: a few thousand are decided as they would come in, and the rest are
copies of these under other ids. A shop's orders are alike, and what re-screening costs hangs on their number and size.
"""

# ruff: noqa: S608 - the statements are put together of our own words

import os
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from sqlalchemy import Table, text

from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.store.database import Database
from engine.store.tables import DECISION, HOLD, ORDER_VERSION
from tests.candidates import with_draft
from tests.desks import SECRET, document, publish
from tests.histories import DECIDED_AFTER, SHOP, a_house
from tests.synthetic.planted import planted_orders

KINDS = 2_500  # different orders, of which two thirds wait
SEED = 20261126
# What a copy has of its own; every other column, also one that a later version adds, is as it was.
OWN: Mapping[Table, Set[str]] = {
    ORDER_VERSION: {"order_id", "ref"},
    DECISION: {"id", "order_id"},
    HOLD: {"id", "order_id", "decision_id"},
}
WAITING = "SELECT order_id FROM decision WHERE superseded_by IS NULL AND outcome IN ('hold', 'ask_customer')"


def a_waiting_house(url: str) -> Desk:
    """A desk whose database has the different orders. Processes of a run find both by the environment."""
    os.environ["CLEARWAY_DATABASE_URL"] = url
    os.environ["CLEARWAY_SECRET"] = SECRET.hex()
    desk, clock = a_house(Database(url))
    planted = [each.order for each in planted_orders(KINDS, SEED)]
    for order in sorted(planted, key=lambda each: each.placed_at):
        clock.at = order.placed_at + DECIDED_AFTER
        submit(desk, SHOP, document(order))
    return desk


def multiplied(desk: Desk, orders: int) -> int:
    """Copies orders that wait until there are so many; answers how many there are."""
    with desk.database.engine.begin() as connection:
        originals = connection.execute(text(f"{WAITING} AND strpos(order_id, ':') = 0")).scalars().all()
        copies = max(0, -(-orders // len(originals)) - 1)
        for table in OWN:
            connection.execute(text(f"DELETE FROM {table.name} WHERE strpos(order_id, ':') > 0"))
            connection.execute(text(_copying(table, copies)))
        surplus = (
            f"DELETE FROM decision WHERE id IN (SELECT id FROM decision WHERE order_id IN ({WAITING}) "
            f"AND strpos(order_id, ':') > 0 ORDER BY id DESC LIMIT {max(0, (copies + 1) * len(originals) - orders)})"
        )
        connection.execute(text(surplus))
        return int(connection.execute(text(f"SELECT count(*) FROM ({WAITING}) w")).scalar_one())


def _copying(table: Table, copies: int) -> str:
    names = table.c.keys()
    told = ", ".join(f"t.{name} || ':' || c" if name in OWN[table] else f"t.{name}" for name in names)
    current = "AND t.superseded_by IS NULL" if table is DECISION else ""
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {told} FROM {table.name} t "
        f"CROSS JOIN generate_series(1, {copies}) c "
        f"WHERE t.order_id IN ({WAITING} AND strpos(order_id, ':') = 0) {current}"
    )


def a_milder_edition(desk: Desk, folder: Path, share: float = 0.1) -> str:
    """Puts an edition in force that lacks the rule which holds about such a share of the orders; answers the rule."""
    with desk.database.engine.connect() as connection:
        rows: Sequence[str] = connection.execute(text("SELECT rule FROM hold WHERE state = 'open'")).scalars().all()
        orders = connection.execute(text(f"SELECT count(*) FROM ({WAITING}) w")).scalar_one()
    counts = Counter(rows)
    rule = min(counts, key=lambda name: (abs(counts[name] / orders - share), name))
    rules = with_draft(folder, rule)
    publish(desk.editions, rules, data_folder(), "tests")
    return rule
