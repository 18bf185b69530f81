"""The installation's secret: made once, for us alone, the same for all processes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.composition.secret import FILE, SecretNotUsable, installation_secret
from engine.settings import Settings


def settings_in(folder: Path, secret: str = "") -> Settings:
    return Settings(folder=folder, secret=SecretStr(secret))


def test_secret_when_made_then_only_we_may_read_it_and_it_stays(tmp_path: Path) -> None:
    made = installation_secret(settings_in(tmp_path / "var"))
    path = tmp_path / "var" / FILE
    assert len(made) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert installation_secret(settings_in(tmp_path / "var")) == made
    assert [each.name for each in path.parent.iterdir()] == [FILE]


def test_secret_when_many_start_at_once_then_all_have_the_same(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: installation_secret(settings), range(32)))
    assert len(found) == 1


def test_secret_when_given_then_no_file_is_made(tmp_path: Path) -> None:
    assert installation_secret(settings_in(tmp_path, "ab" * 32)) == b"\xab" * 32
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["x", "ab" * 31, "zz" * 32])
def test_secret_when_too_short_or_no_hexadecimal_then_is_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    with pytest.raises(SecretNotUsable) as refused:
        installation_secret(settings_in(tmp_path, text))
    assert text not in str(refused.value).replace("hexadecimal", "")


def test_secret_when_others_may_read_the_file_then_is_refused(tmp_path: Path) -> None:
    installation_secret(settings_in(tmp_path))
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(SecretNotUsable, match="chmod 600"):
        installation_secret(settings_in(tmp_path))
