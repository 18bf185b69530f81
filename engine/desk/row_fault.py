"""What is wrong with a row of a file that people hand in, such as labels or marks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowFault:
    """`line` counts from 1, the heading included; `column` is empty where it is the row; `detail` says what to do."""

    line: int
    column: str
    detail: str

    @property
    def in_row(self) -> str:
        """The fault of a row that stands alone."""
        return f"{self.column}: {self.detail}" if self.column else self.detail

    def __str__(self) -> str:
        return f"{self.line}: {self.in_row}"
