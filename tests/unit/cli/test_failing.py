"""What a command says when the installation is set up wrongly: one line with the next step."""

import pytest

from api.cli.failing import Exit, one_clear_line
from engine.errors import StoreUnreachable
from engine.settings import Settings


def said(capsys: pytest.CaptureFixture[str], error: Exception) -> str:
    with pytest.raises(SystemExit) as ended, one_clear_line():
        raise error
    assert ended.value.code == Exit.NOTHING_READ
    return capsys.readouterr().err


def test_store_when_the_driver_names_no_next_step_then_it_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, StoreUnreachable("unable to open database file")) == (
        "clearway: unable to open database file; "
        "check that the database runs and that `CLEARWAY_DATABASE_URL` names it\n"
    )


def test_store_when_the_next_step_is_told_already_then_nothing_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    told = "the address cannot be read; set `CLEARWAY_DATABASE_URL`"
    assert said(capsys, StoreUnreachable(told)) == f"clearway: {told}\n"


def test_setting_when_it_is_no_number_then_is_told_in_our_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_PORT", "abc")
    with pytest.raises(SystemExit), one_clear_line():
        Settings()
    assert capsys.readouterr().err == "clearway: CLEARWAY_PORT: write a whole number, in digits\n"
