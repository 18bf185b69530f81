"""Reviewed exceptions take a restriction out for what they name, while they are in force."""

from datetime import date
from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.goods.exceptions import Exceptions, load_exceptions
from engine.goods.restriction import Restriction, Trust
from tests.unit.goods.builders import a_line
from tests.unit.goods.laws import BAN, a_ban, a_book, a_journey, applied, ids

HEADER = "restriction,kind,hs_prefix,sku,author,date,until,reason\n"


def _read(tmp_path: Path, row: str, restriction: Restriction = BAN) -> Exceptions:
    path = tmp_path / "exceptions.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    return Exceptions(row for row, _ in load_exceptions(path, {restriction.id: restriction}))


@pytest.mark.parametrize(
    ("hs_code", "on", "expected"),
    [
        ("24031100", date(2026, 6, 1), []),
        ("24031100", date(2026, 6, 30), []),
        ("24031100", date(2026, 7, 1), ["XX-TOBACCO-001"]),
        ("24022090", date(2026, 6, 1), ["XX-TOBACCO-001"]),
    ],
)
def test_exception_when_in_force_then_lifts_only_what_it_names(
    tmp_path: Path, hs_code: str, on: date, expected: list[str]
) -> None:
    exceptions = _read(tmp_path, "XX-TOBACCO-001,misread,240311,,A. Author,2026-06-01,2026-06-30,herbal mixture")
    book = a_book({"DE": [BAN]}, exceptions=exceptions)
    (found,) = applied(book, a_journey(on=on), a_line("Tobacco", hs_code))
    assert ids(found) == expected


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("XX-TOBACCO-001,permit,240311,,A. Author,2026-06-01,2026-06-30,licence", "no permit lifts"),
        ("XX-TOBACCO-001,misread,,,A. Author,2026-06-01,2026-06-30,herbs", "must name the goods"),
        ("XX-OTHER-001,misread,240311,,A. Author,2026-06-01,2026-06-30,herbs", "unknown restriction"),
        ("XX-TOBACCO-001,misread,240311,,A. Author,2026-06-30,2026-06-01,herbs", "ends before it begins"),
        ("XX-TOBACCO-001,misread,240311,,A. Author,2026-06-30,,herbs", "must be given, as a date"),
        ("XX-TOBACCO-001,misread,240311,,,2026-06-01,2026-06-30,herbs", "author must be given"),
        ("XX-TOBACCO-001,waived,240311,,A. Author,2026-06-01,2026-06-30,herbs", "must be one of"),
    ],
)
def test_exception_when_it_may_not_be_made_then_refused_with_its_line(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(DataRejected, match=says) as refused:
        _read(tmp_path, row)
    assert refused.value.where.startswith("exceptions.csv:2:")


def test_permit_when_the_prohibition_is_less_than_certain_then_lifts_it(tmp_path: Path) -> None:
    ban = a_ban(trust=Trust.MEDIUM)
    exceptions = _read(tmp_path, "XX-TOBACCO-001,permit,,TB-*,A. Author,2026-01-01,2026-12-31,licence", ban)
    (found,) = applied(a_book({"DE": [ban]}, exceptions=exceptions), a_journey(), a_line("Tobacco", "24031100"))
    assert ids(found) == ["XX-TOBACCO-001"]
