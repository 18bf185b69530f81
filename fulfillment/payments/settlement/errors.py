"""What keeps a settlement file from being read, all of it at once.

SettlementError
├── ReportRejected     rows that cannot be read; each fault names its row, its column and what to write
└── MappingRejected    the mapping of a CSV file cannot be used; each fault names its place in the YAML
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from fulfillment.errors import FulfilmentError

MOST_FAULTS = 1_000
SHOWN_FAULTS = 20
LONGEST_QUOTE = 60


class SettlementError(FulfilmentError):
    """a settlement file could not be used"""

    code: ClassVar[str] = "settlement_error"


@dataclass(frozen=True, slots=True)
class ReportFault:
    """One thing wrong: the row counted from 1 (0 is the file as a whole), the column, a stable code, what to do."""

    row: int
    column: str
    code: str
    detail: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "file"
        return f"{where}{f', `{quoted(self.column)}`' if self.column else ''}: {self.detail} [{self.code}]"


class ReportRejected(SettlementError):
    """the settlement file cannot be read"""

    code: ClassVar[str] = "report_rejected"

    def __init__(self, provider: str, name: str, faults: Sequence[ReportFault]) -> None:
        self.provider = provider
        self.name = name
        self.faults = tuple(faults)
        shown = [str(each) for each in self.faults[:SHOWN_FAULTS]]
        if len(self.faults) > SHOWN_FAULTS:
            shown.append(f"and {len(self.faults) - SHOWN_FAULTS} more")
        super().__init__(f"{provider} file `{quoted(name)}` cannot be read: {'; '.join(shown)}")


class MappingRejected(SettlementError):
    """the mapping cannot be used"""

    code: ClassVar[str] = "settlement_mapping_rejected"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with a file while reading goes on, so that all of it is told at once."""

    provider: str
    name: str
    found: list[ReportFault] = field(default_factory=list)

    def add(self, row: int, column: str, code: str, detail: str) -> None:
        """Notes a fault. Raises ReportRejected when there are so many that reading on is of no use."""
        self.found.append(ReportFault(row, column, code, detail))
        if len(self.found) >= MOST_FAULTS:
            detail = f"more than {MOST_FAULTS:,} faults; what follows was not read"
            self.found.append(ReportFault(row, "", "too_many_faults", detail))
            self.settle()

    def rejected(self, row: int, column: str, code: str, detail: str) -> ReportRejected:
        """To be raised where reading cannot go on: all that was found, and this."""
        self.found.append(ReportFault(row, column, code, detail))
        return ReportRejected(self.provider, self.name, self.found)

    def settle(self) -> None:
        """Raises ReportRejected when anything was found."""
        if self.found:
            raise ReportRejected(self.provider, self.name, self.found)


def quoted(text: str) -> str:
    """A value of the file fit for one line of a message: it must neither steer a terminal nor fill the screen."""
    plain = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE]}…"
