"""Labels in a file, as `clearway simulate` writes them: CSV with a header, or one JSON object a line.

Beside labels it may name the scheme by which an order was planted. That is for evaluation only: nothing learns from it,
and a planted order of which nobody ever learns has a scheme, no `known_at`, and no label.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from engine.anomaly.kept_label import EVERY_KIND, KeptLabel
from engine.training.refusals import LabelsUnreadable

ORDER, SCHEME = "order_id", "scheme"
WANTED = (ORDER, "kind", "source", "known_at")
MORE = frozenset({"reason_code", SCHEME, "note"})  # the last two are for people, and nothing learns from them


Row = tuple[int, Mapping[str, object]]  # the number of its line, and its fields


def labels_in(lines: Iterable[str]) -> Iterator[KeptLabel]:
    """The labels, blank lines left out. Raises LabelsUnreadable for the first line that is none."""
    return labels_of(rows_in(lines))


def labels_of(rows: Iterable[Row]) -> Iterator[KeptLabel]:
    """The labels of rows. Raises LabelsUnreadable for the first that is none."""
    for number, row in rows:
        if not _never_known(row):
            yield _label(row, number)


def schemes_of(rows: Iterable[Row]) -> dict[str, str]:
    """The scheme of each planted order."""
    return {str(row[ORDER]): str(row[SCHEME]) for _, row in rows if row.get(SCHEME) and row.get(ORDER)}


def rows_in(lines: Iterable[str]) -> Iterator[Row]:
    """All rows, blank lines left out. Raises LabelsUnreadable for a line that is no JSON object or row of a sheet."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    first = next(numbered, None)
    if first is None:
        return
    every = chain([first], numbered)
    yield from _of_json(every) if first[1].lstrip().startswith(("{", "[")) else _of_sheet(every)


def _never_known(row: Mapping[str, object]) -> bool:
    """A planted order of which nobody ever learns: only who simulates it can tell, so no model may."""
    return bool(row.get(SCHEME)) and not row.get("source") and not row.get("known_at")


def _of_json(lines: Iterable[tuple[int, str]]) -> Iterator[Row]:
    for number, line in lines:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise LabelsUnreadable(number, "it is no JSON") from error
        if not isinstance(found, dict):
            raise LabelsUnreadable(number, "it is no object")
        yield number, found


def _of_sheet(lines: Iterable[tuple[int, str]]) -> Iterator[Row]:
    """Each line is a row: no value of a label goes over several."""
    header: list[str] = []
    for number, line in lines:
        cells = next(csv.reader([line.removeprefix("\ufeff")]))
        if not header:
            header = cells
        elif len(cells) != len(header):
            raise LabelsUnreadable(number, f"it has {len(cells)} cells, the header {len(header)}")
        else:
            yield number, dict(zip(header, cells, strict=True))


def _label(found: Mapping[str, object], number: int) -> KeptLabel:
    texts = {name: value for name in WANTED if isinstance(value := found.get(name), str) and value}
    wrong = next((name for name in WANTED if name not in texts), None)
    if wrong is not None:
        raise LabelsUnreadable(number, f"`{wrong}` is missing or no text")
    strange = sorted(found.keys() - {*WANTED, *MORE})
    if strange:
        raise LabelsUnreadable(number, f"there is no field `{strange[0]}`")
    if texts["kind"] not in EVERY_KIND:
        raise LabelsUnreadable(number, f"`kind` is none of {', '.join(EVERY_KIND)}")
    return KeptLabel(
        order_id=texts[ORDER],
        kind=texts["kind"],
        source=texts["source"],
        known_at=_moment(texts["known_at"], number),
        reason=str(found.get("reason_code") or ""),
    )


def _moment(text: str, number: int) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise LabelsUnreadable(number, "`known_at` is no moment such as 2026-11-22T09:30:00Z") from error
    if moment.tzinfo is None:
        raise LabelsUnreadable(number, "`known_at` has no zone; end it with Z")
    return moment
