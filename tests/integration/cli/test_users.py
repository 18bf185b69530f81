"""`clearway users`, `shops`, `entities`, and keys that are bound: made, listed, changed."""

import re
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway

ANA = ("users", "add", "--name", "Ana", "--email", "ana@shop.example")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of the test's own."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    return tmp_path / "var"


def test_user_when_added_then_a_link_is_shown_once(clearway: Clearway) -> None:
    added = clearway(*ANA, "--role", "analyst@de,entity:ACME", "--role", "viewer")
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/welcome/[\w-]{43}\n", added.out)
    listed = clearway("users", "list", "--json")
    (row,) = listed.documents()
    assert (row["name"], row["email"], row["state"]) == ("Ana", "ana@shop.example", "invited")
    assert row["roles"] == ["analyst@de,entity:ACME", "viewer"]
    assert added.out.strip() not in listed.out
    assert str(row["id"]) in clearway("users", "list").out


def test_user_when_given_other_roles_shut_out_and_let_in_again_then_is(clearway: Clearway) -> None:
    clearway(*ANA, "--role", "viewer")
    (row,) = clearway("users", "list", "--json").documents()
    user = str(row["id"])
    assert clearway("users", "role", user, "--role", "approver").out == f"{user} Ana: approver\n"
    assert clearway("users", "disable", user).out.endswith("disabled\n")
    refused = clearway("users", "link", user)
    assert (refused.code != 0, refused.err.count("\n")) == (True, 1)
    assert clearway("users", "disable", user, "--back").out.endswith("invited\n")
    assert "/welcome/" in clearway("users", "link", user).out


@pytest.mark.parametrize(
    "options", [("--role", "king"), ("--role", "viewer@"), ("--role", "viewer", "--merchant", "a b")]
)
def test_user_when_wanted_wrongly_then_one_line_says_so(clearway: Clearway, options: tuple[str, ...]) -> None:
    ran = clearway(*ANA, *options)
    assert (ran.code, ran.err.count("\n"), ran.out) == (2, 1, "")


def test_shops_when_added_then_are_listed_and_keys_bound_to_them(clearway: Clearway) -> None:
    clearway("entities", "add", "ACME", "--name", "Acme GmbH", "--country", "DE")
    assert clearway("shops", "add", "de", "--name", "Germany", "--entity", "ACME").code == 0
    assert clearway("shops", "add", "fr", "--name", "France", "--entity", "NONE").code != 0
    (shop,) = clearway("shops", "list", "--json").documents()
    assert (shop["code"], shop["legal_entity"], shop["active"]) == ("de", "ACME", True)
    assert "Acme GmbH" in clearway("entities", "list").out
    clearway("keys", "create", "--name", "till", "--role", "warehouse", "--shop", "de")
    (key,) = clearway("keys", "list", "--json").documents()
    assert (key["role"], key["shops"], key["legal_entities"]) == ("warehouse", ["de"], [])
    rotated = clearway("keys", "rotate", str(key["id"]), "--hours", "1")
    assert rotated.out.startswith("cw_live_")
    assert len(clearway("keys", "list", "--json").documents()) == 2


@pytest.mark.parametrize(
    "options", [("--role", "king"), ("--role", "viewer", "--scope", "orders:read"), ("--merchant", "*", "--shop", "de")]
)
def test_key_when_wanted_wrongly_then_none_is_made(clearway: Clearway, options: tuple[str, ...]) -> None:
    assert clearway("keys", "create", "--name", "shop", *options).code == 2
