"""`clearway channels`, with a channel that shows what it is told to."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from fulfillment.channels import adapters
from fulfillment.channels.protocol import Account
from fulfillment.channels.words import ChannelName
from tests.desks import an_honest_order, document
from tests.integration.cli.conftest import Clearway
from tests.scripted_channel import ScriptedChannel

URL = "https://shop.example"
ADD = ("channels", "add", "shopify", "shop", "--endpoint", URL, "--credential", "token=CLEARWAY_CHANNEL_TOKEN")
NOW = datetime.now(UTC)


@pytest.fixture
def channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedChannel]:
    """The one that every connection to Shopify leads to."""
    scripted = ScriptedChannel()

    def maker(account: Account, *_: object) -> ScriptedChannel:
        scripted.account = account
        return scripted

    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("CLEARWAY_CHANNEL_TOKEN", "from-the-environment")
    monkeypatch.setitem(cast("dict[ChannelName, object]", adapters.ADAPTERS), ChannelName.SHOPIFY, maker)
    yield scripted
    assert os.environ["CLEARWAY_CHANNEL_TOKEN"]


def test_connection_when_added_and_switched_on_then_is_shown(clearway: Clearway, channel: ScriptedChannel) -> None:
    assert "no connection yet" in clearway("channels", "list").out
    assert clearway(*ADD, "--secret", "hook", stdin=b"hush\n").out.startswith("added: shop (chn_")
    assert clearway("channels", "check", "shop").out == "shop is seller 1234 there\n"
    assert channel.account is not None
    assert channel.account.secrets == {"token": "from-the-environment", "hook": "hush"}
    assert clearway("channels", "on", "shop").out == "shop is on\n"
    assert clearway("channels", "list").out == f"shop  shopify  on  -  {URL}\n"
    shown = clearway("channels", "show", "shop", "--lang", "zh").out
    assert "已读取至" in shown
    assert "/v1/channels/chn_" in shown
    (told,) = clearway("channels", "show", "shop", "--json").documents()
    assert (told["state"], told["credentials"]) == ("on", {"token": "CLEARWAY_CHANNEL_TOKEN"})
    assert told["stored"] == ["hook"]
    assert clearway("channels", "change", "shop", "--every", "300", "--set", "location=7").out == "shop is changed\n"
    assert clearway("channels", "off", "shop", "--lang", "zh").out == "shop 已关闭\n"
    assert clearway("channels", "delete", "shop").out == "shop is deleted\n"


def test_time_when_read_once_more_then_shows_how_far_it_is(clearway: Clearway, channel: ScriptedChannel) -> None:
    clearway(*ADD, "--every", "0")
    clearway("channels", "on", "shop")
    body = document(an_honest_order("R-1")) | {"currency": "EURO"}
    channel.show("R-1", NOW - timedelta(hours=20), body=body)
    begin = (NOW - timedelta(days=1)).isoformat()
    read = clearway("channels", "read", "shop", "--since", begin)
    assert "1 order on 5 pages" in read.out or "1 order on 4 pages" in read.out
    assert "%" in read.err
    assert "/currency: " in clearway("channels", "orders", "shop", "--taken", "refused").out
    assert clearway("channels", "retry", "shop").out == "1 order is read again by a worker\n"
    assert clearway("channels", "count", "shop", "--days", "0").out == "1 day is counted by a worker\n"
    assert clearway("channels", "counts", "shop").out == "nothing to show\n"
    assert clearway("channels", "sayings").out == "nothing to show\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "nowhere"], "no connection `nowhere`"),
        (["add", "shopify", "Shop", "--endpoint", URL], "`name`"),
        (["add", "shopify", "shop", "--endpoint", "http://shop.example"], "not encrypted"),
        (["add", "shopify", "shop", "--endpoint", URL, "--set", "word"], "name=value"),
        (["add", "shopify", "shop", "--endpoint", URL, "--credential", "token=HOME"], "CLEARWAY_CHANNEL_"),
        (["read", "shop", "--since", "yesterday"], "write a moment"),
        (["close-saying", "say_1", "--reason", "done"], "no saying"),
        (["retry-saying", "say_1"], "no saying"),
    ],
)
def test_channels_when_asked_wrongly_then_one_clear_line(
    clearway: Clearway, channel: ScriptedChannel, words: list[str], told: str
) -> None:
    assert channel.calls == []
    ran = clearway("channels", *words)
    assert ran.code != 0
    assert told in ran.err
    assert ran.err.count("\n") == 1
