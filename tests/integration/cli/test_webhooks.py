"""`clearway webhooks`."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway

URL = "https://shop.example/hooks"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


def test_webhooks_when_added_rotated_and_disabled_then_shown_so(clearway: Clearway) -> None:
    assert "no endpoint yet" in clearway("webhooks", "list").out
    added = clearway("webhooks", "add", URL, "--type", "order.*").out
    assert "secret, shown this once: whsec_" in added
    endpoint = added.split()[1]
    assert "a new secret signs" in clearway("webhooks", "rotate", endpoint, "--overlap", "1").out
    assert clearway("webhooks", "list").out == f"{endpoint}  enabled  order.*  {URL}\n"
    assert clearway("webhooks", "disable", endpoint).out == f"{endpoint} is disabled\n"
    assert "disabled  by hand" in clearway("webhooks", "list").out
    assert clearway("webhooks", "enable", endpoint, "--lang", "zh").out == f"{endpoint} 已启用\n"
    (shown,) = clearway("webhooks", "list", "--json").documents()
    assert (shown["id"], shown["state"]) == (endpoint, "enabled")


def test_deliveries_when_sent_and_again_then_are_listed(clearway: Clearway) -> None:
    endpoint = clearway("webhooks", "add", URL).out.split()[1]
    assert clearway("webhooks", "deliveries", endpoint).out == "no deliveries\n"
    delivery = clearway("webhooks", "ping", endpoint).out.split()[3].rstrip(";")
    assert clearway("webhooks", "redeliver", delivery).out.startswith("on its way")
    assert f"{delivery}  pending  webhook.ping  -  0 attempts" in clearway("webhooks", "deliveries", endpoint).out
    (shown,) = clearway("webhooks", "deliveries", endpoint, "--state", "pending", "--json").documents()
    assert shown["type"] == "webhook.ping"
    replayed = clearway("webhooks", "replay", endpoint, "--since", "2026-11-20T00:00:00Z").out
    assert replayed == f"sending again to {endpoint} what stands behind 0, up to 0\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["add", "http://shop.example/"], "not encrypted"),
        (["add", URL, "--type", "Order"], "`types`"),
        (["disable", "whe_none"], "no webhook endpoint"),
        (["replay", "whe_none", "--since", "yesterday"], "write a moment"),
        (["replay", "whe_none", "--since", "2026-11-20T00:00:00"], "no zone"),
    ],
)
def test_webhooks_when_asked_wrongly_then_one_clear_line(clearway: Clearway, words: list[str], told: str) -> None:
    ran = clearway("webhooks", *words)
    assert ran.code != 0
    assert told in ran.err
    assert ran.err.count("\n") == 1
