"""The statements over sightings: one text that SQLite reads as PostgreSQL does, and no other place that writes it.

The temporary file of a screening run and the desk's database keep the same rows. What both must answer alike, and what
an index must be able to answer however long the table is, is said here. Knows no driver: values come as `:name`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.facts.links import HUB, LINK_WINDOW, LINKING, Before, Component, memory_facts
from engine.facts.sighting import Sighting
from engine.facts.velocity import DAY, MOST_ROWS, REACH
from engine.lexicon.spec import Value
from engine.lexicon.velocity_grid import KINDS

FIELDS = Sighting._fields
_OF_THE_ORDER = tuple(name for name in FIELDS if name not in ("order", "fraud_known"))  # fraud is not the order's doing

# The values that BEFORE wants to know, under short names: the keys, time and token of the order, and since when rows
# count, by days.
_SINCE = tuple(sorted({(f"w{reach // DAY}", reach) for reach in (*REACH.values(), LINK_WINDOW)}))
_FIRST_SEEN, _FRAUD_NEAR, _COMPONENT = range(len(KINDS), len(KINDS) + 3)  # tags beside those of kinds
_KEY = {kind: f"k{number}" for number, kind in enumerate(KINDS)}
ASKED = (*_KEY.values(), "a", "o", *(name for name, _ in _SINCE))

# A kind's rows are the end of one stretch of its index, and its first sight the beginning: neither a long table nor a
# key with a million rows makes the database look at more of them. Of a first sight nothing is asked but what the index
# itself holds. `<> 0` repeats the condition of the index, without which a database that does not know the value could
# not use it. Written close, since a driver forgets what a statement of more than 4096 characters was translated to.
_NEWEST = (
    "SELECT*FROM(SELECT {tag}{named},{columns} FROM sighting "
    'WHERE {kind}=:{key} AND {kind}<>0 AND at<:a AND at>=:w{days} AND"order"<>:o '
    'ORDER BY at DESC,"order"DESC LIMIT {most})n'
)
_FIRST = '(SELECT min(at)FROM sighting WHERE {kind}=:{key} AND {kind}<>0 AND"order"<>:o)'
# The order's own values, and the rows that link to it: those of a hub do not.
_NEAR = (
    "SELECT {linking} FROM seen WHERE tag IN({tags})AND at>=:w{days} AND tag NOT IN"
    "(SELECT tag FROM seen WHERE at>=:w{days} GROUP BY tag HAVING count(*)>{hub})UNION SELECT {own}"
)
# Each of its keys in the index of frauds; the one that joins nothing is left out.
_FRAUDS = (
    'SELECT DISTINCT {tag},f.key,f."order",{zeroes} FROM near AS n CROSS JOIN fraud_key AS f WHERE f.key<>0 AND '
    'f.key IN({n_linking})AND f.known_at<:a AND f."order"<>:o AND coalesce('
    "(SELECT m.is_hub FROM link_key m WHERE m.key=f.key AND m.since<:a ORDER BY m.since DESC LIMIT 1),0)=0"
)
# Before the order was placed, and before it was counted itself.
_OWN = 'SELECT coalesce((SELECT at FROM link_order WHERE"order"=:o AND at<:a),:a)'
_COMPONENTS = (
    "SELECT {tag},c,(SELECT orders{size}),(SELECT customers{size}),{zeroes} FROM(SELECT DISTINCT t,"
    "(SELECT component FROM link_key m WHERE m.key=k.column1 AND m.since<t ORDER BY m.since DESC LIMIT 1)AS c "
    "FROM(VALUES{own})AS k CROSS JOIN own)AS p"
)
_SIZE = " FROM link_size s WHERE s.component=c AND s.at<t ORDER BY s.at DESC LIMIT 1"
# How a row's columns are told; of networks, nothing is counted but their orders.
_OF_A_ROW = {"order": '"order"', "ip": "0 ip", "network": "0 network"}
# Of two rows of one order, the one that sorts first is kept, so that the order of insertion makes no difference.
_KEEP = (
    'INSERT INTO sighting ({columns}) VALUES ({values}) ON CONFLICT ("order") DO UPDATE SET {renewed} '
    "WHERE ({new}) < ({old})"
)


def _listed(names: Sequence[str], form: str = '"{0}"', between: str = ", ") -> str:
    return between.join(form.format(name) for name in names)


def _zeroes(count: int) -> str:
    return ",".join("0" * count)


def _newest(kind: str) -> str:
    return _NEWEST.format(
        kind=kind,
        tag=KINDS.index(kind),
        key=_KEY[kind],
        named=" AS tag" if kind == KINDS[0] else "",
        columns=",".join(_OF_A_ROW.get(name, name) for name in FIELDS),
        days=REACH[kind] // DAY,
        most=MOST_ROWS,
    )


def _before() -> str:
    newest = [_newest(kind) for kind in KINDS]
    first = ",".join(_FIRST.format(kind=kind, key=_KEY[kind]) for kind in KINDS)
    near = _NEAR.format(
        linking=",".join(LINKING),
        tags=",".join(str(KINDS.index(kind)) for kind in LINKING),
        days=LINK_WINDOW // DAY,
        hub=HUB,
        own=",".join(f":{_KEY[kind]}" for kind in LINKING),
    )
    frauds = _FRAUDS.format(tag=_FRAUD_NEAR, n_linking=_listed(LINKING, "n.{0}", ","), zeroes=_zeroes(len(FIELDS) - 2))
    own = ",".join(f"(:{_KEY[kind]})" for kind in LINKING)
    components = _COMPONENTS.format(tag=_COMPONENT, size=_SIZE, zeroes=_zeroes(len(FIELDS) - 3), own=own)
    return (
        f"WITH seen AS MATERIALIZED({' UNION ALL '.join(newest)}),near AS({near}),own(t)AS({_OWN})"
        f"SELECT*FROM seen UNION ALL SELECT {_FIRST_SEEN},{first},{_zeroes(len(FIELDS) - len(KINDS))}"
        f" UNION ALL {frauds} UNION ALL {components}"
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


# Rows of all kinds, each kind's newest first, as (tag, *FIELDS), where the tag is the kind's place in KINDS; and under
# tags of their own a row with the times of first sights by kind, one for each known fraud nearby with its key and
# order, and one for each component with its id, orders and customers.
BEFORE = _before()
# The first moment counts, in whatever order people tell of it, and when two do at once.
FRAUD = (
    'UPDATE sighting SET "fraud_known" = CASE WHEN "fraud_known" BETWEEN 1 AND :known_at THEN "fraud_known" '
    'ELSE :known_at END WHERE "order" = :order'
)

_NEW = tuple.__new__  # what `Sighting._make` comes down to, a hub's thousand times an order


def facts_of(this: Sighting, answer: Iterable[Sequence[Any]]) -> Mapping[str, Value]:
    """`velocity.*` and `link.*` facts of an order from what BEFORE answered about it."""
    rows: list[list[Sighting]] = [[] for _ in KINDS]
    first: dict[str, int] = {}
    components: dict[int, Component] = {}
    frauds: set[tuple[int, int]] = set()
    for row in answer:
        tag = row[0]
        if tag < _FIRST_SEEN:
            rows[tag].append(_NEW(Sighting, row[1:]))
        elif tag == _FIRST_SEEN:
            first = {kind: at for kind, at in zip(KINDS, row[1:], strict=False) if at is not None and at < this.at}
        elif tag == _FRAUD_NEAR:
            frauds.add((row[2], row[1]))
        elif row[1]:  # else a key that belongs nowhere
            components[row[1]] = Component(row[2], row[3])
    of_kinds = {kind: seen for kind, seen in zip(KINDS, rows, strict=True) if getattr(this, kind)}
    before = Before(rows=of_kinds, first=first, components=components, frauds=frozenset(frauds))
    return memory_facts(this, before)
