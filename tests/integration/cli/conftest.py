"""Runs the command in this process, on a small rule book, with files of a few orders."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from engine.facts.knowledge import load_knowledge
from engine.order.order import Order
from engine.order.reading import to_document
from tests.tiny_rule_book import written_to

AT = "2026-11-22T08:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    def documents(self) -> list[dict[str, object]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Clearway = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """The project's data do not change between two commands of a test run, so they are read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.admission.load_knowledge", cache(load_knowledge))
        yield


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small rule book, as a folder."""
    return written_to(tmp_path_factory.mktemp("rules"))


def run(*arguments: object, stdin: bytes | None = None) -> Ran:
    """The command in this process."""
    result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def clearway() -> Clearway:
    """The command, as a function of its arguments."""
    return run


@pytest.fixture
def screen(clearway: Clearway, rules: Path) -> Clearway:
    """`clearway screen` with the small rule book, at a fixed moment."""

    def ran(*arguments: object) -> Ran:
        return clearway("screen", *arguments, "--rules", rules, "--at", AT)

    return ran


def written(path: Path, *orders: Order | str) -> Path:
    """The orders as JSON lines; a text is written as it is."""
    lines = (each if isinstance(each, str) else json.dumps(to_document(each), ensure_ascii=False) for each in orders)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
