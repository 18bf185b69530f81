"""`clearway notices`, and the page that tells of it."""

import re
import shlex
from pathlib import Path

import pytest
from sqlalchemy import select, update

from api.composition.house import open_house
from api.worker import do_what_is_due
from engine.desk.desk import Caller
from engine.desk.intake import submit
from engine.settings import Settings
from engine.store.sessions import WriteSession
from fulfillment.records import NoticeTry
from fulfillment.store.notices import begin_try, notices_of
from fulfillment.store.tables import NOTICE
from tests.desks import an_honest_order, document
from tests.integration.cli.conftest import Clearway
from tests.unit.fulfillment.test_bounces import JOB, report

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-tell-customers.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def told(clearway: Clearway) -> str:
    """An order that was confirmed; its merchant's name."""
    assert clearway("rules", "publish").code == 0
    order = an_honest_order()
    with open_house(Settings()) as house:
        submit(house.desk, Caller(merchant="main", name="tests"), document(order))
        do_what_is_due(house)
    return order.id


def test_notices_when_an_order_is_confirmed_then_are_listed_and_previewed(clearway: Clearway, told: str) -> None:
    assert "accepted" in clearway("notices", "list", told).out
    assert "已写入" in clearway("notices", "list", told, "--lang", "zh").out
    assert '"state":"written"' in clearway("notices", "list", told, "--json").out
    shown = clearway("notices", "preview", "accepted", "--order", told, "--language", "fr").out
    assert shown.startswith(f"Commande {told} confirmée\n")
    assert "/t/" in shown


def test_notice_when_closed_then_says_how_and_is_closed_once(clearway: Clearway, told: str) -> None:
    with open_house(Settings()) as house, house.database.write() as session:
        session.run(update(NOTICE).values(state="refused", due_at=0))
        (notice,) = session.rows(select(NOTICE.c.id))
    assert str(notice.id) in clearway("inbox", "deadlines").out
    asked = ("notices", "close", str(notice.id), "--how", "not_needed", "--reason", "they rang")
    assert "dropped" in (done := clearway(*asked)).out
    assert "not_needed" in done.out
    assert "notice_waits_for_nobody" in clearway(*asked).err


def test_preview_when_of_nobody_then_needs_no_order(clearway: Clearway) -> None:
    assert clearway("notices", "preview", "duty_due", "--language", "ja").out.startswith("ご注文 A-1001")
    assert "<!doctype html>" in clearway("notices", "preview", "delivered", "--html").out
    assert clearway("notices", "preview", "gossip").code != 0
    assert clearway("notices", "preview", "delivered", "--language", "xx").code != 0


def test_bounce_when_it_is_of_our_message_then_refuses_the_notice_once(
    clearway: Clearway, told: str, tmp_path: Path
) -> None:
    with open_house(Settings()) as house, house.database.write() as session:
        _sent(session)
    mail = tmp_path / "bounce.eml"
    mail.write_bytes(report())
    # What lies in a file was sent by others: it is no message of ours.
    assert clearway("notices", "bounced", str(mail)).code != 0
    with open_house(Settings()) as house, house.database.write() as session:
        _sent(session, number=2, state="sent")
    assert "refused" in clearway("notices", "bounced", str(mail)).out
    assert "5.1.1" in clearway("notices", "list", told).out
    assert clearway("notices", "bounced", str(mail)).code != 0


def _sent(session: WriteSession, number: int = 1, state: str = "") -> None:
    row = session.first(select(NOTICE.c.order_id))
    assert row is not None
    (notice,) = notices_of(session, "main", str(row.order_id))
    begin_try(
        session,
        NoticeTry(notice_id=notice.id, number=number, merchant_id="main", order_id=notice.order_id, way="mail",
                  sent_as=JOB, begun_at=notice.created_at, outcome="sent"),
    )  # fmt: skip
    if state:
        session.run(update(NOTICE).values(state=state, way="mail"))


def test_page_when_read_then_names_every_command_setting_and_kind_as_they_are(clearway: Clearway) -> None:
    variables = [f"CLEARWAY_{name.upper()}" for name in Settings.model_fields if name.startswith(("smtp_", "sms_"))]
    assert [name for name in variables if f"`{name}`" not in PAGE] == []
    named = [shlex.split(line)[1:3] for line in COMMANDS if line.startswith("clearway ")]
    assert named
    for words in named:
        assert clearway(*words, "--help").code == 0
