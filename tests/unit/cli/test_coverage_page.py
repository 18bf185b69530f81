"""The page of which law is on file."""

from pathlib import Path

from api.cli.coverage_page import coverage_page
from engine.goods.law import Coverage
from tests.unit.goods.builders import knowledge

PAGE = Path(__file__).parents[3] / "docs" / "coverage.md"


def test_page_when_the_data_change_then_is_made_again() -> None:
    made = coverage_page(knowledge())
    assert PAGE.read_text(encoding="utf-8") == made, "run: clearway docs coverage > docs/coverage.md"


def test_page_when_made_then_has_a_row_for_every_country_and_column_for_every_kind() -> None:
    page = coverage_page(knowledge())
    kinds = knowledge().classifier.categories.top_level
    assert [code for code in knowledge().law.files if not code.startswith("_") and f"\n| {code} |" not in page] == []
    assert [kind for kind in kinds if page.count(f"`{kind}`") != 1] == []


def test_page_when_a_country_is_thin_then_says_so_in_bold() -> None:
    law, page = knowledge().law, coverage_page(knowledge())
    countries = [code for code in law.files if not code.startswith("_")]
    bold = {code for code in countries if f"\n| {code} |" in page and "**" in _row(page, code)}
    assert bold == {code for code in countries if law.coverage(code) is not Coverage.RICH}


def _row(page: str, code: str) -> str:
    return next(row for row in page.splitlines() if row.startswith(f"| {code} |"))
