"""What is wrong with a data file, and where: path, line, column, the line itself and a caret, as the rule linter shows.

A process that loads data stops at the first fault; `clearway data check` gathers all of them.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from engine.errors import DataRejected

LIKE_ENOUGH = 0.7
WIDEST = 40  # a longer row of carets points at nothing


class Severity(StrEnum):
    """An error makes the data unusable; a warning only asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands. Lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class DataFault:
    """One thing wrong with a data file. `shown` is the line it stands on, `width` how much of it is meant."""

    place: Place
    message: str
    shown: str = ""
    width: int = 1
    severity: Severity = Severity.ERROR

    def excerpt(self) -> str:
        """The line with a caret under what is meant; empty when there is no line to show."""
        if not self.shown.strip():
            return ""
        number = str(self.place.line)
        gutter = " " * len(number)
        column = min(self.place.column, len(self.shown) + 1)
        mark = " " * (column - 1) + "^" * max(1, min(self.width, WIDEST, len(self.shown) - column + 1))
        return f"{number} | {self.shown}\n{gutter} | {mark}"

    def rendered(self) -> str:
        """The fault under its line, as compilers show it."""
        head = f"{self.severity}: {self.message}\n --> {self.place}"
        excerpt = self.excerpt()
        return f"{head}\n{excerpt}" if excerpt else head


class FaultyData(DataRejected):
    """a field of a data file does not hold what it must"""

    def __init__(self, fault: DataFault) -> None:
        self.fault = fault
        excerpt = fault.excerpt()
        super().__init__(str(fault.place), f"{fault.message}\n{excerpt}" if excerpt else fault.message)


class Faults:
    """Faults in the order in which they were found, each once."""

    def __init__(self) -> None:
        self._found: dict[DataFault, None] = {}

    def add(self, fault: DataFault) -> None:
        self._found[fault] = None

    def __len__(self) -> int:
        return len(self._found)

    @property
    def found(self) -> tuple[DataFault, ...]:
        """By place, then by message."""
        return tuple(sorted(self._found))


def nearest(word: str, known: frozenset[str]) -> str:
    """A hint that names the known word most likely meant; empty when none is like enough."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=LIKE_ENOUGH)
    return f"; did you mean `{near[0]}`?" if near else ""
