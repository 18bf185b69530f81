"""The statements over sightings: one text that SQLite reads as PostgreSQL does, and no other place that writes it.

The temporary file of a screening run and the desk's database keep the same rows. What both must answer alike, and what
an index must be able to answer however long the table is, is said here. Knows no driver: values come as `:name`.
"""

from collections.abc import Iterable, Mapping, Sequence

from engine.facts.sighting import Sighting
from engine.facts.velocity import KINDS, MOST_ROWS, REACH, SPAN_OF_FIRST_SIGHT, velocity_facts
from engine.lexicon.spec import Value

FIELDS = Sighting._fields
ASKED = (*KINDS, "at", "order")  # the values of an order that BEFORE wants to know
_OF_THE_ORDER = tuple(name for name in FIELDS if name not in ("order", "fraud_known"))  # fraud is not the order's doing

# A kind's rows are the end of one stretch of its index, and its first sight the beginning: neither a long table nor a
# key with a million rows makes the database look at more of them. Of a first sight nothing is asked but what the index
# itself holds. `<> 0` repeats the condition of the index, without which a database that does not know the value could
# not use it.
_NEWEST = (
    "SELECT * FROM (SELECT '{kind}' AS tag, {columns} FROM sighting "
    'WHERE "{kind}" = :{kind} AND "{kind}" <> 0 AND "at" < :at AND "at" >= :at - {reach} AND "order" <> :order '
    'ORDER BY "at" DESC, "order" DESC LIMIT {most}) AS newest_{kind}'
)
_FIRST = (
    "SELECT * FROM (SELECT 'first_{kind}' AS tag, {only_at} FROM sighting "
    'WHERE "{kind}" = :{kind} AND "{kind}" <> 0 AND "at" < :at AND "order" <> :order '
    'ORDER BY "at", "order" LIMIT 1) AS first_{kind}'
)
# Of two rows of one order, the one that sorts first is kept, so that the order of insertion makes no difference.
_KEEP = (
    'INSERT INTO sighting ({columns}) VALUES ({values}) ON CONFLICT ("order") DO UPDATE SET {renewed} '
    "WHERE ({new}) < ({old})"
)


def _listed(names: tuple[str, ...], form: str = '"{0}"') -> str:
    return ", ".join(form.format(name) for name in names)


def _branches(template: str, kinds: tuple[str, ...]) -> list[str]:
    only_at = ", ".join(f'"{name}"' if name == "at" else "0" for name in FIELDS)
    fixed = {"columns": _listed(FIELDS), "only_at": only_at, "most": MOST_ROWS}
    return [template.format(kind=kind, reach=REACH[kind], **fixed) for kind in kinds]


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


# Rows of all kinds, each kind's newest first, as (tag, *FIELDS); the tag is `ip` or, for a first sight, `first_email`,
# a row of nothing but its time.
BEFORE = " UNION ALL ".join(_branches(_NEWEST, KINDS) + _branches(_FIRST, SPAN_OF_FIRST_SIGHT))
FRAUD = 'UPDATE sighting SET "fraud_known" = :known_at WHERE "order" = :order'


_NEW = tuple.__new__  # what `Sighting._make` comes down to, a hub's thousand times an order
_FIRST_SIGHTS = {f"first_{kind}": kind for kind in SPAN_OF_FIRST_SIGHT}


def facts_of(this: Sighting, answer: Iterable[Sequence[object]]) -> Mapping[str, Value]:
    """`velocity.*` and `link.*` facts of an order from what BEFORE answered about it."""
    rows: dict[str, list[Sighting]] = {kind: [] for kind in KINDS if getattr(this, kind)}
    first: dict[str, int] = {}
    for row in answer:
        tag = str(row[0])
        seen = _NEW(Sighting, row[1:])
        if tag in rows:
            rows[tag].append(seen)
        else:
            first[_FIRST_SIGHTS[tag]] = seen.at
    return velocity_facts(this, rows, first)
