"""The directions of imports are contracts; a planted violation shows that they bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the packages, to be broken."""
    for package in ("engine", "fulfillment", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_when_nothing_is_planted_then_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


PLANTED = [
    ("engine/order/money.py", "import engine.runtime.durable", "inside engine: one way down"),
    ("engine/rulebook/rule.py", "import engine.order.order", "rule book and runtime know no order"),
    ("engine/policy.py", "import durable_rules_engine", "durable_rules is behind one adapter"),
    ("engine/facts/context.py", "import sqlite3", "the core reads no database"),
    ("engine/clock.py", "import api", "api may use fulfillment"),
    ("engine/store/sessions.py", "import fastapi", "the web framework is known by api alone"),
]


def test_contracts_when_imports_are_planted_then_each_is_named(house: Path) -> None:
    """All in one copy, since reading it takes the time; each names the importing module under its own contract."""
    for module, line, _ in PLANTED:
        planted = house / module
        planted.write_text(f"{planted.read_text()}\n{line}\n")
    result = lint(house)
    broken = [each for each in result.stdout.splitlines() if each.endswith("BROKEN")]
    unseen = [contract for _, _, contract in PLANTED if not any(contract in each for each in broken)]
    assert result.returncode == 1
    assert not unseen, result.stdout
