"""A whole installation that hands its notices to a mail server: a real worker, settings from the environment."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.composition.house import open_house
from api.composition.post_room import make_post_room
from api.worker import do_what_is_due
from engine.desk.desk import Caller
from engine.desk.intake import submit
from engine.errors import SettingUnusable
from engine.settings import Settings
from fulfillment.notify.ways.mail import Security
from tests.desks import an_honest_order, document
from tests.integration.cli.conftest import Clearway
from tests.mail_server import PASSWORD, USER, Box, a_mail_server, authority


def test_worker_when_a_mail_server_is_named_then_the_customer_has_one_mail(
    clearway: Clearway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    assert clearway("rules", "publish").code == 0
    authority().cert_pem.write_to_path(tmp_path / "ca.pem")
    box = Box()
    with a_mail_server(box, Security.STARTTLS) as server:
        told = {
            "PUBLIC_URL": "https://shop.example/clearway", "SMTP_HOST": server.host, "SMTP_PORT": str(server.port),
            "SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD, "SMTP_CA": str(tmp_path / "ca.pem"),
            "SMTP_FROM": "Muster Shop <shop@shop.example>", "SMTP_BOUNCES": "bounces@shop.example",
        }  # fmt: skip
        for name, value in told.items():
            monkeypatch.setenv(f"CLEARWAY_{name}", value)
        with open_house(Settings()) as house:
            submit(house.desk, Caller(merchant="main", name="tests"), document(an_honest_order()))
            do_what_is_due(house)
            do_what_is_due(house)
    ((sender, _, _),) = box.taken
    (mail,) = box.mails
    assert (sender, mail["From"]) == ("bounces@shop.example", "Muster Shop <shop@shop.example>")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "https://shop.example/clearway/t/" in body.get_content()
    assert "sent" in clearway("notices", "list", "A-1001").out
    assert not (tmp_path / "var" / "outbox" / "notices").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"smtp_host": "mail.shop.example"},
        {"smtp_host": "mail.shop.example", "smtp_from": "nobody"},
        {"smtp_host": "mail.shop.example", "smtp_from": "shop@shop.example", "smtp_security": "none"},
        {"sms_url": "https://sms.example", "sms_fields": "to=To"},
    ],
)
def test_settings_when_they_cannot_be_used_then_say_which(
    changes: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    with open_house(Settings()) as house, pytest.raises(SettingUnusable) as refused:
        make_post_room(Settings(**changes), house.desk)  # type: ignore[arg-type]
    assert refused.value.name.startswith(("CLEARWAY_SMTP_", "CLEARWAY_SMS_"))


def test_settings_when_a_gateway_is_named_then_text_messages_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    wanted = {"sms_url": "https://sms.example", "sms_body": "form", "sms_fields": "to=To from=From text=Body"}
    with open_house(Settings()) as house:
        room = make_post_room(Settings(**wanted), house.desk)  # type: ignore[arg-type]
    assert (room.sends, room.mail is None, room.text is None) == (True, True, False)
    assert replace(room, text=None).sends is False
