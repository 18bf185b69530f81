"""What a draft's pages say comes from files read before, and is what reading them anew says."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from engine.bundled import rules_folder
from engine.desk import checked_books, draft_files, edition_files
from engine.desk.draft_files import check_files
from engine.desk.edition_files import Files, book_of, laid_out, rule_files
from engine.desk.read_once import Once
from engine.domains import ADMISSION
from engine.rulebook.folder import load_rulebook
from engine.rulebook.source import RuleBookRejected
from engine.store.database import Database
from engine.workbench.check import check_book
from tests.desks import StandingClock, a_desk
from tests.small_editions import MILDER, small_files

MONEY = "shipping/departures/money.yaml"


@pytest.fixture
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edition_files, "_BOOKS", Once(6))
    monkeypatch.setattr(draft_files, "_CHECKED", Once(6))
    monkeypatch.setattr(checked_books, "_BOOKS", Once(12))


def with_shipping(text: str) -> Files:
    shipping = {path: content for path, content in rule_files(rules_folder()).items() if path.startswith("shipping/")}
    return {**small_files(), **shipping, MONEY: shipping[MONEY] + text.encode()}


@pytest.mark.usefixtures("_nothing_kept")
def test_book_when_its_files_change_and_change_back_then_each_is_read_once_and_as_it_stands() -> None:
    with patch.object(edition_files, "load_rulebook", wraps=load_rulebook) as reading:
        told = [book_of(small_files(each)) for each in (None, MILDER, None, MILDER)]
    with laid_out(small_files(MILDER)) as folder:
        assert told[1] == told[3] == load_rulebook(folder, ADMISSION) != told[0] == told[2]
    assert reading.call_count == 2


@pytest.mark.usefixtures("_nothing_kept")
def test_book_when_faulty_then_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(RuleBookRejected, match=r"policy\.yaml:2"):
            book_of(small_files({"policy.yaml": "format: 1\nprecedence: [mercy]\n"}))


@pytest.mark.usefixtures("_nothing_kept")
def test_check_when_one_book_changes_then_the_other_is_not_analysed_again_and_all_is_said(
    sqlite_file: Database,
) -> None:
    desk = a_desk(sqlite_file)
    with patch.object(checked_books, "check_book", wraps=check_book) as checking:
        before = check_files(with_shipping(""), desk)
        again = check_files(with_shipping(""), desk)
        after = check_files(with_shipping("nonsense: 1\n"), desk)
    assert [each.args[1].name for each in checking.call_args_list] == ["admission", "shipping", "shipping"]
    assert before is again
    added = {(each.code, each.span.path) for each in set(after.faults) - set(before.faults)}
    assert added
    assert {path for _, path in added} == {MONEY}


@pytest.mark.usefixtures("_nothing_kept")
def test_check_when_the_day_changes_then_made_anew(sqlite_file: Database) -> None:
    clock = StandingClock()
    desk = a_desk(sqlite_file, clock=clock)
    with patch.object(checked_books, "check_book", wraps=check_book) as checking:
        check_files(small_files(), desk)
        clock.pass_by(timedelta(days=1))
        check_files(small_files(), desk)
    assert checking.call_count == 2


def test_once_when_full_then_what_was_asked_for_longest_ago_goes_and_failures_are_not_kept() -> None:
    once: Once[int, int] = Once(2)
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return 10 // number

    for number in (1, 2, 1, 3, 1, 2):
        assert once.of(number, lambda number=number: make(number)) == 10 // number  # type: ignore[misc]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            once.of(0, lambda: make(0))
    assert made == [1, 2, 3, 2, 0, 0]
