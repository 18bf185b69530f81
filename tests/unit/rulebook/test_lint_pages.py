"""Every lint has a page with four parts, and the examples on it do what the page says."""

import re

import pytest

from api.cli.lint_pages import index, summary_of
from api.cli.lint_words import chinese_page
from api.cli.phrases import Language
from api.fault_words import chinese
from api.hint_words import chinese_hint
from engine.rulebook.lints import BY_CODE, LINTS, Group, Level
from engine.rulebook.source import RuleFault
from tests.lint_examples import PAGES, examples, faults_with

CODES = [lint.code for lint in LINTS]
HAN = re.compile(r"[\u4e00-\u9fff]")
HEADINGS = ["Summary", "Avoid", "Prefer", "Rationale"]
# What these pages show is found by the lock, by the engine or between two editions, not in the texts of a small book.
BESIDE_THE_TEXTS = {"R077", "R078", "R079", "R084", "R087", "R088", "R097", "R098", "R099"}
TRIED = sorted(path.stem for path in PAGES.glob("R[0-9]*.md") if examples(path.read_text(encoding="utf-8")))


def _is_of_the_text(fault: RuleFault) -> bool:
    """An example is about one thing: its rule may overlap another, or keep tests that are about something else."""
    return BY_CODE[fault.code].group in {Group.SCHEMA, Group.NAMES, Group.TYPES, Group.ENGINE}


def _page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def test_lints_when_listed_then_each_has_a_page_and_each_page_a_lint() -> None:
    assert sorted(path.stem for path in PAGES.glob("R[0-9]*.md")) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_page_when_read_then_has_the_four_parts(code: str) -> None:
    page = _page(code)
    assert page.splitlines()[0].startswith(f"# {code}: ")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == HEADINGS
    assert len(summary_of(code)) >= 20


def test_index_when_committed_then_is_current() -> None:
    assert (PAGES / "README.md").read_text(encoding="utf-8") == index(), "clearway docs lints > docs/lints/README.md"


def test_book_of_the_examples_when_alone_then_is_sound() -> None:
    assert [fault for fault in faults_with([]) if _is_of_the_text(fault)] == []


def test_pages_when_their_faults_stand_in_files_then_have_examples_to_try() -> None:
    by_reader = {code for code in CODES if code[:3] not in {"R04", "R05"} and not "R063" <= code <= "R069"}
    assert by_reader - BESIDE_THE_TEXTS <= set(TRIED)


@pytest.mark.parametrize("code", TRIED)
def test_example_when_to_be_avoided_then_has_the_fault_and_a_hint_in_chinese(code: str) -> None:
    faults = faults_with([each for each in examples(_page(code)) if each.kind == "avoid"])
    assert code in {fault.code for fault in faults}
    assert [fault.hint for fault in faults if fault.hint and not HAN.search(chinese_hint(fault.hint))] == []


@pytest.mark.parametrize("code", TRIED)
def test_example_when_to_be_preferred_then_has_no_fault(code: str) -> None:
    found = [each for each in examples(_page(code)) if each.kind == "prefer"]
    faults = faults_with(found)
    assert code not in {fault.code for fault in faults}
    assert [fault for fault in faults if fault.level is Level.ERROR and _is_of_the_text(fault)] == []


def test_chinese_words_when_read_then_every_code_has_all_of_them() -> None:
    assert sorted(chinese()) == sorted(CODES)
    texts = [text for words in chinese().values() for text in (words.title, words.what, words.why)]
    assert [text for text in texts if len(HAN.findall(text)) < 3] == []


def test_chinese_words_when_they_quote_code_then_the_english_page_quotes_it() -> None:
    """A key, a value or a command is the same in every language."""
    other: dict[str, set[str]] = {}
    for code, words in chinese().items():
        quoted = set(re.findall(r"`([^`]+)`", f"{words.title}{words.what}{words.why}"))
        missing = {each for each in quoted if each not in _page(code)}
        other |= {code: missing} if missing else {}
    assert other == {}


@pytest.mark.parametrize("code", TRIED)
def test_chinese_page_when_made_then_has_the_examples_of_the_english_one(code: str) -> None:
    assert examples(chinese_page(code)) == examples(_page(code))


def test_chinese_words_when_they_lead_to_a_page_then_it_is_there() -> None:
    linked = re.findall(r"\]\(([^)]+)\)", "".join(words.why + words.what for words in chinese().values()))
    assert linked
    assert [each for each in linked if not (PAGES / each).exists()] == []


def test_chinese_index_when_committed_then_is_current() -> None:
    page = (PAGES / "README.zh-CN.md").read_text(encoding="utf-8")
    assert page == index(Language.ZH), "clearway docs lints --lang zh > docs/lints/README.zh-CN.md"
