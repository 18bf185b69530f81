"""A mapping of a data file that is read field by field, and knows where each field stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import inf, isfinite
from typing import TypeVar

import yaml

from engine.errors import DataRejected
from engine.goods.faults import DataFault, Faults, FaultyData, Place, Severity, nearest

Read = TypeVar("Read")
_NONE = frozenset({"null", "~", ""})
UNREADABLE = "?"  # stands for a text that could not be read while faults are gathered


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The file that records come from. Without `faults` the first one is raised."""

    path: str
    text: str
    faults: Faults | None

    def fault(self, mark: yaml.Mark, message: str, width: int = 1, severity: Severity = Severity.ERROR) -> DataFault:
        lines = self.text.splitlines()
        shown = lines[mark.line] if mark.line < len(lines) else ""
        return DataFault(Place(self.path, mark.line + 1, mark.column + 1), message, shown, width, severity)

    def report(self, rejected: DataRejected, mark: yaml.Mark) -> None:
        """Gathers a fault, or raises it; one without a place gets this."""
        placed = rejected if isinstance(rejected, FaultyData) else FaultyData(self.fault(mark, rejected.detail))
        if self.faults is None:
            raise placed from rejected.__cause__
        self.faults.add(placed.fault)


class Record:
    """One mapping; `close` refuses what nobody asked for. `trail` is its name within the file.

    While faults are gathered, a field that cannot be read answers with something of the right type, so that reading
    goes on; `each` leaves out the whole record then.
    """

    __slots__ = ("_asked", "_fields", "_node", "_source", "trail")

    def __init__(self, node: yaml.MappingNode, source: Source, trail: str = "") -> None:
        self._node = node
        self._source = source
        self._asked: set[str] = set()
        self.trail = trail
        self._fields: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in self._fields:
                named = key.value if isinstance(key, yaml.ScalarNode) else "this"
                self._refuse(key, f"key `{named}` is used twice; keep one of them")
            else:
                self._fields[key.value] = (key, value)

    @property
    def where(self) -> str:
        """File, line and column at which it begins."""
        mark = self._node.start_mark
        return str(Place(self._source.path, mark.line + 1, mark.column + 1))

    def _refuse(self, node: yaml.Node, message: str) -> None:
        fault = self._fault(node, message)
        if self._source.faults is None:
            raise FaultyData(fault)
        self._source.faults.add(fault)

    def _fault(self, node: yaml.Node, message: str, severity: Severity = Severity.ERROR) -> DataFault:
        flat = node.start_mark.line == node.end_mark.line
        width = node.end_mark.column - node.start_mark.column if flat else 1
        return self._source.fault(node.start_mark, message, width, severity)

    def _named(self, key: str) -> str:
        return f"{self.trail}/{key}" if self.trail else key

    def fault(self, key: str, message: str, severity: Severity = Severity.ERROR) -> DataFault:
        """A fault at a field, or at the record where the field is absent."""
        field = self._fields.get(key)
        named = f"{self.trail}: {message}" if self.trail else message
        return self._fault(self._node if field is None else field[1], named, severity)

    def reject(self, key: str, wanted: str) -> FaultyData:
        """The error for a field that does not hold what it must."""
        field = self._fields.get(key)
        return FaultyData(
            self._fault(self._node if field is None else field[1], f"{self._named(key)} must be {wanted}")
        )

    def refuse(self, key: str, message: str) -> None:
        """Raises, or gathers, a fault of what a field says. The message goes on after the record's name."""
        fault = self.fault(key, message)
        if self._source.faults is None:
            raise FaultyData(fault)
        self._source.faults.add(fault)

    def wrong(self, key: str, wanted: str) -> None:
        """Raises, or gathers, that a field does not hold what it must."""
        self._source.report(self.reject(key, wanted), self._node.start_mark)

    def _take(self, key: str) -> yaml.Node | None:
        self._asked.add(key)
        field = self._fields.get(key)
        if field is None or (isinstance(field[1], yaml.ScalarNode) and field[1].value in _NONE):
            return None
        return field[1]

    def states(self, key: str) -> bool:
        """The field is there, and not null."""
        return self._take(key) is not None

    def optional(self, key: str) -> str | None:
        """A text, or None when the field is absent or null."""
        node = self._take(key)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(key, "one text")
            return None
        return str(node.value)

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.optional(key)
        if value is None:
            self.wrong(key, "given; it is missing or empty")
            return UNREADABLE
        return value

    def choice(self, key: str, allowed: frozenset[str], default: str | None = None) -> str:
        """One word out of a closed set."""
        value = self.optional(key) or default
        if value is None or value not in allowed:
            self.wrong(key, "one of " + ", ".join(sorted(allowed)))
            return min(allowed)
        return value

    def choices(self, key: str, allowed: frozenset[str], default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Words out of a closed set, at least one."""
        words = self.texts(key) or default
        if not words or not allowed.issuperset(words):
            self.wrong(key, "a list out of " + ", ".join(sorted(allowed)))
            return (min(allowed),)
        return words

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent is empty."""
        node = self._take(key)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(item, yaml.ScalarNode) for item in node.value):
            self.wrong(key, "a list of texts")
            return ()
        return tuple([item.value for item in node.value])

    def digits(self, key: str) -> tuple[str, ...]:
        """A list of HS prefixes: digits only."""
        values = self.texts(key)
        if not all(value.isdigit() for value in values):
            self.wrong(key, "a list of digit strings such as 854340")
            return ()
        return values

    def day(self, key: str) -> date | None:
        """A date such as 2026-01-31, or None."""
        value = self.optional(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong(key, "a date such as 2026-01-31")
            return None

    def needed_day(self, key: str) -> date:
        """A date that must be there."""
        value = self.day(key)
        if value is None:
            self.wrong(key, "given, as a date such as 2026-01-31")
            return date.min
        return value

    def number(self, key: str) -> float:
        """A number that must be there."""
        value = self.text(key)
        try:
            number = float(value)
        except ValueError:
            number = inf
        if isfinite(number):
            return number
        self.wrong(key, "a number")
        return 0.0

    def part(self, key: str) -> "Record":
        """A mapping under this one; absent is empty."""
        node = self._take(key)
        if isinstance(node, yaml.MappingNode):
            return Record(node, self._source, self._named(key))
        if node is not None:
            self.wrong(key, "a mapping")
        mark = self._node.start_mark
        return Record(yaml.MappingNode("", [], mark, mark), self._source, self._named(key))

    def records(self, key: str) -> Iterator["Record"]:
        """A list of mappings; absent is empty. Each is closed after use by its reader."""
        node = self._take(key)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, "a list")
            return
        for number, item in enumerate(node.value, 1):
            trail = f"{self._named(key)}[{number}]"
            if isinstance(item, yaml.MappingNode):
                yield Record(item, self._source, _id_of(item) or trail)
            else:
                self._refuse(item, f"{trail} must be a mapping")

    def each(self, key: str, read: Callable[["Record"], Read]) -> tuple[Read, ...]:
        """A list of mappings, read one by one. While faults are gathered, one that has any is left out."""
        found = []
        faults = self._source.faults
        for record in self.records(key):
            before = 0 if faults is None else len(faults)
            try:
                value = read(record)
            except DataRejected as rejected:
                self._source.report(rejected, record._node.start_mark)  # noqa: SLF001 - another record of this class
                continue
            if faults is None or len(faults) == before:
                found.append(value)
        return tuple(found)

    def names(self) -> tuple[str, ...]:
        """The keys, in the order of the file."""
        return tuple(self._fields)

    def close(self) -> None:
        """Refuses a field that was never asked for, most often a misspelt name."""
        for name, (key, _) in self._fields.items():
            if name not in self._asked:
                hint = nearest(name, frozenset(self._asked)) or "; correct its name or remove it"
                said = f"{self.trail}: " if self.trail else ""
                self._refuse(key, f"{said}does not know the field `{name}`{hint}")


def _id_of(node: yaml.MappingNode) -> str | None:
    for key, value in node.value:
        if key.value == "id":
            return str(value.value) if isinstance(value, yaml.ScalarNode) else None
    return None
