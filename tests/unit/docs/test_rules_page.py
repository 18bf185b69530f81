"""The page on writing rules: its commands and options exist, and so does whatever it links to."""

import re
import shlex
from pathlib import Path

import pytest
from click import Context
from typer.main import get_command

from api.cli.main import app
from api.rule_faults import fault_document
from engine.rulebook.source import RuleFault, Span

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-write-rules.md").read_text(encoding="utf-8")
SHELL = [
    line.split(" > ")[0] for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]
RULES = get_command(app).commands["rules"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", SHELL)
def test_command_when_shown_then_its_words_are_understood(line: str) -> None:
    _, group, name, *words = shlex.split(line)
    assert group == "rules"
    RULES.commands[name].make_context(name, words, parent=Context(RULES))


def test_options_of_new_when_there_are_some_then_the_page_names_them() -> None:
    options = {name for each in RULES.commands["new"].params for name in each.opts if name.startswith("--")}
    assert {name for name in options if f"{name}" not in PAGE} == set()


def test_links_when_they_name_a_file_then_it_is_there() -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert linked
    assert not [target for target in linked if not (ROOT / "docs" / target).exists()]


def test_keys_of_a_fault_when_written_as_json_then_the_page_names_them() -> None:
    keys = fault_document(RuleFault("R020", "message", Span("any.yaml", 1, 1)))
    assert [key for key in keys if f"`{key}`" not in PAGE] == []


def test_rule_files_when_in_the_book_then_begin_with_the_line_of_the_page() -> None:
    line = "# yaml-language-server: $schema=../rule.schema.json\n"
    assert line in PAGE
    files = [
        path for folder in ("address", "payment", "imports", "fraud") for path in (ROOT / "rules" / folder).iterdir()
    ]
    assert [path.name for path in files if not path.read_text(encoding="utf-8").startswith(line)] == []
