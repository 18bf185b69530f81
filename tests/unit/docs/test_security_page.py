"""docs/security.md names tests that exist, and all attacks."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "security.md"
LINK = re.compile(r"\]\(([^)#]+)\)")


def links() -> set[Path]:
    return {(PAGE.parent / each).resolve() for each in LINK.findall(PAGE.read_text(encoding="utf-8"))}


def test_page_when_it_names_files_then_they_are_there_and_hold_tests() -> None:
    missing = [each for each in links() if not each.is_file()]
    assert missing == []
    named = [each for each in links() if each.suffix == ".py"]
    assert len(named) >= 20
    assert [each for each in named if "\ndef test_" not in each.read_text(encoding="utf-8")] == []


def test_attacks_when_written_then_stand_on_the_page() -> None:
    assert set((ROOT / "tests" / "attacks").glob("test_*.py")) <= links()


def test_page_when_there_then_readers_are_led_to_it() -> None:
    assert "(security.md)" in (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
