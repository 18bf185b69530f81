"""What a command says when the installation is set up wrongly: one line with the next step."""

from pathlib import Path

import pytest

from api.cli.failing import Exit, one_clear_line
from engine.settings import Settings
from engine.store.database import Database


def test_store_when_the_driver_names_no_next_step_then_it_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    nowhere = Database(f"sqlite:///{tmp_path}/gone/clearway.sqlite")
    with pytest.raises(SystemExit) as ended, one_clear_line(), nowhere.read():
        pass
    assert ended.value.code == Exit.NOTHING_READ
    assert capsys.readouterr().err == (
        "clearway: unable to open database file; "
        "check that the database runs and that `CLEARWAY_DATABASE_URL` names it [store_unreachable]\n"
    )


def test_setting_when_it_is_no_number_then_is_told_in_our_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARWAY_PORT", "abc")
    with pytest.raises(SystemExit), one_clear_line():
        Settings()
    assert capsys.readouterr().err == "clearway: CLEARWAY_PORT: write a whole number, in digits [setting_unusable]\n"
