"""What the pages promise is what the commands do."""

import json
import re
import shlex
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from typer.main import get_command

from api.cli.annotated import COLUMNS
from api.cli.main import app
from api.routes import fulfilment, parcels, returns, stock
from engine.bundled import data_folder, lints_folder, rules_folder
from engine.order.formats.registry import FORMATS
from tests.integration.cli.conftest import AT, Clearway

DOCS = Path(__file__).parents[3] / "docs"
HOW_TO = (DOCS / "how-to-screen-a-file.md").read_text(encoding="utf-8")


def options_of(command: str) -> set[str]:
    parameters = get_command(app).commands[command].params  # type: ignore[attr-defined]
    return {name for each in parameters for name in each.opts if name.startswith("--")}


@pytest.mark.parametrize("name", sorted(options_of("screen") | options_of("explain")))
def test_how_to_when_a_command_takes_an_option_then_names_it(name: str) -> None:
    assert f"`{name}" in HOW_TO or f" {name} " in HOW_TO


def test_how_to_when_the_json_has_a_key_then_explains_it(clearway: Clearway) -> None:
    ran = clearway("screen", data_folder() / "demo" / "orders.jsonl", "--json", "--at", AT)
    document = next(each for each in ran.documents() if each["outcome"] == "cancel")
    keys = {*document, *document["reasons"][0], *document["receipt"]}  # type: ignore[index,misc]
    assert [key for key in (*keys, *COLUMNS) if f"`{key}`" not in HOW_TO] == []


def test_bundled_folders_when_in_a_checkout_then_are_those_beside_the_code() -> None:
    assert (rules_folder().parent, data_folder().parent) == (DOCS.parent, DOCS.parent)


def test_bundled_folders_when_installed_then_are_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr("engine.bundled.REPOSITORY", tmp_path)
    assert [each.parts[-3:] for each in (rules_folder(), data_folder())] == [
        ("engine", "_bundled", "rules"),
        ("engine", "_bundled", "data"),
    ]


def test_screen_when_a_format_is_unheard_of_then_names_all_that_there_are(clearway: Clearway, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text(json.dumps({"id": 1}))
    said = clearway("screen", file, "--format", "unheard").err
    assert all(name in said for name in FORMATS)


FOLLOWING = (DOCS / "how-to-follow-an-order.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", FOLLOWING, re.DOTALL) for line in block.splitlines()]
REQUEST = re.compile(r"`((?:GET|POST) /v1/[^`]+)`")


def test_following_when_every_command_of_the_page_is_run_then_each_does_what_it_says(
    clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.chdir(DOCS.parent)
    known = {"NUMBER": r"\b[A-Z]{2}\d{9}[A-Z]{2}\b", "HOLD": r"hold_[0-9a-f]{32}", "RETURN": r"ret_[0-9a-f]{32}"}
    seen = dict.fromkeys(known, "")
    for command in COMMANDS:
        words = [seen.get(word, word) for word in shlex.split(command)]
        assert words[0] == "clearway"
        ran = clearway(*words[1:])
        assert ran.code == 0, (command, ran.err)
        for name, form in known.items():
            seen[name] = next(iter(re.findall(form, ran.out)), seen[name])
        if command.startswith("clearway fulfil label"):
            seen["NUMBER"] = re.findall(known["NUMBER"], clearway("order", "show", "D-01").out)[0]


def test_following_when_the_api_has_a_route_of_fulfilment_then_the_page_names_it() -> None:
    routes = [route for route in fulfilment_routes() if isinstance(route, APIRoute)]
    served = {f"{method} {route.path_format}" for route in routes for method in route.methods or ()}
    named = set(REQUEST.findall(FOLLOWING))
    assert served <= named
    assert {each for each in named if "/holds" not in each and each != "GET /v1/events"} <= served


def fulfilment_routes() -> list[BaseRoute]:
    """All of the four routers."""
    return [route for each in (fulfilment, parcels, returns, stock) for route in each.routes.routes]


def test_pages_of_faults_when_installed_then_are_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lints_folder() == DOCS / "lints"
    monkeypatch.setattr("engine.bundled.REPOSITORY", tmp_path)
    assert lints_folder().parts[-3:] == ("engine", "_bundled", "lints")
