"""What `clearway parties match` does: one pair a row in, one answer a row out."""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from api.cli.failing import Exit, say
from engine.counted import counted
from engine.parties.matching import THRESHOLD, Match, compare
from engine.spreadsheets import harmless

HEADERS = (("name1", "name2"), ("left", "right"), ("name_1", "name_2"), ("a", "b"), ("name", "alias"))
COLUMNS = ("left", "right", "score", "match", "explanation")
PROGRESS_EVERY = 10_000


def run(file: Path, *, as_csv: bool, threshold: float | None) -> Exit:
    """Answers every pair in its place; a row without two names is told on standard error and makes the code 1."""
    ended = Exit.NOTHING_READ
    out = csv.writer(sys.stdout, lineterminator="\n") if as_csv else None
    if out is not None:
        out.writerow(COLUMNS)
    for number, pair in _pairs(file):
        if pair is None:
            say(f"{number}: the row does not hold two names; give `left,right`")
            ended = Exit.SOME_BAD
            continue
        ended = Exit.SOME_BAD if ended is Exit.SOME_BAD else Exit.DONE
        found = compare(*pair, THRESHOLD if threshold is None else threshold)
        if out is not None:
            why = harmless("; ".join(found.explanation))
            out.writerow((*map(harmless, pair), found.score, "true" if found.matched else "false", why))
        else:
            sys.stdout.write(json.dumps(_document(pair, found), ensure_ascii=False) + "\n")
        if number % PROGRESS_EVERY == 0:
            say(f"{counted(number, 'row', 'rows')}")
    if ended is Exit.NOTHING_READ:
        say("clearway: the file holds no pairs; give a CSV with two names a row")
    return ended


def _document(pair: tuple[str, str], found: Match) -> dict[str, object]:
    return {
        "left": pair[0],
        "right": pair[1],
        "score": found.score,
        "match": found.matched,
        "explanation": found.explanation,
    }


def _pairs(file: Path) -> Iterator[tuple[int, tuple[str, str] | None]]:
    """Row number and pair. A first row that names columns says where the names are; else the first two cells are."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened)
        left, right = 0, 1
        for at, row in enumerate(reader):
            if at == 0:
                named = _columns(row)
                if named is not None:
                    left, right = named
                    continue
            if not any(cell.strip() for cell in row):
                continue
            whole = len(row) > max(left, right) and row[left].strip() and row[right].strip()
            yield reader.line_num, (row[left], row[right]) if whole else None


def _columns(row: list[str]) -> tuple[int, int] | None:
    names = [cell.strip().casefold() for cell in row]
    for one, other in HEADERS:
        if one in names and other in names:
            return names.index(one), names.index(other)
    # Other words for it: a first row of plain lower-case column names that no pair of names would be.
    if len(names) > 2 and {"score", "match", "label", "is_match", "id"} & set(names):
        return 0, 1
    return None
