"""The page of all facts."""

from pathlib import Path

from api.cli.lexicon_page import lexicon_page
from engine.lexicon.admission import LEXICON

PAGE = Path(__file__).parents[3] / "docs" / "lexicon.md"


def test_page_when_the_lexicon_changes_then_is_made_again() -> None:
    assert PAGE.read_text(encoding="utf-8") == lexicon_page(), "run: clearway docs lexicon > docs/lexicon.md"


def test_page_when_made_then_names_every_fact_once() -> None:
    page = lexicon_page()
    assert [name for name in LEXICON if page.count(f"| `{name}` |") != 1] == []
