"""A hundred thousand orders for the console: sample orders that the service decided, and copies of their rows.

Ids, references, times and tokens of a copy are its own; contents are as the service wrote them. Every two hundredth
copy keeps the keys of its original, so that some orders share a card or an address with very many.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Table, select

from engine.desk.deciding import sighting_token
from engine.desk.desk import Desk
from engine.facts.sighting import Sighting
from engine.store.database import Database
from engine.store.standing import OrderKey
from engine.store.tables import DECISION, EVENT, HOLD, ORDER_VERSION, REVIEW, SIGHTING

TABLES: Sequence[Table] = (ORDER_VERSION, DECISION, HOLD, REVIEW, EVENT, SIGHTING)
IDS = frozenset({"id", "order_id", "decision_id", "superseded_by"})
MOMENTS = frozenset({"placed_at", "created_at", "decided_at", "opened_at", "rank_at", "at"})
KEYS = frozenset(Sighting._fields) - {"at", "order", "amount", "declines", "fraud_known"}
APART_US = 7_000_000
SHARING = 200  # every so many copies have the keys of their original
AT_ONCE = 2_000
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Copy:
    desk: Desk
    merchant: str
    names: Mapping[int, OrderKey]  # by the token of an original

    def of(self, table: Table, row: Row, number: int) -> Row:
        """The row of the copy with this number, from 1."""
        made = dict(row)
        for name in IDS & made.keys():
            made[name] = _id(row[name], number)
        for name in MOMENTS & made.keys():
            made[name] = int(str(row[name])) - number * APART_US
        if table is ORDER_VERSION:
            made |= {"ref": f"{row['ref']}-{number}", "digest": f"{number:08x}{str(row['digest'])[8:]}"}
        elif table is DECISION:
            made |= {"request_key": None, "request_fingerprint": None}
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
    originals = {table: _rows(database, table, merchant) for table in TABLES}
    versions = originals[ORDER_VERSION]
    names = [
        OrderKey(merchant=merchant, shop=str(row["shop"]), channel=str(row["channel"]), ref=str(row["ref"]))
        for row in versions
    ]
    copy = _Copy(desk, merchant, {sighting_token(desk, each): each for each in names})
    copies = -(-orders // len(versions)) - 1
    for table, rows in originals.items():
        last = max((int(str(row["seq"])) for row in rows), default=0) if table is EVENT else 0
        _add(database, table, _made(copy, table, rows, copies, last))
    return (copies + 1) * len(versions)


def _made(copy: _Copy, table: Table, rows: Sequence[Row], copies: int, last: int) -> Iterator[Row]:
    for number in range(1, copies + 1):
        for row in rows:
            made = copy.of(table, row, number)
            if table is EVENT:
                last += 1
                made["seq"] = last
            yield made


def _add(database: Database, table: Table, rows: Iterator[Row]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        with database.engine.begin() as connection:
            connection.execute(table.insert(), some)


def _rows(database: Database, table: Table, merchant: str) -> list[Row]:
    with database.engine.connect() as connection:
        found = connection.execute(select(table).where(table.c.merchant_id == merchant))
        return [dict(row._mapping) for row in found]


def _id(told: object, number: int) -> object:
    """An id of its own: of an older time than its original's, so that copies stand behind it."""
    if not told:
        return told
    prefix, _, rest = str(told).partition("_")
    return f"{prefix}_{number:08x}{rest[8:]}"
