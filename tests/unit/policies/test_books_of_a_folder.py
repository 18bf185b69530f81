"""A folder of rules is several books: each is checked by itself, and told with its place in the whole."""

from datetime import date
from pathlib import Path

import pytest

from engine.desk.edition_files import book_of, of_policies_alone, policies_of, rule_files
from engine.rulebook.faults import Faults
from engine.rulebook.folder import texts_in
from engine.rulebook.source import RuleBookRejected
from engine.workbench.books import check_books, read_policies

RULES = Path(__file__).parents[3] / "rules"
DAY = date(2026, 11, 26)
MONEY = "shipping/departures/money.yaml"


def broken() -> dict[str, str]:
    texts = texts_in(RULES, Faults())
    return {**texts, MONEY: texts[MONEY].replace("expected_profit", "expected_profits", 1)}


def test_folder_when_all_books_are_sound_then_each_is_read() -> None:
    files = rule_files(RULES)
    assert "shipping" in policies_of(files)
    assert not any(rule.id.startswith("DEP-") for rule in book_of(files).rules)


def test_fault_of_a_policy_when_found_then_has_the_path_from_the_whole_folder() -> None:
    found = check_books({path: text for path, text in broken().items() if path.startswith("shipping/")}, DAY)
    assert MONEY in {each.span.path for each in found.faults}
    assert found.as_one().book is None


def test_policy_when_faulty_then_the_edition_is_refused_with_its_place() -> None:
    with pytest.raises(RuleBookRejected) as refused:
        read_policies(broken())
    assert f"{MONEY}:" in str(refused.value)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["rules/shipping/params.yaml"], True),
        (["rules/shipping/params.yaml", "rules/params.yaml"], False),
        (["data/shipping/services.yaml"], False),
        ([], False),
    ],
)
def test_change_when_of_policies_alone_then_no_order_is_decided_otherwise(paths: list[str], expected: bool) -> None:
    assert of_policies_alone(paths) is expected
