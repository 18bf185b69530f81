"""What operators are handed: pages, container files and units name what there is, and nothing else."""

import configparser
import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from api.cli.main import app
from api.cli.settings_page import settings_page
from api.metrics import Metrics
from engine.desk.preferences import KEPT_DAYS
from engine.settings import Settings
from engine.store.database import PoolState
from engine.store.figures import Figures

ROOT = Path(__file__).parents[3]
OPERATE = (ROOT / "docs" / "how-to-operate.md").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy").glob("*.service"))
VARIABLES = {f"CLEARWAY_{name.upper()}" for name in Settings.model_fields}
FILES = [
    *UNITS,
    ROOT / "deploy" / "clearway.env.example",
    ROOT / "compose.yaml",
    ROOT / "Dockerfile",
    ROOT / "docs" / "how-to-operate.md",
    ROOT / "docs" / "how-to-back-up.md",
    ROOT / "docs" / "how-to-run-the-service.md",
]
EMPTY = Figures(waiting={}, oldest_s={}, dead={}, holds={}, reviews={}, trips={}, editions={}, workers=0)


def commands(text: str) -> set[tuple[str, ...]]:
    return {tuple(found.split()) for found in re.findall(r"clearway ((?:[a-z]+)(?: [a-z]+)?)", text)}


def is_command(words: tuple[str, ...]) -> bool:
    known = get_command(app).commands  # type: ignore[attr-defined]
    if words[0] not in known:
        return False
    below = getattr(known[words[0]], "commands", None)
    return below is None or len(words) == 1 or words[1] in below


def test_settings_page_when_compared_then_is_the_one_that_is_made() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_settings_when_named_then_exist(path: Path) -> None:
    assert set(re.findall(r"CLEARWAY_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))) <= VARIABLES


@pytest.mark.parametrize("name", ["how-to-operate", "how-to-back-up"])
def test_commands_when_shown_then_exist(name: str) -> None:
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    shown = re.findall(r"`(clearway [^`]*)`|^(?:[A-Z_]+=\S+ )?(clearway .*)$", text, re.MULTILINE)
    named = commands("\n".join("".join(each) for each in shown))
    assert named
    assert not [words for words in named if not is_command(words)]


def test_metrics_when_the_page_names_them_then_they_are_there() -> None:
    metrics = Metrics()
    metrics.show(lambda: EMPTY, lambda: PoolState(0, 0))
    there = set(re.findall(r"^# HELP (clearway_\w+)", metrics.text(), re.MULTILINE))
    assert set(re.findall(r"`(clearway_\w+)`", OPERATE)) == there


def test_kept_days_when_a_kind_has_one_then_the_page_names_it() -> None:
    assert all(f"`{name}`" in OPERATE for name in KEPT_DAYS.values())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_when_read_then_run_commands_that_exist_without_rights(path: Path) -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text(encoding="utf-8"))
    service = unit["Service"]
    ran = [found for name in ("ExecStart", "ExecStartPre") for found in commands(service.get(name, ""))]
    assert ran
    assert all(is_command(words) for words in ran)
    assert service["User"] != "root"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


def test_compose_when_read_then_has_database_api_and_worker_of_plain_images() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert services.keys() == {"database", "tables", "api", "worker"}
    for name, service in services.items():
        assert "/" not in service["image"], "no registry's host"
        if name != "database":
            assert service["read_only"]
            assert is_command(tuple(word for word in service["command"][1:3] if not word.startswith("-")))


def test_dockerfile_when_read_then_has_two_stages_and_no_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    images = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert len(images) == 2
    assert not [image for image in images if "/" in image]
    assert "USER clearway" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert all((ROOT / word).exists() for word in copied)
