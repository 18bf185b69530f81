"""The bar on standard error."""

import sys
from io import StringIO

import pytest

from api.cli.progress import progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error, as a terminal that remembers."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    return shown


def advanced(*, quiet: bool) -> None:
    with progress(quiet=quiet) as steps:
        for count in (1, 2, 3):
            steps.remembered(count)
        steps.decided(1)


def test_progress_when_on_a_terminal_then_shows_both_passes(terminal: Terminal) -> None:
    advanced(quiet=False)
    assert "1/2" in terminal.getvalue()
    assert "2/2" in terminal.getvalue()


def test_progress_when_rows_go_to_the_same_terminal_then_gives_way_to_them(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    advanced(quiet=False)
    assert "2/2" not in terminal.getvalue()


def test_progress_when_quiet_then_shows_nothing(terminal: Terminal) -> None:
    advanced(quiet=True)
    assert terminal.getvalue() == ""


def test_progress_when_not_on_a_terminal_then_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    advanced(quiet=False)
    assert capsys.readouterr().err == ""
