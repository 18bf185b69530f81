"""What `clearway payments reconcile` does: reads one file, holds it against itself, prints the result."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from api.cli.failing import Exit, say
from api.cli.file_content import content_of
from api.cli.phrases import Language
from api.cli.reconcile_document import document, refusal
from api.cli.reconcile_page import page
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


def run(asked: Asked, language: Language, *, as_json: bool) -> Exit:
    """Prints the report. SOME_BAD when something does not close, NOTHING_READ when a file is refused."""
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
    closing = close(report)
    arrived = None if bank is None else arrivals(report, bank)
    if as_json:
        sys.stdout.write(json.dumps(document(report, closing, arrived), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in page(report, closing, arrived, language))
    whole = closing.closes and not any(each.difference for each in arrived or ())
    return Exit.DONE if whole else Exit.SOME_BAD


def _read(file: Path, provider: str, columns: CsvMapping | None) -> SettlementReport:
    return read_report(content_of(file, MOST_BYTES), provider, file.name, columns)


def _mapping(file: Path) -> CsvMapping:
    return read_mapping(file.name, file.read_text(encoding="utf-8"), file.stem)


def _refuse(rejected: ReportRejected, *, as_json: bool) -> None:
    """Every fault, one a line; as JSON on standard output, too."""
    if as_json:
        sys.stdout.write(json.dumps(refusal(rejected), ensure_ascii=False, indent=1) + "\n")
    say(f"clearway: {rejected.name} cannot be read as a file of {rejected.provider}; {len(rejected.faults)} faults")
    for fault in rejected.faults:
        say(f"  {fault}")
