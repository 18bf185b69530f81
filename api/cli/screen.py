"""`clearway screen`: decides every order of a file, prints the decisions, and can write the file again with them."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from api.cli.annotated import COLUMNS, AnnotatedFile, annotated, annotation_of
from api.cli.failing import Exit, say
from api.cli.listing import Listing, Paint, unpainted
from api.cli.opening import Options, admission_of, context_of, file_of, memory_of, party_facts_of
from api.cli.phrases import PHRASES, Language
from api.cli.progress import progress
from api.cli.screening import Screened, screen
from api.cli.summary import Summary
from api.cli.usage import short
from api.decision_document import decision_document
from engine.errors import UnknownFormat
from engine.order.formats.files import unread_headers
from engine.rulebook.book import RuleBook

COLOURS = {"admit": "32", "ask_customer": "36", "hold": "33", "cancel": "31"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """How the decisions are shown, and where they are written."""

    language: Language = Language.EN
    as_json: bool = False
    quiet: bool = False
    out: Path | None = None


def run(options: Options, output: Output) -> Exit:
    """Screens the file. The exit code says whether all records could be read, never what was decided."""
    open_file = file_of(options)
    open_file()  # an unknown format or a missing file is told before the rule book is read
    admission = admission_of(options)
    book, summary = admission.book, Summary(admission.book.domain)
    printer = Printer(book, output)
    with ExitStack() as stack:
        copy = None if output.out is None else stack.enter_context(annotated(options.file, output.out))
        steps = stack.enter_context(progress(quiet=output.quiet))
        context = context_of(options)
        parties = party_facts_of(options, context.decided_at)
        screened = screen(open_file, memory_of(admission), admission, context, steps.remembered, parties)
        for count, each in enumerate(screened, start=1):
            steps.decided(count)
            summary.count(each)
            printer.show(each)
            _copy(each, copy, book, output.language)
        if not summary.decided and not summary.skipped:
            raise UnknownFormat("the file holds no orders; choose a file with orders")
    _tell_unread(options.file, output.language)
    printer.close(summary)
    return exit_of(summary)


def _copy(each: Screened, copy: AnnotatedFile | None, book: RuleBook, language: Language) -> None:
    if copy is not None:
        copy.add(each.record, annotation_of(each, book, language))


def _tell_unread(file: Path, language: Language) -> None:
    """What stands in the sheet and was not looked at, so that nobody takes it for read."""
    if unread := [header for header in unread_headers(file) if header not in COLUMNS]:
        say(PHRASES[language].unread.format(", ".join(f"`{short(each)}`" for each in unread)))


def exit_of(summary: Summary) -> Exit:
    """Whether all records could be read."""
    if not summary.decided:
        return Exit.NOTHING_READ
    return Exit.SOME_BAD if summary.skipped else Exit.DONE


class Printer:
    """Decisions to standard output as they come, faults to standard error."""

    def __init__(self, book: RuleBook, output: Output) -> None:
        self._book = book
        self._output = output
        self._listing = Listing(book, output.language, _paint())
        self._headed = False

    def show(self, screened: Screened) -> None:
        """One record."""
        record = screened.record
        for fault in record.faults:
            say(f"{record.number}: {fault}")
        if screened.decision is None:
            return
        for line in self._lines(screened):
            sys.stdout.write(f"{line}\n")

    def close(self, summary: Summary) -> None:
        """The summary: below the table, or beside the JSON lines on standard error."""
        lines = summary.lines(self._output.language, self._listing.left_out)
        if not self._output.as_json:
            gap = "" if self._output.quiet else "\n"
            sys.stdout.write(gap + "".join(f"{line}\n" for line in lines))
        elif not self._output.quiet:
            for line in lines:
                say(line)

    def _lines(self, screened: Screened) -> Iterator[str]:
        decision, output = screened.decision, self._output
        if decision is None:
            return
        if output.as_json:
            document = decision_document(decision, self._book, output.language, screened.buyer, screened.record.number)
            yield json.dumps(document, ensure_ascii=False)
        elif not output.quiet:
            if not self._headed:
                self._headed = True
                yield self._listing.heading()
            yield from self._listing.rows(screened)


def _paint() -> Paint:
    if not sys.stdout.isatty():
        return unpainted
    return lambda text, outcome: f"\x1b[{COLOURS.get(outcome, '0')}m{text}\x1b[0m"
