"""`let_through:` of the policy: which share of waiting cases passes by chance."""

import pytest

from engine.rulebook.let_through_block import LetThrough
from engine.rulebook.source import RuleBookRejected
from tests.small_editions import small_book


def terms_of(written: str) -> LetThrough:
    return small_book({"policy.yaml": f"format: 1\n{written}"}).policy.let_through


def test_share_when_nothing_is_written_then_none_passes() -> None:
    assert terms_of("") == LetThrough(permille=0, most_value_eur_minor=30_000)


@pytest.mark.parametrize(
    ("percent", "permille"), [("0", 0), ("0.1", 1), ("0.3", 3), ("0.7", 7), ("1", 10), ("2.5", 25), ("5", 50)]
)
def test_share_when_written_then_is_kept_in_tenths_of_a_percent(percent: str, permille: int) -> None:
    terms = terms_of(f"let_through: {{percent: {percent}}}\n")
    assert (terms.permille, terms.percent) == (permille, float(percent))


@pytest.mark.parametrize(
    "wrong",
    ["percent: 5.1", "percent: -0.1", "percent: 0.15", "percent: many", "percent: true", "percent: .nan",
     "percent: .inf", "most_value_eur_minor: -1", "most_value_eur_minor: 0.5", "luck: 1"],
)  # fmt: skip
def test_share_when_out_of_bounds_then_is_refused(wrong: str) -> None:
    with pytest.raises(RuleBookRejected, match=wrong.partition(":")[0]):
        terms_of(f"let_through: {{{wrong}}}\n")


def test_digest_when_nothing_passes_then_is_as_without_the_block() -> None:
    books = [
        small_book({"policy.yaml": f"format: 1\nlet_through: {{{each}}}\n"}) for each in ("percent: 0", "percent: 1")
    ]
    plain = small_book({"policy.yaml": "format: 1\n"})
    assert [each.digest == plain.digest for each in books] == [True, False]
