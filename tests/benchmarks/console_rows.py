"""A hundred thousand orders for the console: sample orders that the service decided and carried on, and copies of all
rows that are about them.

Ids, references, times and tokens of a copy are its own; contents are as the service wrote them. Every two hundredth
copy keeps the keys of its original, so that some orders share a card or an address with very many.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Table, UniqueConstraint, select

from engine.desk.deciding import sighting_token
from engine.desk.desk import Desk
from engine.facts.sighting import Sighting
from engine.store.database import Database
from engine.store.standing import OrderKey
from engine.store.tables import EVENT, METADATA, ORDER_VERSION, SIGHTING
from fulfillment.store.tables import METADATA as FULFILMENT
from fulfillment.store.tables import SHIPMENT, WAVE

# What is kept of one request or one run only.
LEFT_OUT = frozenset({"backtest_order", "rescreen_order", "told_event", "wms_work", "mark"})
# When something ends, which is left as it is; when it happened is not, so that copies lie behind one another.
ENDS = ("expires_at", "due_at", "ends_at", "run_at", "promised_at")
# What may be any text in its table, so that a copy can be told by it.
NAMES = ("ref", "reference", "dedup", "identity", "digest", "thread", "slot", "name", "number", "about", "party")
KEYS = frozenset(Sighting._fields) - {"at", "order", "amount", "declines", "fraud_known"}
APART_US = 1_800_000_000
SHARING = 200  # every so many copies have the keys of their original
AT_ONCE = 2_000
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Copy:
    desk: Desk
    merchant: str
    names: Mapping[int, OrderKey]  # by the token of an original
    ids: Set[object]  # whatever names a row that is copied

    def of(self, table: Table, row: Row, number: int) -> Row | None:
        """The row of the copy with this number, from 1; none of a row that names nothing which is copied."""
        made = {name: _id(told, number) if told in self.ids else told for name, told in row.items()}
        for name in made:
            if row[name] and isinstance(row[name], int) and _is_a_moment(name):
                made[name] = int(str(row[name])) - number * APART_US
        for names in () if table in (SIGHTING, EVENT) else _unique(table):
            if all(made[name] == row[name] for name in names) and all(row[name] is not None for name in names):
                apart = next((each for each in NAMES if each in names), None)
                if apart is None:
                    return None
                made[apart] = f"{row[apart]}-{number}"
        if table is SHIPMENT and row["number"]:
            made["number"] = f"{row['number']}-{number}"  # a parcel of thousands of orders is none
        elif table is ORDER_VERSION:
            made["digest"] = f"{number:08x}{str(row['digest'])[8:]}"
        elif table is SIGHTING:
            made |= self._tokens(row, number)
        return made

    def _tokens(self, row: Row, number: int) -> Row:
        key = self.names[int(str(row["order"]))]
        named = OrderKey(merchant=self.merchant, shop=key.shop, channel=key.channel, ref=f"{key.ref}-{number}")
        apart = 0 if number % SHARING == 0 else number // 3
        others = {name: int(str(row[name])) ^ apart if row[name] else 0 for name in KEYS}
        return {"order": sighting_token(self.desk, named), **others}


def multiply(database: Database, desk: Desk, merchant: str, orders: int) -> int:
    """Adds copies until there are so many orders; answers how many there are."""
    originals = {table: rows for table in _tables() if (rows := _rows(database, table, merchant))}
    originals |= _children(database, originals)
    versions = {row["order_id"]: row for row in originals[ORDER_VERSION]}.values()
    names = [
        OrderKey(merchant=merchant, shop=str(row["shop"]), channel=str(row["channel"]), ref=str(row["ref"]))
        for row in versions
    ]
    copy = _Copy(desk, merchant, {sighting_token(desk, each): each for each in names}, _ids(originals))
    copies = -(-orders // len(versions)) - 1
    for table, rows in originals.items():
        last = max((int(str(row["seq"])) for row in rows), default=0) if table is EVENT else 0
        _add(database, table, _made(copy, table, rows, copies, last))
    return (copies + 1) * len(versions)


def _tables() -> Sequence[Table]:
    every = (*METADATA.sorted_tables, *FULFILMENT.sorted_tables)
    return [
        each for each in every
        if each in (SIGHTING, WAVE) or ("order_id" in each.c and each.name not in LEFT_OUT)
    ]  # fmt: skip


def _children(database: Database, originals: Mapping[Table, Sequence[Row]]) -> dict[Table, list[Row]]:
    """Rows that name a copied row by their first key, such as the lines of a part: `fulfilment_id`, `case_id`."""
    ids = _ids(originals)
    found: dict[Table, list[Row]] = {}
    for table in FULFILMENT.sorted_tables:
        first = next(iter(table.primary_key.columns)).name
        if table not in originals and first.endswith("_id") and first != "merchant_id":
            rows = [row for row in _all(database, table) if row[first] in ids]
            if rows:
                found[table] = rows
    return found


def _ids(originals: Mapping[Table, Sequence[Row]]) -> Set[object]:
    found: set[object] = set()
    for rows in originals.values():
        found.update(row[name] for row in rows for name in ("id", "order_id") if isinstance(row.get(name), str))
    return found - {""}


def _made(copy: _Copy, table: Table, rows: Sequence[Row], copies: int, last: int) -> Iterator[Row]:
    for number in range(1, copies + 1):
        for row in rows:
            made = copy.of(table, row, number)
            if made is None:
                continue
            if table is EVENT:
                last += 1
                made["seq"] = last
            yield made


def _add(database: Database, table: Table, rows: Iterator[Row]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        with database.engine.begin() as connection:
            connection.execute(table.insert(), some)


def _rows(database: Database, table: Table, merchant: str) -> list[Row]:
    return [row for row in _all(database, table) if row.get("merchant_id", merchant) == merchant]


def _all(database: Database, table: Table) -> list[Row]:
    with database.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def _unique(table: Table) -> Sequence[Sequence[str]]:
    keys = [each.columns.keys() for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexes = [each.columns.keys() for each in table.indexes if each.unique]
    return [table.primary_key.columns.keys(), *keys, *indexes]


def _is_a_moment(name: str) -> bool:
    return name == "at" or (name.endswith("_at") and name not in ENDS)


def _id(told: object, number: int) -> object:
    """An id of its own: of an older time than its original's, so that copies stand behind it."""
    prefix, _, rest = str(told).partition("_")
    return f"{prefix}_{number:08x}{rest[8:]}" if rest else f"{number:08x}{prefix[8:]}"
