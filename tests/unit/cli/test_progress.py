"""The bar on standard error."""

import sys
from io import StringIO

import pytest

from api.cli.progress import progress


class Terminal(StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def advanced(monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False, error: StringIO, output: StringIO) -> str:
    """What appears on standard error while three records are remembered and one is decided."""
    with monkeypatch.context() as patch:
        patch.setenv("TERM", "xterm")
        patch.setattr(sys, "stderr", error)
        patch.setattr(sys, "stdout", output)
        with progress(quiet=quiet) as steps:
            for count in (1, 2, 3):
                steps.remembered(count)
            steps.decided(1)
    return error.getvalue()


def test_progress_when_on_a_terminal_then_shows_both_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = advanced(monkeypatch, error=Terminal(), output=StringIO())
    assert "1/2" in shown
    assert "2/2" in shown


def test_progress_when_rows_go_to_the_same_terminal_then_gives_way_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = advanced(monkeypatch, error=Terminal(), output=Terminal())
    assert "1/2" in shown
    assert "2/2" not in shown


@pytest.mark.parametrize(("quiet", "error"), [(True, Terminal()), (False, StringIO())])
def test_progress_when_nobody_watches_then_shows_nothing(
    monkeypatch: pytest.MonkeyPatch, quiet: bool, error: StringIO
) -> None:
    assert advanced(monkeypatch, quiet=quiet, error=error, output=StringIO()) == ""
