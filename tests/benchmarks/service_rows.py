"""Stored orders by the hundred thousand, and what they take.

The rows are copies of rows that the service itself wrote, under other ids, persons and merchants: contents as large and
as dense as real ones, ids in the order of time, ten thousand orders a merchant. The first merchant's sightings are real
orders' (see `service_orders`), so that what the service is asked about later has a past; those of the others are of
`tests.synthetic.seen_orders`.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from engine.facts.sighting import sight
from engine.order.order import Order
from engine.store.database import Database
from tests.benchmarks.service_process import bench_desk
from tests.stored_velocity import load
from tests.synthetic.seen_orders import EACH, plain_rows, sightings

TABLES = ("order_version", "decision", "sighting", "job")
SAMPLE = 200  # rows that are copied over and over
_OF = f"CASE WHEN g < {EACH} THEN 'main' ELSE 'm' || g / {EACH} END"
_ID = "lpad(to_hex(1780000000000 + g * 7000), 12, '0') || substr(md5('{kind}' || g), 1, 20)"
_ORDER, _DECISION, _JOB = (f"'{kind}_' || {_ID.format(kind=kind)}" for kind in ("ord", "dec", "job"))
_PERSON = "('x' || substr(md5('person' || g - g % 3), 1, 16))::bit(64)::bigint"  # three orders each
# For each table, the columns that are not copied.
_OWN: Mapping[str, Mapping[str, str]] = {
    "order_version": {
        "order_id": _ORDER,
        "merchant_id": _OF,
        "ref": "'H-' || g",
        "digest": "md5('a' || g) || md5('b' || g)",
        "person": _PERSON,
    },
    "decision": {
        "id": _DECISION,
        "order_id": _ORDER,
        "merchant_id": _OF,
        "request_key": "'history-' || g",
        "request_fingerprint": "md5('c' || g) || md5('d' || g)",
    },
    "job": {
        "id": f"{_JOB} || n % 2",
        "merchant_id": _OF,
        "aggregate": _ORDER,
        "dedup": f"split_part(s.dedup, ':', 1) || ':' || {_DECISION}",
        "state": "'done'",
        "finished_at": "s.created_at",
    },
}
_ADD = """
INSERT INTO {table} ({columns})
SELECT {values} FROM generate_series(:first, :last) g
JOIN (SELECT *, row_number() OVER (ORDER BY {key}) - 1 AS n FROM {table} ORDER BY {key} LIMIT :sample) s
ON s.n {match} g % :each
"""
_SIZES = """
SELECT t.relname AS owner, 'rows' AS part, pg_relation_size(t.oid) AS bytes FROM pg_class t WHERE t.relname = :table
UNION ALL SELECT t.relname, 'beside (TOAST)', pg_total_relation_size(t.reltoastrelid)
FROM pg_class t WHERE t.relname = :table AND t.reltoastrelid <> 0
UNION ALL SELECT t.relname, i.indexrelid::regclass::text, pg_relation_size(i.indexrelid)
FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid WHERE t.relname = :table
"""


def fill(database: Database, count: int, history: Sequence[Order]) -> None:
    """Adds so many orders to `SAMPLE` real ones. `history` is what the first merchant's sightings are of."""
    plain = plain_rows()
    for start in range(0, count, EACH):
        for table in _OWN:
            _copy(database, table, start, start + EACH)
        merchant = start // EACH
        if merchant:
            load(database, f"m{merchant}", sightings(merchant, plain))
        else:
            desk = bench_desk(database)
            rates = desk.editions.current("main").admission.knowledge.rates
            load(database, "main", (sight(order, rates, desk.seal.token) for order in history))
    settle(database)


def _copy(database: Database, table: str, first: int, until: int) -> None:
    jobs = table == "job"
    with database.write() as session:
        names = session.rows(
            text("SELECT column_name FROM information_schema.columns WHERE table_name = :table"), {"table": table}
        )
        own = _OWN[table]
        sql = _ADD.format(
            table=table,
            columns=", ".join(row.column_name for row in names),
            values=", ".join(own.get(row.column_name, f"s.{row.column_name}") for row in names),
            key="order_id" if table == "order_version" else "id",
            match="/ 2 =" if jobs else "=",
        )
        sample = 2 * SAMPLE if jobs else SAMPLE
        session.run(text(sql), {"first": first, "last": until - 1, "sample": sample, "each": SAMPLE})


def settle(database: Database) -> None:
    """Lets the server do what it would have done by itself by the time that so many orders have come."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            connection.execute(text(f"VACUUM (ANALYZE) {table}"))
        connection.execute(text("CHECKPOINT"))


def sizes(database: Database, orders: int) -> Mapping[str, Mapping[str, float]]:
    """Bytes an order, by table, and in it by rows and index."""
    with database.read() as session:
        return {
            table: {row.part: row.bytes / orders for row in session.rows(text(_SIZES), {"table": table})}
            for table in TABLES
        }
