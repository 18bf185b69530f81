"""The page on the share that passes says what the reader takes, and what the code does."""

from pathlib import Path

from engine.rulebook.let_through_block import DRAWS, MOST_PERCENT, USUAL_EUR_MINOR
from engine.workbench.differing import GUARDING
from tests.small_editions import small_book

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/how-to-let-a-share-through.md").read_text(encoding="utf-8")


def test_page_when_it_shows_a_share_then_the_reader_takes_it() -> None:
    written = PAGE.partition("```yaml\n")[2].partition("```")[0]
    terms = small_book({"policy.yaml": f"format: 1\n{written}"}).policy.let_through
    assert (terms.percent, terms.most_value_eur_minor) == (0.5, 20_000)


def test_page_when_it_names_bounds_then_they_are_those_of_the_code() -> None:
    assert f"up to {MOST_PERCENT}." in PAGE
    assert f"{USUAL_EUR_MINOR} if it is left out" in PAGE
    assert f"from 0 to {DRAWS - 1}" in PAGE


def test_share_when_it_changes_then_takes_a_second_person() -> None:
    assert "let_through" in GUARDING
