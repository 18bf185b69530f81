"""`clearway requests`, and the page that tells of it."""

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from api.composition.house import open_house
from api.worker import do_what_is_due
from engine.desk.desk import Caller
from engine.desk.intake import submit
from engine.desk.preferences import PREFERENCES
from engine.settings import Settings
from tests.builders import a_payment
from tests.desks import a_vague_address, document
from tests.integration.cli.conftest import Clearway

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-ask-customers.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("CLEARWAY_PUBLIC_URL", "https://shop.example/clearway")
    return tmp_path / "var"


def test_requests_when_a_decision_asks_then_are_written_listed_shown_and_cancelled(
    clearway: Clearway, folder: Path
) -> None:
    assert clearway("rules", "publish").code == 0
    with open_house(Settings()) as house:
        order = replace(a_vague_address(), ship_by=None, payment=a_payment(authorisation_expires_at=None))
        submit(house.desk, Caller(merchant="main", name="tests"), document(order))
        do_what_is_due(house)
    (mail,) = (folder / "outbox" / "notices").glob("*.eml")
    assert "https://shop.example/clearway/r/" in mail.read_text()
    listed = clearway("requests", "list", "--state", "open").out
    request = listed.split()[0]
    assert "address.postcode" in listed
    assert "待答复" in clearway("requests", "show", request, "--lang", "zh").out
    link = clearway("requests", "link", request).out
    assert link.startswith("https://shop.example/clearway/r/")
    assert clearway("requests", "link", request, "--new").out != link
    assert clearway("requests", "cancel", request).out == f"{request} is taken back\n"
    assert "cancelled" in clearway("requests", "list", "--order", "A-1003").out
    assert clearway("requests", "link", request).code != 0


def test_page_when_read_then_names_every_setting_and_command_as_they_are(clearway: Clearway) -> None:
    named = [name for name in PREFERENCES if name.startswith(("ask_", "customer_re"))]
    assert [name for name in named if f"`{name}`" not in PAGE] == []
    told = [shlex.split(line)[1:] for line in COMMANDS if line.startswith("clearway requests")]
    assert told
    for arguments in told:
        assert clearway(*arguments[:2], "--help").code == 0
