"""The statements over sightings: one text that SQLite reads as PostgreSQL does, and no other place that writes it.

The temporary file of a screening run and the desk's database keep the same rows. What both must answer alike, and what
an index must be able to answer however long the table is, is said here. Knows no driver: values come as `:name`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from engine.facts.links import LINKING, Before, Component, memory_facts, near_keys
from engine.facts.sighting import Sighting
from engine.facts.velocity import DAY, MOST_ROWS, REACH, Rows
from engine.lexicon.spec import Value
from engine.lexicon.velocity_grid import KINDS

FIELDS = Sighting._fields
_OF_THE_ORDER = tuple(name for name in FIELDS if name not in ("order", "fraud_known"))  # fraud is not the order's doing

# The values that BEFORE wants to know, under short names: since when rows count, by days, and the keys. The order's
# time is `a`, its token `o`.
_SINCE = tuple(sorted({(f"w{reach // DAY}", reach) for reach in REACH.values()}))
_KEY = {kind: f"k{number}" for number, kind in enumerate(KINDS)}

# A kind's rows are the end of one stretch of its index, and its first sight the beginning: neither a long table nor a
# key with a million rows makes the database look at more of them. Of a first sight nothing is asked but what the index
# itself holds. `<> 0` repeats the condition of the index, without which a database that does not know the value could
# not use it. Written close, since a driver forgets what a statement of more than 4096 characters was translated to.
_NEWEST = (
    "SELECT*FROM(SELECT {columns} FROM sighting "
    'WHERE {kind}=:{key} AND {kind}<>0 AND at<:a AND at>=:w{days} AND"order"<>:o '
    'ORDER BY at DESC,"order"DESC LIMIT {most})n{told}'
)
# Mostly all keys of an order lead to the same rows, those of its buyer: what the buyer's key tells, others do not.
_BUYER = "email"
_NOT_TOLD = " WHERE {buyer}<>:{key} OR :{key}=0"
_FIRST = '(SELECT min(at)FROM sighting WHERE {kind}=:{key} AND {kind}<>0 AND"order"<>:o)'
# Keys of the order and of those that share a key with it, in the index of frauds; a key that joins nothing is left out.
# `IN` over the columns of a row, rather than a join, keeps a database from reading the whole index of frauds.
_FRAUDS = (
    'SELECT DISTINCT {tag},0,f.key,f."order",{zeroes} FROM(SELECT {linking} FROM seen UNION SELECT {own})AS n '
    'CROSS JOIN fraud_key AS f WHERE f.key IN({near})AND f.key<>0 AND f.known_at<:a AND f."order"<>:o '
    "AND coalesce((SELECT m.is_hub FROM link_key m WHERE m.key=f.key AND m.since<:a ORDER BY m.since DESC LIMIT 1),0)=0"
)
# Before the order was placed, and before it was counted itself. The limit is the number of keys: it keeps a database
# from looking a component up anew wherever it is named.
_COMPONENTS = (
    "SELECT {tag},0,c,(SELECT orders*{packed}+customers FROM link_size s WHERE s.component=c AND s.at<t "
    "ORDER BY s.at DESC LIMIT 1),{zeroes} FROM(SELECT t,(SELECT component FROM link_key m "
    "WHERE m.key=k.column1 AND m.since<t ORDER BY m.since DESC LIMIT 1)AS c FROM(VALUES{own})AS k "
    'CROSS JOIN(SELECT coalesce((SELECT at FROM link_order WHERE"order"=:o AND at<:a),:a)AS t)AS own LIMIT {keys})AS p'
)
_PACKED = 1000  # one number for two that are smaller than this, since to look each up is what costs
# Beside the rows of orders, which have no token 0, BEFORE tells others: 0 is their second column, and this the first.
_FIRST_SEEN, _COMPONENT, _FRAUD_NEAR = range(3)
# Of two rows of one order, the one that sorts first is kept, so that the order of insertion makes no difference.
_KEEP = (
    'INSERT INTO sighting ({columns}) VALUES ({values}) ON CONFLICT ("order") DO UPDATE SET {renewed} '
    "WHERE ({new}) < ({old})"
)


def _listed(names: Sequence[str], form: str = '"{0}"', between: str = ", ") -> str:
    return between.join(form.format(name) for name in names)


def _zeroes(count: int) -> str:
    return ",".join("0" * count)


def _newest(kind: str, told: str) -> str:
    return _NEWEST.format(
        kind=kind,
        key=_KEY[kind],
        columns=_listed(FIELDS, "{0}", ",").replace("order", '"order"'),
        days=REACH[kind] // DAY,
        most=MOST_ROWS,
        told="" if kind == _BUYER else told,
    )


def _before(told: str) -> str:
    newest = " UNION ALL ".join(_newest(kind, told) for kind in KINDS)
    first = ",".join(_FIRST.format(kind=kind, key=_KEY[kind]) for kind in KINDS)
    frauds = _FRAUDS.format(
        tag=_FRAUD_NEAR,
        linking=",".join(LINKING),
        own=",".join(f":{_KEY[kind]}" for kind in LINKING),
        near=_listed(LINKING, "n.{0}", ","),
        zeroes=_zeroes(len(FIELDS) - 4),
    )
    components = _COMPONENTS.format(
        tag=_COMPONENT,
        packed=_PACKED,
        own=",".join(f"(:{_KEY[kind]})" for kind in LINKING),
        keys=len(LINKING),
        zeroes=_zeroes(len(FIELDS) - 4),
    )
    return (
        f"WITH seen AS MATERIALIZED({newest})SELECT*FROM seen"
        f" UNION ALL SELECT {_FIRST_SEEN},0,{first},{_zeroes(len(FIELDS) - len(KINDS) - 2)}"
        f" UNION ALL {components} UNION ALL {frauds}"
    )


def asked_of(this: Sighting) -> Mapping[str, int]:
    """The values that BEFORE wants to know of an order: its keys, itself, its time, and since when rows count."""
    values = {name: getattr(this, kind) for kind, name in _KEY.items()}
    return values | {"a": this.at, "o": this.order} | {name: this.at - reach for name, reach in _SINCE}


def keep(*more: str, value: str = ":{0}") -> str:
    """Adds a row, with the columns `more` before those of a sighting; `value` is how the driver marks a value."""
    names = (*more, *FIELDS)
    return _KEEP.format(
        columns=_listed(names),
        values=_listed(names, value),
        renewed=_listed(_OF_THE_ORDER, '"{0}" = excluded."{0}"'),
        new=_listed(_OF_THE_ORDER, 'excluded."{0}"'),
        old=_listed(_OF_THE_ORDER, 'sighting."{0}"'),
    )


# Earlier orders as FIELDS, in no order, some of them more than once; a row with the times of first sights by kind; one
# for each key that links, with its component's id, and orders and customers packed; and one for each known fraud that
# has a key in common with the order or with an earlier one of these, with this key and the fraud's order.
BEFORE = _before(_NOT_TOLD.format(buyer=_BUYER, key=_KEY[_BUYER]))
BEFORE_A_HUB = _before("")  # the same, where the buyer's key tells not all of its rows
# The first moment counts, in whatever order people tell of it, and when two do at once.
FRAUD = (
    'UPDATE sighting SET "fraud_known" = CASE WHEN "fraud_known" BETWEEN 1 AND :known_at THEN "fraud_known" '
    'ELSE :known_at END WHERE "order" = :order'
)

_COLUMN = {kind: FIELDS.index(kind) for kind in KINDS}
_NEW = tuple.__new__  # what `Sighting._make` comes down to, a hub's thousand times an order


class Ask(Protocol):
    """A database that answers BEFORE."""

    def __call__(self, statement: str, values: Mapping[str, int], /) -> Iterable[Sequence[Any]]:
        """All rows."""
        ...


def facts_of(this: Sighting, ask: Ask) -> Mapping[str, Value]:
    """`velocity.*` and `link.*` facts of an order, from one question; another for a buyer with very many orders."""
    before = _answer(this, ask(BEFORE, asked_of(this)))
    if len(before.rows.get(_BUYER, ())) == MOST_ROWS:
        before = _answer(this, ask(BEFORE_A_HUB, asked_of(this)))
    return memory_facts(this, before)


def _answer(this: Sighting, answer: Iterable[Sequence[Any]]) -> Before:
    """What a memory found, from the rows of BEFORE."""
    seen: dict[int, Sighting] = {}
    first: Sequence[Any] = ()
    components: dict[int, Component] = {}
    frauds: set[tuple[int, int]] = set()
    for row in answer:
        if order := row[1]:
            seen[order] = _NEW(Sighting, row)
        elif row[0] == _FIRST_SEEN:
            first = row[2:]
        elif row[0] == _FRAUD_NEAR:
            frauds.add((row[3], row[2]))
        elif row[2]:  # else a key that belongs nowhere
            components[row[2]] = Component(*divmod(row[3], _PACKED))
    rows = _by_kind(this, sorted(seen.values(), reverse=True))
    # Rows of a hub link nobody, and which keys are hubs is counted here.
    near = frozenset(near_keys(this, rows)) if frauds else frozenset()
    return Before(
        rows=rows,
        first={kind: at for kind, at in zip(KINDS, first, strict=False) if at is not None and at < this.at},
        components=components,
        frauds=frozenset(each for each in frauds if each[1] in near),
    )


def _by_kind(this: Sighting, seen: Rows) -> Mapping[str, Rows]:
    """Of all rows, newest first, those of each key that the order has; no more than are looked at."""
    rows: dict[str, Rows] = {}
    for kind, column in _COLUMN.items():
        if key := this[column]:
            since = this.at - REACH[kind]
            rows[kind] = [row for row in seen if row[column] == key and row[0] >= since][:MOST_ROWS]
    return rows
