"""The statements that keep links, in one text for both databases and for the file of a run, and the shelf over them.

Knows no driver: values come as `:name`, lists as numbered names, as many as an order can have keys at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from engine.facts.link_forest import Joined, Member, Size
from engine.facts.links import LINKING

SLOTS = 2 * len(LINKING)
_LIST = ", ".join(f":v{number}" for number in range(SLOTS))
_MEMBER, _SIZE = ", ".join(Member._fields), ", ".join(Size._fields)
_NEWEST_MEMBER = "m.since = (SELECT max(n.since) FROM link_key n WHERE n.key = m.key)"
MEMBERS = f"SELECT {_MEMBER} FROM link_key m WHERE m.key IN ({_LIST}) AND {_NEWEST_MEMBER}"  # noqa: S608 - our names
MEMBERS_OF = f"SELECT {_MEMBER} FROM link_key m WHERE m.component = :component AND {_NEWEST_MEMBER}"  # noqa: S608
SIZES = (
    f"SELECT {_SIZE} FROM link_size s WHERE s.component IN ({_LIST}) "  # noqa: S608
    "AND s.at = (SELECT max(n.at) FROM link_size n WHERE n.component = s.component)"
)
JOINED = 'SELECT at, keys FROM link_order WHERE "order" = :order'


def _kept(table: str, key: Sequence[str], rest: Sequence[str]) -> str:
    columns = ("merchant_id", *key, *rest)
    return (
        f"INSERT INTO {table} ({_quoted(columns)}) VALUES ({', '.join(f':{name}' for name in columns)}) "  # noqa: S608
        f"ON CONFLICT ({_quoted(key)}) DO UPDATE SET " + ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


KEEP_MEMBER = _kept("link_key", Member._fields[:2], Member._fields[2:])
KEEP_SIZE = _kept("link_size", Size._fields[:2], Size._fields[2:])
KEEP_JOINED = _kept("link_order", ("order",), ("at", "keys"))

# The keys of a fraud are those that its order has when it is confirmed; it is known no sooner than it was placed. A key
# that was a hub by then links nobody, so that none has more frauds than a hub has orders.
_OF_THE_FRAUD = (
    'SELECT "{0}" AS key, "order", CASE WHEN "at" > :known_at THEN "at" ELSE :known_at END AS known_at '
    'FROM sighting WHERE "order" = :order AND "{0}" <> 0'
)
_FRAUD = " UNION ALL ".join(map(_OF_THE_FRAUD.format, LINKING))
CONFIRM = (
    'INSERT INTO fraud_key (merchant_id, key, "order", known_at) '  # noqa: S608 - all names are ours
    'SELECT :merchant_id, f.key, f."order", f.known_at '
    f"FROM ({_FRAUD}) AS f WHERE NOT EXISTS (SELECT 1 FROM link_key h "
    "WHERE h.key = f.key AND h.is_hub = 1 AND h.since <= f.known_at) "
    'ON CONFLICT (key, "order") DO UPDATE SET known_at = excluded.known_at WHERE excluded.known_at < fraud_key.known_at'
)

Row = Sequence[object]
Values = Mapping[str, object]


class Asked(Protocol):
    """A database that takes these statements."""

    def rows(self, statement: str, values: Values) -> Sequence[Row]:
        """All rows."""
        ...

    def run(self, statement: str, values: Sequence[Values]) -> None:
        """Executes once for each of the values."""
        ...


class LinkShelf:
    """Implements the Shelf protocol for the links of one merchant."""

    def __init__(self, asked: Asked, merchant: str) -> None:
        self._asked = asked
        self._merchant = merchant

    def joined(self, order: int) -> Joined | None:
        """An order, if it has been counted."""
        for at, keys in self._asked.rows(JOINED, {"order": order}):
            return Joined(order, int(str(at)), tuple(map(int, str(keys).split(","))))
        return None

    def members(self, keys: Sequence[int]) -> Sequence[Member]:
        """The newest row of each key that has one."""
        return [Member(*row) for values in _slots(keys) for row in self._asked.rows(MEMBERS, values)]  # type: ignore[arg-type]

    def members_of(self, component: int) -> Sequence[Member]:
        """The newest rows of all keys that belong to a component now."""
        return sorted(Member(*row) for row in self._asked.rows(MEMBERS_OF, {"component": component}))  # type: ignore[arg-type]

    def sizes(self, components: Sequence[int]) -> Sequence[Size]:
        """The newest row of each component."""
        return [Size(*row) for values in _slots(components) for row in self._asked.rows(SIZES, values)]  # type: ignore[arg-type]

    def keep(self, joined: Joined, members: Iterable[Member], size: Size | None) -> None:
        """Keeps what an order changed."""
        row = {"order": joined.order, "at": joined.at, "keys": ",".join(map(str, joined.keys))}
        self._asked.run(KEEP_JOINED, [self._whose(row)])
        self._asked.run(KEEP_MEMBER, [self._whose(each._asdict()) for each in members])
        self._asked.run(KEEP_SIZE, [] if size is None else [self._whose(size._asdict())])

    def _whose(self, values: Values) -> Values:
        return {"merchant_id": self._merchant, **values}


def _slots(numbers: Sequence[int]) -> Iterator[Values]:
    """As many at a time as a statement takes; 0, which is nobody's, where there are fewer."""
    for start in range(0, len(numbers), SLOTS):
        some = [*numbers[start : start + SLOTS], *[0] * SLOTS][:SLOTS]
        yield {f"v{number}": value for number, value in enumerate(some)}
