"""The book that the check is timed with is one that people could have written."""

from pathlib import Path

from engine.domains import ADMISSION
from engine.rulebook.faults import Faults
from engine.rulebook.folder import texts_in
from engine.runtime.proving import prove
from engine.workbench.check import Checked, check_book
from tests.airport_rules import OWN_CHECKS, TODAY
from tests.benchmarks.many_rules import write_rules

COUNT = 60


def _checked(folder: Path, seed: int) -> Checked:
    write_rules(folder, COUNT, seed)
    return check_book(texts_in(folder, Faults()), ADMISSION, TODAY, OWN_CHECKS)


def test_book_when_made_then_is_sound_and_its_tests_hold(tmp_path: Path) -> None:
    checked = _checked(tmp_path, 1)
    assert checked.book is not None
    assert (len(checked.book.rules), {fault.code for fault in checked.faults}) == (COUNT, set())
    assert prove(checked.book) == []


def test_book_when_made_twice_from_a_seed_then_is_the_same(tmp_path: Path) -> None:
    first, second = (_checked(tmp_path / name, 3).book for name in ("a", "b"))
    assert first is not None
    assert second is not None
    assert first.digest == second.digest
