"""Where something stands in a rule file, and how to show it: path, line, column, the line itself, a caret."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import ClearwayError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line. Lines and columns count from 1; `width` is at least 1."""

    path: str
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class RuleFault:
    """One thing wrong with a rule file. `code` is a lint's (R001 …), `hint` says what to write instead."""

    code: str
    message: str
    span: Span
    hint: str = ""

    def rendered(self, text: str) -> str:
        """The fault under its line, as compilers show it. `text` is the whole file."""
        lines = text.splitlines()
        shown = lines[self.span.line - 1] if 0 < self.span.line <= len(lines) else ""
        gutter = " " * len(str(self.span.line))
        mark = " " * (self.span.column - 1) + "^" * max(1, min(self.span.width, len(shown) - self.span.column + 1))
        return (
            f"error[{self.code}]: {self.message}\n"
            f"{gutter}--> {self.span}\n"
            f"{gutter} |\n"
            f"{self.span.line} | {shown}\n"
            f"{gutter} | {mark} {self.hint}".rstrip()
        )


class RuleBookRejected(ClearwayError):
    """the rule files cannot be used"""

    code: ClassVar[str] = "rule_book_rejected"

    def __init__(self, faults: Sequence[RuleFault], texts: dict[str, str]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.span, fault.code)))
        self.texts = texts
        super().__init__("\n\n".join(fault.rendered(texts.get(fault.span.path, "")) for fault in self.faults))
