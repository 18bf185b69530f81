"""How sightings are kept, and how the databases look for them: by index, with one prepared statement."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text

from engine.clock import microseconds, moment
from engine.facts.sighting import NEVER, Sighting
from engine.lexicon.velocity_grid import KINDS
from engine.store.database import Database
from engine.store.sighting_statements import BEFORE, asked_of
from engine.store.sightings import SightingFile
from engine.store.tables import SIGHTING
from engine.store.velocity import confirm_fraud, remember, seen_before
from tests.builders import PLACED_AT, an_order
from tests.databases import PostgresServer
from tests.stored_velocity import analyse, load
from tests.synthetic.seen_orders import is_hub, plain_rows, sightings

ROW = Sighting(1000, 7, 1, 10, 2, 3, 4, 5, 6, 7, 8, 9, 4488, 0, NEVER)
DRIVERS_CACHE = 4096  # psycopg translates a longer statement anew each time
PLAIN = plain_rows()
ROWS = list(sightings(0, PLAIN))
FRAUDS = 1000


def kept(database: Database, *rows: Sighting) -> list[tuple[object, ...]]:
    with database.write() as session:
        for row in rows:
            remember(session, "main", row)
        return [tuple(row) for row in session.rows(select(SIGHTING))]


def test_remember_when_order_is_new_then_its_row_is_kept(database: Database) -> None:
    assert kept(database, ROW) == [("main", *ROW)]


def test_remember_when_order_came_later_before_then_the_earlier_row_replaces_it(database: Database) -> None:
    assert kept(database, ROW._replace(at=2000), ROW) == [("main", *ROW)]


def test_remember_when_order_came_earlier_before_then_nothing_changes(database: Database) -> None:
    assert kept(database, ROW, ROW._replace(at=2000, card=1)) == [("main", *ROW)]


@pytest.mark.parametrize("column", [name for name in Sighting._fields if name not in ("order", "fraud_known")])
def test_remember_when_rows_differ_in_one_column_then_the_smaller_stays(database: Database, column: str) -> None:
    larger = ROW._replace(**{column: getattr(ROW, column) + 1})
    assert kept(database, larger, ROW) == kept(database, ROW, larger) == [("main", *ROW)]


def test_remember_when_fraud_is_known_then_stays_known(database: Database) -> None:
    with database.write() as session:
        remember(session, "main", ROW._replace(at=2000))
        assert confirm_fraud(session, "main", ROW.order, PLACED_AT)
    assert kept(database, ROW) == [("main", *ROW._replace(fraud_known=microseconds(PLACED_AT)))]


def test_confirm_fraud_when_order_is_unknown_then_says_so(database: Database) -> None:
    with database.write() as session:
        assert confirm_fraud(session, "main", 404, PLACED_AT) is False


def test_statement_when_built_then_short_enough_for_the_drivers_cache() -> None:
    assert len(str(text(BEFORE).compile(dialect=make_url("postgresql+psycopg://").get_dialect()()))) <= DRIVERS_CACHE


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer) -> Iterator[Database]:
    with postgres.fresh() as database:
        load(database, "main", ROWS)
        with database.write() as session:
            for row in ROWS[:FRAUDS]:
                confirm_fraud(session, "main", row.order, moment(row.at))
        analyse(database)
        yield database


def plan(database: Database, mode: str, row: Sighting, statement: str = BEFORE) -> list[str]:
    """How PostgreSQL looks for rows with the statement prepared, in order."""
    asked = asked_of(row)
    numbered = re.sub(r":(\w+)", lambda name: f"${list(asked).index(name[1]) + 1}", statement)
    values = ", ".join(map(str, asked.values()))
    with database.engine.connect() as connection:
        connection.exec_driver_sql(f"SET LOCAL plan_cache_mode = {mode}")
        connection.exec_driver_sql(f"PREPARE asked AS {numbered}")
        lines = connection.exec_driver_sql(f"EXPLAIN EXECUTE asked ({values})").scalars().all()
        connection.exec_driver_sql("DEALLOCATE asked")
    ways = (re.search(r"((?:Seq|Index|Index Only|Bitmap \w+) Scan.* on \w+)", str(line)) for line in lines)
    return [found[1] for found in ways if found]


def newest(hub: bool) -> Sighting:
    return next(row for row, (_, keys, _) in zip(reversed(ROWS), reversed(PLAIN), strict=True) if is_hub(keys) is hub)


@pytest.mark.parametrize("hub", [False, True], ids=["order", "hub"])
def test_plan_when_values_are_not_known_then_each_kind_reads_a_stretch_of_its_index(
    filled: Database, hub: bool
) -> None:
    ends = [f"Index Scan Backward using ix_sighting_{kind} on sighting" for kind in KINDS]
    beginnings = [f"Index Only Scan using ix_sighting_{kind} on sighting" for kind in KINDS]
    found = plan(filled, "force_generic_plan", newest(hub))
    assert found[: 2 * len(KINDS)] == ends + beginnings
    assert not [way for way in found[2 * len(KINDS) :] if way.startswith("Seq")]


@pytest.mark.parametrize("hub", [False, True], ids=["order", "hub"])
def test_plan_when_values_are_known_then_still_by_index(filled: Database, hub: bool) -> None:
    # In a small table it may rather read all of a key's rows by its index and sort them.
    found = plan(filled, "force_custom_plan", newest(hub))
    assert found
    assert not [way for way in found if "Seq Scan" in way]


def test_plan_when_nothing_was_ever_stored_then_already_by_index(postgres: PostgresServer) -> None:
    with postgres.fresh() as database:
        assert not [way for way in plan(database, "force_generic_plan", ROW) if "Seq Scan" in way]


def test_statement_when_orders_lack_keys_then_is_prepared_once(filled: Database) -> None:
    prepared = text("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE 'WITH seen AS%'")
    with filled.read() as session:
        for row in ROWS[:50]:
            seen_before(session, row)
        assert len(session.rows(prepared)) == 1
        assert session.number(prepared) > 0


def ways(lines: Iterable[Sequence[object]]) -> list[str]:
    """How SQLite reads the tables."""
    told = [str(line[-1]) for line in lines]
    return [line for line in told if re.match(r"(SEARCH|SCAN) (sighting|[fms]|link_order)\b", line)]


def test_plan_when_on_sqlite_then_each_kind_reads_a_stretch_of_its_index(sqlite_file: Database) -> None:
    with sqlite_file.read() as session:
        found = ways(session.rows(text(f"EXPLAIN QUERY PLAN {BEFORE}"), asked_of(ROW)))
    by = "SEARCH sighting USING {0}INDEX ix_sighting_{1} ({1}=?{2})"
    ends = [by.format("", kind, " AND at>? AND at<?") for kind in KINDS]
    beginnings = [by.format("COVERING ", kind, "") for kind in KINDS]
    assert found[: 2 * len(KINDS)] == ends + beginnings
    assert not [way for way in found if way.startswith("SCAN")]


def test_plan_when_in_the_file_of_a_run_then_by_index_as_well(tmp_path: Path) -> None:
    with SightingFile(tmp_path) as file:
        file.facts(an_order())
        found = ways(file._db.execute(f"EXPLAIN QUERY PLAN {BEFORE}", asked_of(ROW)))
    of_kinds = [kind for line in found for kind in re.findall(r"INDEX by_(\w+)", line)]
    assert of_kinds == [*KINDS, *KINDS]
    assert not [way for way in found if way.startswith("SCAN")]
