"""Where something stands in a rule file, and how to show it: path, line, column, the line itself, a caret."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from engine.errors import ClearwayError
from engine.rulebook.lints import Level, level_of


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
    """One thing wrong with a rule file. `code` is a lint's (R001 …), `hint` says what to write instead.

    `rule` is the id of the rule that it is about, where that is known.
    """

    code: str
    message: str
    span: Span
    hint: str = ""
    rule: str = ""

    @property
    def level(self) -> Level:
        """How grave it is: its lint says so."""
        return level_of(self.code)

    def rendered(self, text: str) -> str:
        """The fault under its line, as compilers show it. `text` is the whole file."""
        return self.under(text.splitlines())

    def under(self, lines: Sequence[str]) -> str:
        """The fault under its line; `lines` are those of the whole file."""
        line = lines[self.span.line - 1] if 0 < self.span.line <= len(lines) else ""
        gutter = " " * len(str(self.span.line))
        mark = " " * (self.span.column - 1) + "^" * max(1, min(self.span.width, len(line) - self.span.column + 1))
        return (
            f"{self.level}[{self.code}]: {self.message}\n"
            f"{gutter}--> {self.span}\n"
            f"{gutter} |\n"
            f"{self.span.line} | {line}\n"
            f"{gutter} | {mark} {self.hint}".rstrip()
        )


def shown(faults: Sequence[RuleFault], texts: Mapping[str, str]) -> str:
    """The faults in the order of their places, each under its line. `texts` are the files by path."""
    split: dict[str, list[str]] = {}
    for path in {fault.span.path for fault in faults}:
        split[path] = texts.get(path, "").splitlines()
    return "\n\n".join(fault.under(split[fault.span.path]) for fault in placed(faults))


def placed(faults: Iterable[RuleFault]) -> tuple[RuleFault, ...]:
    """The faults in the order in which they stand in the files."""
    return tuple(sorted(faults, key=lambda fault: (fault.span, fault.code)))


class RuleBookRejected(ClearwayError):
    """the rule files cannot be used"""

    code: ClassVar[str] = "rule_book_rejected"

    def __init__(self, faults: Sequence[RuleFault], texts: dict[str, str]) -> None:
        self.faults = placed(faults)
        self.texts = texts
        super().__init__(shown(self.faults, texts))
