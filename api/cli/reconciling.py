"""What `clearway payments reconcile` does: reads one file, holds it against itself, prints the result."""

import json
import sys
from pathlib import Path

from api.cli.failing import Exit, say
from api.cli.file_content import content_of
from api.cli.phrases import Language
from api.cli.reconcile_document import document, refusal
from api.cli.reconcile_page import page
from fulfillment.payments.settlement.closing import close
from fulfillment.payments.settlement.errors import MappingRejected, ReportRejected
from fulfillment.payments.settlement.readers.letters import MOST_BYTES
from fulfillment.payments.settlement.readers.mapping import CsvMapping, read_mapping
from fulfillment.payments.settlement.reading import read_report


def run(file: Path, provider: str, mapping: Path | None, language: Language, *, as_json: bool) -> Exit:
    """Prints the report. SOME_BAD when something does not close, NOTHING_READ when the file is refused."""
    try:
        columns = None if mapping is None else _mapping(mapping)
        report = read_report(content_of(file, MOST_BYTES), provider, file.name, columns)
    except MappingRejected as rejected:
        for each in rejected.faults:
            say(each)
        return Exit.NOTHING_READ
    except ReportRejected as rejected:
        _refuse(rejected, as_json=as_json)
        return Exit.NOTHING_READ
    closing = close(report)
    if as_json:
        sys.stdout.write(json.dumps(document(report, closing), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in page(report, closing, language))
    return Exit.DONE if closing.closes else Exit.SOME_BAD


def _mapping(file: Path) -> CsvMapping:
    return read_mapping(file.name, file.read_text(encoding="utf-8"), file.stem)


def _refuse(rejected: ReportRejected, *, as_json: bool) -> None:
    """Every fault, one a line; as JSON on standard output, too."""
    if as_json:
        sys.stdout.write(json.dumps(refusal(rejected), ensure_ascii=False, indent=1) + "\n")
    say(f"clearway: {rejected.name} cannot be read as a file of {rejected.provider}; {len(rejected.faults)} faults")
    for fault in rejected.faults:
        say(f"  {fault}")
