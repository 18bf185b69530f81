"""Patterns: linear time, whatever the text."""

import pytest

from engine.rulebook.pattern import LONGEST_PATTERN, PatternRefused, compiled


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(?i)\bp\.?\s*o\.?\s*box\b", "P.O. Box 12", True),
        (r"(?i)straße", "Hauptstraße 3", True),
        (r"^[0-9]{5}$", "10115", True),
        (r"^[0-9]{5}$", "1011", False),
        ("東京", "東京都千代田区", True),
    ],
)
def test_pattern_when_searched_then_is_found_anywhere(pattern: str, text: str, *, found: bool) -> None:
    assert (compiled(pattern).search(text) is not None) is found


@pytest.mark.parametrize(
    "pattern", ["(a", r"(a)\1", "a(?=b)", "(?<!a)b", "a" * (LONGEST_PATTERN + 1), "(a{1000}){1000}"]
)
def test_pattern_when_not_linear_then_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        compiled(pattern)


def test_pattern_when_a_backtracking_engine_would_hang_then_answers() -> None:
    assert compiled("^(a+)+$").search("a" * 20_000 + "b") is None
