"""`clearway settings`, and small mistakes at the command line."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))


def test_settings_when_one_is_set_then_it_counts(clearway: Clearway) -> None:
    assert "review_lock_minutes = 15 " in clearway("settings", "list").out
    assert clearway("settings", "set", "review_lock_minutes", "30").out == "review_lock_minutes = 30\n"
    assert "review_lock_minutes = 30 " in clearway("settings", "list").out


def test_settings_when_out_of_bounds_then_one_clear_line(clearway: Clearway) -> None:
    said = clearway("settings", "set", "review_lock_minutes", "0")
    assert (said.code, said.err) == (2, "clearway: `review_lock_minutes` must be from 1 to 1440 [setting_rejected]\n")


def test_keys_when_there_are_none_then_says_how_to_make_one(clearway: Clearway) -> None:
    assert "keys create" in clearway("keys", "list").err


def test_revoke_when_the_key_itself_is_pasted_then_never_repeats_it(clearway: Clearway) -> None:
    said = clearway("keys", "revoke", "cw_live_pastedByMistake")
    assert "cw_live" not in said.out + said.err
    assert "by its id" in said.err


def test_rescreen_when_the_outcome_is_unheard_of_then_names_all(clearway: Clearway) -> None:
    assert "ask_customer" in clearway("rescreen", "--outcome", "nope").err
