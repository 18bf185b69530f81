"""Texts that say how many of something: one is `1 day`, never `1 days`."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.phrases import Language
from api.cli.simulate_phrases import saying
from engine.counted import counted, filled
from engine.pages import Markup

HOUSE = Path(__file__).parents[3]
READ = (  # the command line, and the words and pages of reports
    "api/cli", "engine/workbench/backtest_words.py", "engine/workbench/guard.py", "engine/training/card_words.py",
    "engine/training/comparing_words.py", "engine/lexicon/feature_words.py", "fulfillment/freight/words.py",
    "fulfillment/profit/words.py", "fulfillment/learning/words.py", "fulfillment/payments/settlement/page_words.py",
    "fulfillment/shipping/explaining.py", "fulfillment/shipping/words.py", "fulfillment/picking/lists.py",
)  # fmt: skip
PLURAL = re.compile(r"\{([^{}|]*)\} (?:([a-z]+) )?([a-z]{2,}s)\b")
BETWEEN = {"and", "by", "for", "from", "in", "is", "of", "on", "or", "that", "the", "to", "unless", "with"}
NO_PLURALS = {
    "acts", "adds", "as", "costs", "decides", "differs", "does", "drafts", "ends", "exists", "follows", "gives",
    "goes", "has", "holds", "is", "its", "less", "makes", "means", "needs", "reads", "rests", "says", "scores", "shows",
    "stands", "states", "takes", "this", "unless", "was",
}  # fmt: skip
NO_BRACES = str.maketrans("", "", "{}")
BOUND = re.compile(r"(\w+\.)*[A-Z][A-Z_]+(:,)?|digits")  # `at most {MOST} rows` is never one


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module with its line; values of f-strings stand in it as places do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    pieces: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pieces |= {id(each) for each in node.values}
            yield node.lineno, "".join(map(_piece, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            yield node.lineno, node.value


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        spec = ast.unparse(part.format_spec) if part.format_spec is not None else ""
        return (
            "{" + ast.unparse(part.value).replace("{", "").replace("}", "") + (f":{spec[2:-1]}" if spec else "") + "}"
        )
    return str(part.value) if isinstance(part, ast.Constant) else ""


def bare_plurals(text: str) -> list[str]:
    """Places whose count is followed by a word that is right for many alone."""
    return [
        found[0]
        for found in PLURAL.finditer(text)
        if found[3] not in NO_PLURALS and found[2] not in BETWEEN | NO_PLURALS and BOUND.fullmatch(found[1]) is None
    ]


@pytest.mark.parametrize("place", READ)
def test_texts_when_they_count_then_say_one_and_many(place: str) -> None:
    files = sorted((HOUSE / place).rglob("*.py")) or [HOUSE / place]
    found = [
        f"{path.relative_to(HOUSE)}:{line}: {bare}"
        for path in files
        for line, text in texts(path)
        for bare in bare_plurals(text)
    ]
    assert found == [], "write {0:# day|# days}, or counted(days, 'day', 'days') in an f-string"


@pytest.mark.parametrize("text", ["{0} days", "{many:,} new orders", "{} rows of it"])
def test_bare_plurals_when_a_text_holds_one_then_are_found(text: str) -> None:
    assert len(bare_plurals(text)) == 1


def test_filled_when_a_place_counts_then_takes_the_form_of_its_number() -> None:
    text = "{0:# order was|# orders were} {1:,# day|,# days}"
    told = [filled(text, *each) for each in ((0, 1), (1, 1200), ("1", "1,200"), (1.0, 2.5))]
    assert told == [
        "0 orders were 1 day", "1 order was 1,200 days", "1 order was 1,200 days", "1 order was 2.5 days",
    ]  # fmt: skip


def test_filled_when_a_place_counts_nothing_then_stands_as_any_value_does() -> None:
    told = filled("{0:>5} {0:,} {name:<4}| {flag} {1:.1f} {span}", 1200, 2.0, name="007", flag=True, span=timedelta(1))
    assert told == " 1200 1,200 007 | True 2.0 1 day, 0:00:00"


def test_filled_when_the_text_is_markup_then_only_values_are_escaped() -> None:
    told = filled(Markup("<b>{0:# day|# days}</b> {1} {2}"), 1, "<i>", Markup("<i>"))
    assert told == "<b>1 day</b> &lt;i&gt; <i>"


@given(st.integers(min_value=0, max_value=10**9))
def test_filled_when_any_number_is_counted_then_says_as_counted_does(number: int) -> None:
    assert filled("{0:# day|# days}", number) == counted(number, "day", "days")


def test_phrase_when_it_counts_one_then_says_so_in_both_languages() -> None:
    told = [saying("made", language, 1, "2026-01-01", 1, 7) for language in Language]
    assert told == ["1 order from 2026-01-01, 1 day, seed 7", "已生成 1 个订单，自 2026-01-01 起 1 天，种子 7"]
