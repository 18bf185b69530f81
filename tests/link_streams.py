"""Orders by their linking keys alone, and what hangs together among them, found the plain way."""

from collections.abc import Sequence

from hypothesis import strategies as st

from engine.facts.links import LINKING, Component
from engine.facts.sighting import NEVER, Sighting

NOBODY = dict.fromkeys(Sighting._fields, 0)


def a_row(at: int, order: int, **keys: int) -> Sighting:
    """An order of a moment with some keys."""
    return Sighting(**NOBODY | {"at": at, "order": order, "amount": 100, "fraud_known": NEVER} | keys)


@st.composite
def some_row(draw: st.DrawFn) -> Sighting:
    """Few keys, each kind with its own, and few moments, so that many are shared."""
    keys = {kind: draw(st.integers(0, 5)) for kind in LINKING}
    named = {kind: 100 * place + key for place, (kind, key) in enumerate(keys.items(), start=1) if key}
    return a_row(draw(st.integers(1, 40)), draw(st.integers(1, 12)), **named)


ROWS = st.lists(some_row(), max_size=20)


def keys_of(row: Sighting) -> set[int]:
    """The keys that link."""
    return {getattr(row, kind) for kind in LINKING} - {0}


def plain_components(rows: Sequence[Sighting], this: Sighting) -> Component:
    """What hangs together with an order among those placed before it, by looking again until nothing more is found."""
    before = [row for row in rows if row.at < this.at and row.order != this.order]
    keys, found = keys_of(this), set[Sighting]()
    while more := {row for row in before if row not in found and keys_of(row) & keys}:
        found |= more
        keys |= set().union(*map(keys_of, more))
    return Component(len(found), len({row.email for row in found} - {0}))
