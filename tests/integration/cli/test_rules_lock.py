"""The lock beside the rules: an id keeps its meaning, or gets a new version."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app

RULES = Path(__file__).parents[3] / "rules"
RUN = CliRunner()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the rule book, to be changed."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def test_lock_when_written_twice_then_stays_and_is_true_of_the_book(book: Path) -> None:
    assert RUN.invoke(app, ["rules", "lock", str(book)]).exit_code == 0
    first = (book / "rules.lock").read_text()
    RUN.invoke(app, ["rules", "lock", str(book)])
    assert (book / "rules.lock").read_text() == first
    assert RUN.invoke(app, ["rules", "check", str(book)]).exit_code == 0


def test_rule_when_it_decides_otherwise_under_its_old_version_then_check_and_lock_refuse(book: Path) -> None:
    RUN.invoke(app, ["rules", "lock", str(book)])
    policy = book / "payment" / "status.yaml"
    policy.write_text(policy.read_text().replace("outcome: hold", "outcome: admit", 1))
    checked = RUN.invoke(app, ["rules", "check", str(book)])
    assert (checked.exit_code, "R077" in checked.output) == (1, True)
    assert RUN.invoke(app, ["rules", "lock", str(book)]).exit_code == 1


def test_rule_book_when_committed_then_its_lock_is_current() -> None:
    assert (RULES / "rules.lock").is_file()
    assert RUN.invoke(app, ["rules", "check", str(RULES)]).exit_code == 0
