"""The pages of the faults of tables: what they advise against has the fault, what they advise has none."""

import re
from pathlib import Path

import pytest

from engine.bundled import REPOSITORY, rules_folder
from engine.domains import ADMISSION
from engine.rulebook.folder import read_folder, read_rulebook
from engine.rulebook.source import RuleBookRejected, RuleFault
from engine.runtime.proving import prove

PAGES = sorted((REPOSITORY / "docs" / "lints").glob("R05*.md"))
FENCE = re.compile(r"^```(?:yaml|csv) (avoid|prefer) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MESSAGE = "PAY_EXAMPLE: {text: what was found, fix: what to do, customer: Please wait.}\n"


def texts_with(page: str, kind: str) -> dict[str, str]:
    """Our own book with the examples of one kind in it."""
    texts = {path: text for path, text in read_folder(rules_folder()).items() if not path.startswith("tables/")}
    for locale in ("en", "zh"):
        texts[f"messages/{locale}.yaml"] += MESSAGE
    return texts | {path: text for each, path, text in FENCE.findall(page) if each == kind}


def faults_of(texts: dict[str, str]) -> tuple[RuleFault, ...]:
    """Every fault of a book of ours."""
    try:
        read_rulebook(texts, ADMISSION)
    except RuleBookRejected as rejected:
        return rejected.faults
    return ()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_example_when_to_be_avoided_then_has_just_this_fault(path: Path) -> None:
    assert {fault.code for fault in faults_of(texts_with(path.read_text(encoding="utf-8"), "avoid"))} == {path.stem}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_example_when_to_be_preferred_then_is_sound_and_keeps_its_tests(path: Path) -> None:
    book = read_rulebook(texts_with(path.read_text(encoding="utf-8"), "prefer"), ADMISSION)
    assert book.tables[0].name == "example"
    assert [str(failed) for failed in prove(book) if failed.rule.id.startswith("FRD-9")] == []
