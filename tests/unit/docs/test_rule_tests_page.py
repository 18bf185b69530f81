"""The page about tests of rules: what it shows can be done as it stands."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from engine.bundled import rules_folder
from engine.domains import ADMISSION
from engine.rulebook.folder import read_folder, read_rulebook
from engine.rulebook.lints import BY_CODE
from engine.workbench.case_files import read_cases
from engine.workbench.mutants import MutantKind
from tests.integration.cli.test_rules_test import INTERFACE

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-test-rules.md").read_text(encoding="utf-8")


def test_options_when_the_command_takes_them_then_the_page_names_them() -> None:
    command = get_command(app).commands["rules"].commands["test"]  # type: ignore[attr-defined]
    options = {name for each in command.params for name in each.opts if name.startswith("--")}
    assert {option for option in options if f"{option}" not in PAGE} == set()
    assert set(re.findall(r"(--[a-z][a-z-]+)", PAGE)) <= options


@pytest.mark.parametrize("key", INTERFACE["properties"])
def test_keys_when_printed_as_json_then_the_page_explains_them(key: str) -> None:
    assert f"`{key}`" in PAGE


def test_kinds_of_mutants_when_made_then_the_page_explains_them() -> None:
    assert [kind for kind in MutantKind if f"| `{kind}` |" not in PAGE] == []


def test_codes_when_named_then_exist() -> None:
    assert set(re.findall(r"^\| (R\d{3}) \|", PAGE, re.MULTILINE)) <= set(BY_CODE)


def test_cases_when_copied_from_the_page_then_they_can_be_read() -> None:
    example = PAGE.partition("```yaml\n")[2].partition("```")[0]
    texts = {path: text for path, text in read_folder(rules_folder()).items() if not path.startswith("cases/")}
    book = read_rulebook({**texts, "cases/page.yaml": example}, ADMISSION)
    assert len(read_cases(book)) == 3
