"""What a simulation knows of its orders beside their labels: which scheme each was planted by. For evaluation only.

Labels stand as JSON lines, or as CSV whose first row names the same fields. A planted order of which nobody ever learns
has a scheme and no `known_at`: it is no label, and nothing may learn from it.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping

from engine.training.refusals import LabelsUnreadable

SCHEME, ORDER, KNOWN = "scheme", "order_id", "known_at"


def label_rows(lines: Iterable[str]) -> Iterator[Mapping[str, object]]:
    """Rows of either kind of file. Raises LabelsUnreadable for a line that is no JSON object."""
    rest = iter(lines)
    first = next(rest, "")
    if not first.lstrip().startswith("{"):
        yield from csv.DictReader([first, *rest])
        return
    for number, line in enumerate([first, *rest], start=1):
        if line.strip():
            yield _row(line, number)


def label_lines(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The rows that are labels, as the reader of labels takes them."""
    for row in rows:
        if row.get(KNOWN):
            yield json.dumps({name: value for name, value in row.items() if value not in {None, ""}})


def schemes_of(rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """The scheme of each planted order."""
    return {str(row[ORDER]): str(row[SCHEME]) for row in rows if row.get(SCHEME)}


def _row(line: str, number: int) -> Mapping[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LabelsUnreadable(number, "it is no JSON") from error
    if not isinstance(found, dict):
        raise LabelsUnreadable(number, "it is no object")
    return found
