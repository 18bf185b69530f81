"""A PostgreSQL database with many orders that wait: a few thousand are decided as they would come in, and the rest are
copies of these under other ids. A shop's orders are alike, and what re-screening costs hangs on their number and size.
"""

# ruff: noqa: S608 - the statements are put together of our own words

import os
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.store.database import Database
from tests.candidates import with_draft
from tests.desks import SECRET, document, publish
from tests.histories import DECIDED_AFTER, SHOP, a_house
from tests.synthetic.planted import planted_orders

KINDS = 2_500  # different orders, of which two thirds wait
SEED = 20261126
# What a copy has of its own; every other column, also one that a later version adds, is as it was.
OWN = {
    "order_version": {"order_id", "ref"},
    "decision": {"id", "order_id", "superseded_by"},
    "hold": {"id", "order_id", "decision_id"},
}
WAITING = "SELECT order_id FROM decision WHERE superseded_by IS NULL AND outcome IN ('hold', 'ask_customer')"
TIMES = "CROSS JOIN generate_series({first}, {last}) c WHERE"
COPY = (
    (
        "INSERT INTO order_version (order_id, ref, {order_version}) SELECT v.order_id || ':' || c, v.ref || ':' || c, "
        f"{{of_v}} FROM order_version v {TIMES} v.order_id IN ({{some}})"
    ),
    (
        "INSERT INTO decision (id, order_id, {decision}) SELECT d.id || ':' || c, d.order_id || ':' || c, {of_d} "
        f"FROM decision d {TIMES} d.superseded_by IS NULL AND d.order_id IN ({{some}})"
    ),
    (
        "INSERT INTO hold (id, order_id, decision_id, {hold}) SELECT h.id || ':' || c, h.order_id || ':' || c, "
        f"h.decision_id || ':' || c, {{of_h}} FROM hold h {TIMES} h.order_id IN ({{some}})"
    ),
)


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
        for table in OWN:
            connection.execute(text(f"DELETE FROM {table} WHERE strpos(order_id, ':') > 0"))
        wanted = max(0, -(-orders // len(originals)) - 1)
        plain = {table: _copied(connection, table, own) for table, own in OWN.items()}
        if wanted:
            for statement in COPY:
                connection.execute(text(_filled(statement, plain, wanted)))
        surplus = (
            f"DELETE FROM decision WHERE id IN (SELECT id FROM decision WHERE order_id IN ({WAITING}) "
            f"AND strpos(order_id, ':') > 0 ORDER BY id DESC LIMIT {max(0, (wanted + 1) * len(originals) - orders)})"
        )
        connection.execute(text(surplus))
        return int(connection.execute(text(f"SELECT count(*) FROM ({WAITING}) w")).scalar_one())


def _copied(connection: Connection, table: str, own: Set[str]) -> Sequence[str]:
    return [column["name"] for column in inspect(connection).get_columns(table) if column["name"] not in own]


def _filled(statement: str, plain: Mapping[str, Sequence[str]], last: int) -> str:
    listed = {table: ", ".join(names) for table, names in plain.items()}
    named = {
        f"of_{letter}": ", ".join(f"{letter}.{name}" for name in plain[table])
        for letter, table in (("v", "order_version"), ("d", "decision"), ("h", "hold"))
    }
    some = f"SELECT order_id FROM ({WAITING}) w WHERE strpos(order_id, ':') = 0"
    return statement.format(first=1, last=last, some=some, **listed, **named)


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
