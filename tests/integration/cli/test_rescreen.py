"""`clearway rescreen` on a real installation: what a new edition frees is freed, in processes of its own."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from api.composition.desk import make_desk
from api.composition.secret import installation_secret
from api.storage import BRANCHES
from engine.bundled import data_folder, rules_folder
from engine.clock import SystemClock
from engine.desk.desk import Caller
from engine.desk.intake import submit
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.decision_rows import listed
from engine.store.migrating import upgrade
from engine.store.opening import open_database
from tests.desks import an_unpaid_order, document, publish

ROOT = Path(__file__).parents[3]
MAIN = Caller(merchant="main", name="tests")


def without_the_rule_that_holds(rules: Path) -> Path:
    """PAY-002 as a draft."""
    for file in (rules / "payment").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("- id: PAY-002\n", "- id: PAY-002\n    status: draft\n"), encoding="utf-8")
    return rules


def test_rescreen_when_a_new_edition_frees_orders_then_they_are_admitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "var"
    monkeypatch.setenv("CLEARWAY_FOLDER", str(folder))
    settings = Settings()
    database = open_database(settings.database)
    upgrade(database, BRANCHES)
    desk = make_desk(database, installation_secret(settings), SystemClock(), TimeOrderedIds())
    publish(desk.editions, rules_folder(), data_folder(), "tests")
    for number in range(5):
        assert submit(desk, MAIN, document(an_unpaid_order(f"A-{number}"))).row.outcome == "hold"
    rules = without_the_rule_that_holds(Path(copytree(rules_folder(), tmp_path / "rules")))
    (rules / "rules.lock").unlink()
    publish(desk.editions, rules, data_folder(), "tests")
    ran = subprocess.run(
        [sys.executable, "-m", "api", "rescreen", "--processes", "1"],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    with database.read() as session:
        outcomes = [each.outcome for each in listed(session, "main", 10)]
    database.close()
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert "5 released" in ran.stdout
    assert outcomes == ["admit"] * 5
    assert "5 hold -> admit" in ran.stdout
