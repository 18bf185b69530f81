"""The guide on back-ups, run as it is written: each line of its shell blocks, on a service with orders."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.composition.house import open_house
from api.composition.parts import publish_if_none
from engine.settings import Settings
from tests.builders import an_order
from tests.integration.cli.conftest import Clearway, written

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "how-to-back-up.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path, clearway: Clearway, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an installation in `var`, and a `clearway` that a shell finds."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    with open_house(Settings()) as house:
        publish_if_none(house)
    sent = clearway("order", "submit", written(tmp_path / "orders.jsonl", an_order()))
    assert sent.code == 0, sent.err
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "clearway"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m api "$@"\n')
    command.chmod(0o755)
    return tmp_path


def test_guide_when_its_lines_are_run_then_all_comes_back(home: Path) -> None:
    environment = {**os.environ, "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "CLEARWAY_FOLDER": "var"}
    assert len(BLOCKS) == 2
    ran = subprocess.run(
        ["bash", "-e", "-c", "\n".join(BLOCKS)],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "night.zip is whole" in ran.stdout
    assert ran.stdout.count("the audit is whole, and the secret fits") == 2


def test_restore_when_the_secret_is_not_there_then_says_so_and_makes_none(
    home: Path, clearway: Clearway, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clearway("backup", home / "all.zip").code == 0
    monkeypatch.setenv("CLEARWAY_FOLDER", str(home / "bare"))
    ran = clearway("restore", home / "all.zip")
    assert (ran.code, "the secret is not here yet" in ran.err) == (1, True)
    assert not (home / "bare" / "secret").exists()


def test_restore_when_the_secret_is_another_then_says_so(
    home: Path, clearway: Clearway, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clearway("backup", home / "all.zip").code == 0
    monkeypatch.setenv("CLEARWAY_FOLDER", str(home / "other"))
    monkeypatch.setenv("CLEARWAY_SECRET", "ab" * 32)
    ran = clearway("restore", home / "all.zip")
    assert (ran.code, "written under another secret" in ran.err) == (1, True)


def test_start_when_the_secret_was_changed_before_any_order_then_is_refused(
    tmp_path: Path, clearway: Clearway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "new"))
    assert clearway("keys", "list").code == 0
    monkeypatch.setenv("CLEARWAY_SECRET", "ab" * 32)
    ran = clearway("keys", "list")
    assert (ran.code, "written under another secret" in ran.err) == (2, True)


def test_person_when_exported_and_erased_then_the_guide_is_right(
    home: Path, clearway: Clearway, tmp_path: Path
) -> None:
    out = tmp_path / "person.jsonl"
    assert clearway("person", "export", an_order().id, "--out", out).code == 0
    assert "Erika Muster" in out.read_text(encoding="utf-8")
    assert out.stat().st_mode & 0o077 == 0
    assert clearway("person", "erase", an_order().id).out == "1 order version\n"
    assert "Erika" not in clearway("person", "export", an_order().id).out


def test_anchor_when_kept_then_verify_compares(home: Path, clearway: Clearway, tmp_path: Path) -> None:
    clearway("worker", "--once")
    kept = tmp_path / "anchors.jsonl"
    assert clearway("audit", "anchor", "--out", kept).code == 0
    assert clearway("audit", "verify", "--anchor", kept).out == "the audit is whole\n"
    kept.write_text(kept.read_text().replace('"digest":"', '"digest":"0'))
    ran = clearway("audit", "verify", "--anchor", kept)
    assert (ran.code, "when the anchor in the file was made" in ran.err) == (1, True)
