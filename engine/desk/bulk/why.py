"""Why orders were chosen: what differs between the editions that decided them and the one that decides now."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.desk.bulk.edition_shift import EditionShift
from engine.desk.bulk.moved import Moves
from engine.desk.bulk.rule_shift import facts_of, in_force, rule_shift
from engine.store.sessions import ReadSession

MOST_EDITIONS = 20  # that are told of; orders of others are looked at all the same
MOST_ROWS = 200
Told = Mapping[str, object]


def told(moves: Moves, session: ReadSession, editions: Counter[str], day: date) -> Sequence[Told]:
    """One row for each thing that differs, by the edition that decided; the editions of most orders first."""
    rows: list[Told] = []
    for edition, orders in editions.most_common(MOST_EDITIONS):
        shift = moves.shift(session, edition)
        found = [{"kind": "edition", "name": edition, "how": "gone"}] if shift is None else list(_rows(shift, day))
        rows += [{"edition": edition, "orders": orders, **row} for row in found]
    return rows[:MOST_ROWS]


def _rows(shift: EditionShift, day: date) -> Iterator[Told]:
    before, after = (in_force(each.book, day, day) for each in (shift.before, shift.after))
    for id_, how in sorted(rule_shift(before, after, shift.after.book.domain).how.items()):
        found = after.get(id_) or before.get(id_)
        reads = sorted(facts_of(found)) if found is not None else []
        yield {"kind": "rule", "name": id_, "how": how, "reads": reads}
    yield from ({"kind": "policy", "name": name, "how": "changed"} for name in shift.policy)
    yield from ({"kind": "channel", "name": name, "how": "changed"} for name in sorted(shift.channels))
    yield from ({"kind": "data", "name": path, "how": "changed"} for path in sorted(shift.knowledge))
    for code, row in shift.law.rows() if shift.law is not None else ():
        yield {"kind": "restriction", "name": row.id, "how": "changed", "country": code}
    if shift.rates:
        yield {"kind": "rates", "name": "rates", "how": "changed"}
