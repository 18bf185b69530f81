"""`clearway keys`: a key is shown once, listed without itself, and ended."""

from pathlib import Path

import pytest

from api.access.scopes import OF_A_STOREFRONT, Scope
from tests.integration.cli.conftest import Clearway


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of the test's own."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    return tmp_path / "var"


def test_keys_when_one_is_made_then_it_is_shown_once(clearway: Clearway) -> None:
    made = clearway("keys", "create", "--name", "shop", "--merchant", "acme", "--days", "30")
    token = made.out.strip()
    assert token.startswith("cw_live_")
    assert token not in made.err
    listed = clearway("keys", "list", "--json")
    (row,) = listed.documents()
    assert (row["merchant"], row["name"], row["state"]) == ("acme", "shop", "good")
    assert row["scopes"] == sorted(OF_A_STOREFRONT)
    assert row["expires_at"]
    assert token not in listed.out
    assert str(row["id"]) in clearway("keys", "list").out


def test_keys_when_one_is_revoked_then_a_second_time_fails(clearway: Clearway) -> None:
    clearway("keys", "create", "--name", "shop", "--scope", "orders:read", "--scope", "events:read")
    (row,) = clearway("keys", "list", "--json").documents()
    assert row["scopes"] == [Scope.EVENTS_READ, Scope.ORDERS_READ]
    assert clearway("keys", "revoke", row["id"]).code == 0
    assert clearway("keys", "list", "--json").documents()[0]["state"] == "revoked"
    again = clearway("keys", "revoke", row["id"])
    assert (again.code, again.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("options", [("--scope", "orders:eat"), ("--merchant", "a b"), ("--days", "0")])
def test_keys_when_wanted_wrongly_then_none_is_made(clearway: Clearway, folder: Path, options: tuple[str, ...]) -> None:
    ran = clearway("keys", "create", "--name", "shop", *options)
    assert ran.code == 2
    assert not ran.out
    assert not folder.exists()
