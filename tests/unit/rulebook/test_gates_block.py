"""`publishing:` of the policy: what the next edition must reach."""

import pytest

from engine.rulebook.book import Bar
from engine.rulebook.source import RuleBookRejected
from tests.small_editions import small_book


def bar_of(written: str) -> Bar:
    return small_book({"policy.yaml": f"format: 1\n{written}"}).policy.publishing


def test_bar_when_nothing_is_written_then_it_stands_at_its_usual_height() -> None:
    assert bar_of("") == Bar(leaf_coverage=100, mutation_score=90, backtest_days=7, backtest_orders=1000)


def test_bar_when_a_part_is_written_then_the_others_stay() -> None:
    assert bar_of("publishing: {mutation_score: 95}\n") == Bar(mutation_score=95)


@pytest.mark.parametrize("wrong", ["leaf_coverage: 101", "backtest_days: 0", "mutation_score: 0.9", "luck: 1"])
def test_bar_when_a_part_is_out_of_bounds_then_it_is_refused(wrong: str) -> None:
    with pytest.raises(RuleBookRejected, match=wrong.partition(":")[0]):
        bar_of(f"publishing: {{{wrong}}}\n")
