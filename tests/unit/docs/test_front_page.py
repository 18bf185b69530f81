"""The front pages name what exists: targets, commands, files."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from engine.bundled import rules_folder
from engine.domains import ADMISSION
from engine.rulebook.folder import load_rulebook

ROOT = Path(__file__).parents[3]
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "rules/README.md",
    "docs/README.md",
    "docs/tutorial.md",
    "docs/tutorial.zh-CN.md",
    "docs/how-to-read-taxes-and-duties.md",
)


def commands() -> set[str]:
    """Names of all commands and groups of commands."""
    return set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES)
def test_links_when_they_name_a_file_then_it_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    assert not [target for target in linked if not ((ROOT / page).parent / target).exists()]


@pytest.mark.parametrize("page", PAGES)
def test_targets_and_commands_when_named_then_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:`|bin/)clearway ([a-z]+)", text)) <= commands()


@pytest.mark.parametrize(
    "part",
    [
        r"^#+ ",
        r"^\|",
        r"^```\w*$",
        r"(?:`|bin/)clearway [a-z]+(?: [a-z]+)?",
        r"(?:`|^)make [a-z]+",
        r"--[a-z]+",
        r"\]\((?!README)[^)]+\)",
        r"\b\d{2,}\b",
        r"[A-Z]+_[A-Z_]+",
    ],
)
def test_chinese_front_page_when_compared_then_has_the_same_parts(part: str) -> None:
    english, chinese = ((ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "README.zh-CN.md"))
    # A page or a picture that exists in Chinese is the one that is linked.
    translated = re.sub(r"(docs/[\w/-]+?)(?:\.zh-CN|_zh)\.(md|png)", r"\1.\2", chinese)
    found = [sorted(re.findall(part, text, re.MULTILINE | re.ASCII)) for text in (english, translated)]
    assert found[0] == found[1]


def test_sample_when_the_front_page_screens_it_then_it_is_there() -> None:
    files = re.findall(r"tests/samples/\S+", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert files
    assert all((ROOT / each).is_file() for each in files)


@pytest.mark.parametrize("front", ["README.md", "README.zh-CN.md"])
def test_figures_of_the_rule_book_when_stated_then_are_its_own(front: str) -> None:
    book = load_rulebook(rules_folder(), ADMISSION)
    tests = sum(len(rule.tests) for rule in book.rules)
    text = (ROOT / front).read_text(encoding="utf-8")
    rows = [
        line for line in text.splitlines() if line.startswith(("| rules |", "| 规则 |", "| workbench |", "| 工作台 |"))
    ]
    assert [int(re.findall(r"\b\d{3,4}\b", row, re.ASCII)[0]) for row in rows] == [len(book.rules), tests]
