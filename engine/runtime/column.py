"""One fact as both executors want it: the truths of its leaves, and its text in the engine's facts.

Both depend on the value alone, and values repeat from order to order, so each is made once and looked up after.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from engine.errors import EngineFault
from engine.lexicon.spec import Fact, Value
from engine.rulebook.condition import Resolved
from engine.runtime.atoms import LARGEST_INTEGER, LONGEST_TEXT, Atom
from engine.runtime.leaf import PYTHON_TYPES, Truth, of_unknown, test_of

MOST_REMEMBERED = 4096  # values a fact; titles and amounts hardly repeat


@dataclass(frozen=True, slots=True)
class Flag:
    """A leaf that the engine gets as a boolean: `name` is in the fact when the leaf's truth is `truth`."""

    leaf: Resolved
    truth: bool
    name: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What one group wants of one fact: the value itself under a short name for its tests, and leaves as flags."""

    group: int
    field: str | None = None
    atoms: tuple[Atom, ...] = ()
    flags: tuple[Flag, ...] = ()


# Truths of the fact's leaves in their order, and the texts to put into the facts of some groups.
Entry = tuple[tuple[Truth, ...], tuple[tuple[int, str], ...]]


# What one group puts into its fact: before the value (nothing where it is not stated), and behind it.
Part = tuple[int, str, str]


class Column:
    """One fact of one scope."""

    def __init__(self, fact: Fact, leaves: Sequence[Resolved], needs: Sequence[Needs]) -> None:
        self.name = fact.name
        self.types = PYTHON_TYPES[fact.type]
        self.type = self.types[0]
        self.entries: dict[Value | None, Entry] = {}
        self._fact = fact
        self._tests = tuple(test_of(leaf, fact) for leaf in leaves)
        place = {leaf: number for number, leaf in enumerate(leaves)}
        self._needs = tuple(
            (each, tuple((place[flag.leaf], flag.truth, f',"{flag.name}":1') for flag in each.flags)) for each in needs
        )
        # Of a fact that no group compares itself, only flags are stated, and these follow from the truths.
        self._flags_only = not any(each.atoms for each in needs)
        self._by_truths: dict[tuple[Truth, ...], Entry] = {}
        self.unknown = self._entry(None, tuple(of_unknown(leaf) for leaf in leaves))

    def entry(self, value: Value) -> Entry:
        """The entry of a value seen for the first time.

        Raises EngineFault for a value that is not of the fact's type, or that the engine would misread.
        """
        if type(value) not in self.types:
            raise EngineFault(
                f"fact `{self.name}` is {type(value).__name__} and should be {self._fact.type}; "
                "mend the code that states it"
            )
        if isinstance(value, str) and (not value or value.isspace()):
            return self.unknown
        truths = tuple([test(value) for test in self._tests])
        if self._flags_only:
            return self._by_truths.get(truths) or self._remember_flags(truths)
        if len(self.entries) >= MOST_REMEMBERED:
            self.entries.clear()
        entry = self._entry(value, truths)
        self.entries[value] = entry  # returned from here, since another thread may clear the memory meanwhile
        return entry

    def _remember_flags(self, truths: tuple[Truth, ...]) -> Entry:
        entry = self._by_truths[truths] = self._entry(None, truths)
        return entry

    def _entry(self, value: Value | None, truths: tuple[Truth, ...]) -> Entry:
        written = "" if value is None else self._written(value)
        parts = self._parts(value, truths)
        return truths, tuple((group, f"{head}{written}{tail}" if head else tail) for group, head, tail in parts)

    def _parts(self, value: Value | None, truths: tuple[Truth, ...]) -> tuple[Part, ...]:
        """What stands around the value in each group's fact.

        The value itself is left out where it passes none of the group's tests: the engine pays for every property.
        """
        parts = (
            (
                needs.group,
                f',"{needs.field}":' if value is not None and any(atom.holds(value) for atom in needs.atoms) else "",
                "".join(text for place, truth, text in flags if truths[place] is truth),
            )
            for needs, flags in self._needs
        )
        return tuple(part for part in parts if part[1] or part[2])

    def _written(self, value: Value) -> str:
        if isinstance(value, str) and len(value.encode()) > LONGEST_TEXT:
            raise EngineFault(f"fact `{self.name}` is longer than {LONGEST_TEXT} bytes")
        if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            raise EngineFault(f"fact `{self.name}` is too large a number to compare exactly")
        return orjson.dumps(value).decode()
