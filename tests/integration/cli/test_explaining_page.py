"""The page on explaining decisions: every command that it shows does what it says."""

import re
import shlex
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-explain-a-decision.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
CASE = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]
DECISION = re.compile(r"dec_[0-9a-f]{32}")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh installation; commands are run from the root of the project."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.chdir(ROOT)
    return tmp_path


def test_page_when_every_command_is_run_then_each_ends_well(clearway: Clearway, home: Path) -> None:
    assert home.is_dir()
    decision = "DECISION"
    for command in COMMANDS:
        words = [decision if word == "DECISION" else word for word in shlex.split(command)]
        assert words[0] == "clearway"
        ran = clearway(*words[1:])
        assert ran.code == 0, (command, ran.err)
        found = DECISION.search(ran.out)
        decision = found[0] if found is not None and decision == "DECISION" else decision


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_front_page_when_it_shows_why_an_order_is_held_then_as_the_command_does(
    clearway: Clearway, home: Path, page: str, language: str
) -> None:
    assert home.is_dir()
    order = ("data/demo/orders.jsonl", "--order", "D-17", "--at", "2026-11-22T08:00:00Z")
    told = clearway("explain", *order, "--rule", "IMP-081", "--lang", language).out
    front = (ROOT / page).read_text(encoding="utf-8")
    for block in ("D-17 ", "IMP-081 "):
        (shown,) = re.findall(rf"^{block}.*?(?=^```)", front, re.MULTILINE | re.DOTALL)
        assert shown in told


def test_page_when_its_case_is_tried_then_the_rule_fires(clearway: Clearway, home: Path) -> None:
    file = home / "case.yaml"
    file.write_text(CASE, encoding="utf-8")
    assert ": fires" in clearway("rules", "try", "PAY-020", "--case", file, "--at", "2026-11-22T08:00:00Z").out
