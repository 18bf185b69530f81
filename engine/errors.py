"""Every error Clearway raises on purpose.

ClearwayError
├── OrderRejected        the order document cannot be read; carries every fault with its pointer
├── RuleBookRejected     rule files cannot be used; carries every fault with its position
├── EngineFault          the rule engine did not do what it must; the order is held, never admitted
├── DataRejected         a file of project data (restrictions, lists, rates) cannot be used
├── RowRejected          a row of a file of addresses or phones cannot be read; names the column
└── UnknownFormat        the format of an order file could not be told
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class ClearwayError(Exception):
    """something went wrong"""

    code: ClassVar[str] = "clearway_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message if message is not None else self.__doc__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where (RFC 6901 pointer), what (stable code), and what to do about it."""

    pointer: str
    code: str
    detail: str

    def __str__(self) -> str:
        # The names in a pointer are the sender's: they must neither steer a terminal nor begin a line of their own.
        where = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in self.pointer)
        return f"{where or '/'}: {self.detail} [{self.code}]"


class OrderRejected(ClearwayError):
    """the order document cannot be read"""

    code = "order_rejected"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


class UnknownFormat(ClearwayError):
    """the format of this file could not be told; name it with `--format`"""

    code = "unknown_format"


class DataRejected(ClearwayError):
    """a file of project data cannot be used"""

    code = "data_rejected"

    def __init__(self, where: str, detail: str) -> None:
        self.where = where
        self.detail = detail
        super().__init__(f"{where}: {detail}")


class RowRejected(ClearwayError):
    """a row cannot be read"""

    code = "row_rejected"

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        self.detail = detail
        super().__init__(f"`{field}` {detail}")


class EngineFault(ClearwayError):
    """the rule engine did not answer as it must; the order is held and the shard rebuilt"""

    code = "engine_fault"
