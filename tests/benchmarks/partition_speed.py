"""What range partitions on the order's id cost and save: `python -m tests.benchmarks.partition_speed`.

The same rows lie in one table and in one of many partitions, by ids that begin with their time, as UUIDv7 do. Asked are
one row by its id (one partition is looked into) and the current one of a merchant's own number (all are, since that
does not say when). Processor time of the server's process, in microseconds a statement, prepared as the service does.
"""

from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection, text

from tests.databases import PostgresServer

ROWS, PARTITIONS = 200_000, (1, 12, 60, 120)
TIMES = 2_000
_ID = "lpad(to_hex({0}), 12, '0') || md5(({0})::text)"


def main() -> None:
    """Prints a line for each number of partitions."""
    server = PostgresServer(("shared_buffers = '256MB'",), restart=True)
    try:
        with server.fresh() as database, database.engine.connect() as connection:
            print(f"{'partitions':>10} {'by id, us':>10} {'by number, us':>14}")
            for count in PARTITIONS:
                print(f"{count:>10} {_by_id(connection, count):>10.0f} {_by_number(connection, count):>14.0f}")
    finally:
        server.close()


def _by_id(connection: Connection, count: int) -> float:
    name = _filled(connection, count)
    return _cpu_us(connection, f"SELECT ref FROM {name} WHERE id = {_ID.format('g * 97 % 200000')}")  # noqa: S608


def _by_number(connection: Connection, count: int) -> float:
    return _cpu_us(connection, f"SELECT id FROM kept_{count} WHERE ref = 'r' || (g * 97 % 200000)")  # noqa: S608


def _filled(connection: Connection, count: int) -> str:
    name = f"kept_{count}"
    connection.execute(text(f"CREATE TABLE {name} (id text PRIMARY KEY, ref text) PARTITION BY RANGE (id)"))
    edges = [ROWS * step // count for step in range(count + 1)]
    for number, (low, high) in enumerate(pairwise(edges)):
        bounds = f"FROM ('{low:012x}') TO ('{high:012x}')"
        connection.execute(text(f"CREATE TABLE {name}_{number} PARTITION OF {name} FOR VALUES {bounds}"))
    connection.execute(
        text(f"INSERT INTO {name} SELECT {_ID.format('g')}, 'r' || g FROM generate_series(0, {ROWS - 1}) g")  # noqa: S608
    )
    connection.execute(text(f"CREATE INDEX ON {name} (ref)"))
    connection.execute(text(f"ANALYZE {name}"))
    return name


def _cpu_us(connection: Connection, statement: str) -> float:
    """In a loop inside the server, so that nothing but the statement counts."""
    pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    block = f"DO $$ DECLARE g int; BEGIN FOR g IN 1..{TIMES} LOOP PERFORM ({statement}); END LOOP; END $$"
    connection.execute(text(block))
    before = _spent(pid)
    connection.execute(text(block))
    return (_spent(pid) - before) / TIMES


def _spent(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1000


if __name__ == "__main__":
    main()
