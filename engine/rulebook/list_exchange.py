"""Lists between the rule book and people's spreadsheets: no cell of a file that goes out is read as a formula.

Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, their wide forms, a tab or a line break for a formula
(OWASP, CSV Injection). Such cells go out behind an apostrophe, which is taken off again when the file comes in.
"""

import csv
from collections.abc import Callable
from io import StringIO

from engine.spreadsheets import FORMULAS

MARK = "'"
FORMULA = frozenset(FORMULAS)


def outgoing(text: str) -> str:
    """A list file as it is handed to people."""
    return _rewritten(text, _safe)


def incoming(text: str) -> str:
    """A file of theirs as the reader of lists takes it. Text that is no CSV stays as it is, for the reader to refuse;
    so does text without such cells, so that positions are those that people see."""
    if not any(f"{MARK}{sign}" in text for sign in FORMULA):
        return text
    try:
        return _rewritten(text, _plain)
    except csv.Error:
        return text


def _rewritten(text: str, change: Callable[[str], str]) -> str:
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    for row in csv.reader(StringIO(text, newline=""), strict=True):
        writer.writerow([change(cell) for cell in row])
    return made.getvalue()


def _safe(cell: str) -> str:
    return f"{MARK}{cell}" if cell[:1] in FORMULA or _is_marked(cell) else cell


def _plain(cell: str) -> str:
    return cell.removeprefix(MARK) if _is_marked(cell) else cell


def _is_marked(cell: str) -> bool:
    """An apostrophe before what would be a formula, however many apostrophes there are."""
    bare = cell.lstrip(MARK)
    return cell[:1] == MARK and bare[:1] in FORMULA and bare != ""
