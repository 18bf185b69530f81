"""The page on product files names every column and route, and its commands do what it says."""

import re
import shlex
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from api.routes import products
from engine.bundled import data_folder
from engine.products.columns import COLUMNS
from engine.products.table import read_table
from tests.integration.cli.conftest import Clearway

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-keep-a-product-file.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


def test_page_when_a_sheet_may_have_a_column_then_names_it() -> None:
    assert [each.name for each in COLUMNS if f"`{each.name}`" not in PAGE] == []


def test_page_when_the_api_has_a_route_of_products_then_names_it() -> None:
    routes = [each for each in products.routes.routes if isinstance(each, APIRoute)]
    served = {f"{method} {each.path_format}" for each in routes for method in each.methods or ()}
    assert served == set(re.findall(r"`((?:GET|PUT|POST) /v1/[^`]+)`", PAGE))


def test_page_when_its_commands_are_run_then_each_ends_well(
    clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    monkeypatch.chdir(data_folder().parent)
    codes = {command: clearway(*shlex.split(command)[1:]).code for command in COMMANDS}
    assert set(codes.values()) == {0}, codes


def test_demo_file_when_read_then_has_no_fault() -> None:
    table = read_table((data_folder() / "demo" / "products.csv").read_bytes())
    assert (len(table.drafts), list(table.faults)) == (9, [])
