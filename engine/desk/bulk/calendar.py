"""Days on which something that is known begins or ends to count: law, thresholds, regimes, duties, licences.

They are found by looking through the knowledge for dates, whatever holds them, so that a new kind of dated row is not
forgotten. What says when a source was read or a row was gone through is left out: it ends nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

from engine.facts.knowledge import Knowledge

SAYS_NOTHING = frozenset({"reviewed", "reviewed_on", "read_on", "sources", "source", "edition", "editions", "rates"})
PLAIN = (str, bytes, int, float, bool, Enum, type(None))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days, ascending."""

    days: tuple[date, ...]

    def between(self, earlier: date, later: date) -> date | None:
        """The first day on which a decision of the later day may differ from one of the earlier; None where none does.

        A last day counts itself, so what ends on it differs from the day after.
        """
        if earlier >= later:
            return None
        place = bisect_left(self.days, earlier)
        return self.days[place] if place < len(self.days) and self.days[place] <= later else None


@lru_cache(maxsize=1)  # a run decides in many chunks, all with one edition
def calendar_of(knowledge: Knowledge) -> Calendar:
    """The days of an edition."""
    roots = (knowledge.goods.restrictions, knowledge.goods.law, knowledge.customs, knowledge.conformity)
    return Calendar(tuple(sorted(set(_days([*roots, knowledge.brands], set())))))


def _days(roots: Iterable[object], seen: set[int]) -> Iterator[date]:
    waiting = list(roots)
    while waiting:
        value = waiting.pop()
        if isinstance(value, (datetime, *PLAIN)) or callable(value):
            continue
        if isinstance(value, date):
            yield value
        elif id(value) not in seen:
            seen.add(id(value))
            waiting.extend(_inside(value))


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, (tuple, list, set, frozenset)):
        yield from value
    else:
        for name in _names(value):
            if name.lstrip("_") not in SAYS_NOTHING:
                yield getattr(value, name, None)


def _names(value: object) -> Iterator[str]:
    if is_dataclass(value):
        yield from (each.name for each in fields(value))
        return
    yield from getattr(value, "__dict__", ())
    for kind in type(value).__mro__:
        slots = getattr(kind, "__slots__", ())
        yield from (slots,) if isinstance(slots, str) else slots
