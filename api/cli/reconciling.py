"""What `clearway payments reconcile` does: reads one file, holds it against itself, prints the result."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.cli.failing import Exit, Wrong, fail, say
from api.cli.file_content import content_of
from api.cli.phrases import Language
from api.cli.reconcile_document import document, refusal
from api.cli.reconcile_page import page
from engine.counted import counted
from fulfillment.payments.settlement.arriving import arrivals
from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.errors import MappingRejected, ReportRejected
from fulfillment.payments.settlement.readers.letters import MOST_BYTES
from fulfillment.payments.settlement.readers.mapping import CsvMapping, read_mapping
from fulfillment.payments.settlement.reading import read_report
from fulfillment.payments.settlement.report import SettlementReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The files to read. The mapping is of the report."""

    report: Path
    provider: str
    mapping: Path | None = None
    bank: Path | None = None
    bank_provider: str = "auto"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the books say: the member `books` of the JSON, lines for people, and whether anything differs."""

    document: Mapping[str, object]
    lines: Sequence[str]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What the report is held against: orders of a file, or the books here, which then keep it."""

    orders: Path | None = None
    keep: bool = False
    merchant: str = "main"
    by: str = ""


def run(asked: Asked, language: Language, against: Against, *, as_json: bool) -> Exit:
    """Prints the report. SOME_BAD when something does not close or differs, NOTHING_READ when a file is refused."""
    try:
        columns = None if asked.mapping is None else _mapping(asked.mapping)
        report = _read(asked.report, asked.provider, columns)
        bank = None if asked.bank is None else _read(asked.bank, asked.bank_provider, None)
    except MappingRejected as rejected:
        for each in rejected.faults:
            say(each)
        return Exit.NOTHING_READ
    except ReportRejected as rejected:
        _refuse(rejected, as_json=as_json)
        return Exit.NOTHING_READ
    closing, answer = close(report), _held(report, against, language)
    arrived = None if bank is None else arrivals(report, bank)
    if as_json:
        told = document(report, closing, arrived) | ({} if answer is None else {"books": answer.document})
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        books = () if answer is None else answer.lines
        sys.stdout.writelines(f"{line}\n" for line in (*page(report, closing, arrived, language), *books))
    whole = closing.closes and not any(each.difference for each in arrived or ())
    return Exit.DONE if whole and (answer is None or not answer.differs) else Exit.SOME_BAD


def _read(file: Path, provider: str, columns: CsvMapping | None) -> SettlementReport:
    return read_report(content_of(file, MOST_BYTES), provider, file.name, columns)


def _held(report: SettlementReport, against: Against, language: Language) -> Answer | None:
    if against.orders is None and not against.keep:
        return None
    from api.cli.clerk import Clerk  # a file alone needs no database
    from api.cli.reconcile_books import against_orders, into_books

    if against.orders is not None and against.keep:
        fail(Wrong.WRONG_USE, "hold it against --orders, or --keep it in the books here; not both at once")
    if against.orders is not None:
        return against_orders(report, against.orders, language)
    return into_books(report, Clerk(against.merchant, against.by), language)


def _mapping(file: Path) -> CsvMapping:
    return read_mapping(file.name, file.read_text(encoding="utf-8"), file.stem)


def _refuse(rejected: ReportRejected, *, as_json: bool) -> None:
    """Every fault, one a line; as JSON on standard output, too."""
    if as_json:
        sys.stdout.write(json.dumps(refusal(rejected), ensure_ascii=False, indent=1) + "\n")
    faults = counted(len(rejected.faults), "fault", "faults")
    say(f"clearway: {rejected.name} cannot be read as a file of {rejected.provider}; {faults}")
    for fault in rejected.faults:
        say(f"  {fault}")
