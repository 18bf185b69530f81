"""An order file given back: its rows as they stood, each with outcome, reasons and next step.

The rows of an order whose person was erased are gone; its line says so, and what was decided of it stays.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from api.cli.annotated import COLUMNS, NOT_DECIDED, Annotation, annotation_of
from api.cli.phrases import Language
from api.cli.screening import Screened
from engine.desk.desk import Desk
from engine.desk.reading import decided_again
from engine.desk.submitting import refusal_of
from engine.order.formats.files import Record
from engine.spreadsheets import harmless
from engine.store.order_files import FileRow, OrderFile, rows_of
from engine.store.sessions import ReadSession
from engine.store.submissions import DECIDED, PENDING, Submission, submission_of

AT_ONCE = 200
ERASED = {"en": "erased", "zh": "已删除"}
ROW = {"en": "row", "zh": "行"}


@dataclass(frozen=True, slots=True)
class Answered:
    """An order of a file: the cells of each of its rows by header (none once erased), and what came of it."""

    number: int
    rows: tuple[Mapping[str, object], ...]
    annotation: Annotation
    order_id: str = ""


def answered(desk: Desk, session: ReadSession, file: OrderFile, language: Language) -> Iterator[Answered]:
    """Each order of a file, in its order."""
    last = 0
    while some := rows_of(session, file.merchant, file.id, last, AT_ONCE):
        for row in some:
            yield _answered(desk, session, row, language)
        last = some[-1].number


def sheet(file: OrderFile, orders: Iterator[Answered], language: Language) -> Iterator[list[str]]:
    """Headers, then one list of cells for each row of the file, safe to open in a spreadsheet."""
    headers: Sequence[str] = [each for each in orjson.loads(file.headers) if each not in COLUMNS]
    yield [ROW[language], *map(harmless, headers), *COLUMNS]
    for order in orders:
        told = order.annotation.cells()
        if not order.rows:
            yield [str(order.number), *[ERASED[language] if place == 0 else "" for place in range(len(headers))], *told]
        for cells in order.rows:
            yield [str(order.number), *(harmless(str(cells.get(name, ""))) for name in headers), *told]


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """With a mark at the beginning, by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(rows: Iterator[list[str]]) -> bytes:
    """One sheet, all cells as text."""
    from api.cli.plain_workbook import plain_workbook  # noqa: PLC0415 - its library is slow to load, and rare

    return plain_workbook(rows)


def _answered(desk: Desk, session: ReadSession, row: FileRow, language: Language) -> Answered:
    submission = submission_of(session, row.merchant, row.submission_id)
    rows = _cells(desk, row)
    if submission is None:
        return Answered(row.number, rows, Annotation(NOT_DECIDED, "", ""))
    if submission.state == PENDING:
        return Answered(row.number, rows, Annotation(PENDING, "", ""))
    if submission.state == DECIDED and submission.decision_id is not None:
        decided = decided_again(desk, session, row.merchant, submission.decision_id)
        screened = Screened(Record(row.number, None, (), None), decided.decision)
        told = annotation_of(screened, decided.loaded.admission.book, language)
        return Answered(row.number, rows, told, decided.row.order_id)
    return Answered(row.number, rows, _refused(desk, submission, row, language))


def _refused(desk: Desk, submission: Submission, row: FileRow, language: Language) -> Annotation:
    why = refusal_of(desk, submission)
    faults = () if why is None else why.faults
    told = annotation_of(Screened(Record(row.number, None, faults, None), None), None, language)
    if faults or why is None:
        return told
    return Annotation(NOT_DECIDED, f"{why.code}: {why.detail}", told.next_step)


def _cells(desk: Desk, row: FileRow) -> tuple[Mapping[str, object], ...]:
    if row.cells is None or row.seal_key is None:
        return ()
    raw = orjson.loads(desk.seal.opened_bytes(row.seal_key, row.cells))
    if isinstance(raw, list) and all(isinstance(each, dict) for each in raw):
        return tuple(raw)
    return (raw,) if isinstance(raw, dict) else ({},)
