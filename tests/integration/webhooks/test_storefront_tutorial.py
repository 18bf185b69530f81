"""The tutorial for storefronts: its program runs against the service on loopback, and prints what the page says."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli.main import app
from tests.pages import DOCS, blocks, commands, page
from tests.service_processes import a_free_port, a_service

ENGLISH, CHINESE = PAGES = ("tutorial-storefront.md", "tutorial-storefront.zh-CN.md")
RUNS_WITHIN_S = 180
OPENED = "127.0.0.1/32:9000"


def test_program_when_run_against_the_service_then_prints_what_the_page_says(tmp_path: Path) -> None:
    program, printed = ("".join(each.text for each in blocks(ENGLISH, kind)) for kind in ("python", ""))
    file, port = tmp_path / "storefront.py", a_free_port()
    file.write_text(program, encoding="utf-8")
    opening = {"CLEARWAY_OUTGOING_OPEN": OPENED.replace("9000", str(port))}
    with a_service(tmp_path, "", opening) as (api, _):
        shop = {"CLEARWAY_URL": api.origin, "CLEARWAY_KEY": api.token, "SHOP_PORT": str(port), "no_proxy": "127.0.0.1"}
        ran = subprocess.run(
            [sys.executable, str(file)],
            env={**os.environ, **shop},
            capture_output=True,
            text=True,
            timeout=RUNS_WITHIN_S,
            check=False,
        )
    assert (ran.stdout, ran.returncode) == (printed, 0), ran.stderr


def test_chinese_page_when_compared_then_has_the_same_blocks() -> None:
    assert blocks(CHINESE) == blocks(ENGLISH)


def test_commands_when_shown_then_are_understood() -> None:
    typed = [words for words in commands(ENGLISH) if words[0].endswith("clearway")]
    assert [words[1:3] for words in typed] == [["keys", "create"]]
    group = get_command(app).commands["keys"]  # type: ignore[attr-defined]
    group.commands["create"].make_context("create", typed[0][3:])
    assert shlex.join(commands(ENGLISH)[0]) == f"export CLEARWAY_OUTGOING_OPEN={OPENED}"


@pytest.mark.parametrize("name", PAGES)
def test_links_when_they_name_a_file_then_it_is_there(name: str) -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", page(name))
    assert not [each for each in linked if not (DOCS / each).exists()]
