"""The input file written again with what came out: three columns or keys more, everything else in its place."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Protocol

from api.cli.phrases import PHRASES, Language
from api.cli.screening import Screened
from engine.errors import UnknownFormat
from engine.explanation import next_step, reasons
from engine.order.formats.containers import Container, container_of
from engine.order.formats.files import Record
from engine.rulebook.book import RuleBook
from engine.spreadsheets import harmless

COLUMNS = ("outcome", "reasons", "next_step")
NOT_DECIDED = "not_decided"
SUFFIXES: dict[Container, frozenset[str]] = {
    Container.DELIMITED: frozenset({".csv", ".tsv", ".txt"}),
    Container.WORKBOOK: frozenset({".xlsx"}),
    Container.LINES: frozenset({".jsonl", ".ndjson"}),
    Container.LIST: frozenset({".json"}),
    Container.DOCUMENT: frozenset({".json", ".jsonl", ".ndjson"}),
}


class OutputRefused(UnknownFormat):
    """the output file cannot be written there"""

    code = "output_refused"


@dataclass(frozen=True, slots=True)
class Annotation:
    """The three values beside one order."""

    outcome: str
    reasons: str
    next_step: str

    def cells(self) -> tuple[str, ...]:
        """The values by column, safe to open in a spreadsheet: a buyer may have written what a reason quotes."""
        return tuple(map(harmless, astuple(self)))


class AnnotatedFile(Protocol):
    """Takes the records of the input in their order, and writes them with their annotations."""

    def add(self, record: Record, annotation: Annotation) -> None: ...

    def finish(self) -> None:
        """Writes what follows the last record, and closes the file."""
        ...


def annotation_of(screened: Screened, book: RuleBook | None, language: Language) -> Annotation:
    """What is written beside one record."""
    decision = screened.decision
    says = PHRASES[language]
    if decision is None or book is None:
        faults = says.separator.join(str(each) for each in screened.record.faults)
        return Annotation(NOT_DECIDED, faults, says.correct_record)
    told = (
        f"{each.reason}{says.colon}{' '.join((each.text, *says.quoted(each.quotes)))}"
        for each in reasons(decision, book, language)
        if each.verdict != book.domain.neutral or decision.outcome == book.domain.neutral
    )
    return Annotation(decision.outcome, says.separator.join(told), next_step(decision, book, language))


@contextmanager
def annotated(source: Path, target: Path) -> Iterator[AnnotatedFile]:
    """A writer of the same kind as the source. The target appears when all is written, or never.

    Raises OutputRefused when the target is the source, or its suffix says another kind of file.
    """
    kind = container_of(source)
    _check_target(source, target, kind)
    beside = target.with_name(f".{target.name}.part")
    try:
        yield (writer := _writer(source, beside, kind))
        writer.finish()
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()


def _check_target(source: Path, target: Path, kind: Container) -> None:
    if target.exists() and target.samefile(source):
        raise OutputRefused("the output would overwrite the input; choose another name for --out")
    if not target.parent.is_dir():
        raise OutputRefused(f"there is no folder {target.parent} for the output; create it, or choose another")
    if target.suffix.lower() not in SUFFIXES[kind]:
        fitting = ", ".join(sorted(SUFFIXES[kind]))
        raise OutputRefused(f"the output is of the same kind as the input; end its name with {fitting}")


def _writer(source: Path, target: Path, kind: Container) -> AnnotatedFile:
    # Each is imported when it is needed: openpyxl alone takes longer to load than an order to decide.
    if kind is Container.WORKBOOK:
        from api.cli.annotated_workbook import AnnotatedWorkbook

        return AnnotatedWorkbook(source, target)
    if kind is Container.DELIMITED:
        from api.cli.annotated_rows import AnnotatedRows

        return AnnotatedRows(source, target)
    from api.cli.annotated_json import AnnotatedJson

    return AnnotatedJson(source, target, kind)
