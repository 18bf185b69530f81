"""How a command ends when it cannot do what was asked: one clear line on standard error and an exit code."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import NoReturn

from engine.errors import ClearwayError


class Exit(IntEnum):
    """`SOME_BAD`: some records, rules or tests were faulty. `NOTHING_READ`: no result at all, or wrong usage."""

    DONE = 0
    SOME_BAD = 1
    NOTHING_READ = 2


_OS_ERRORS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "there is no such file; check the path"),
    (IsADirectoryError, "this is a folder; name a file in it"),
    (PermissionError, "the file may not be opened; check its permissions"),
)


_FILE_CODE = "file_not_opened"


def say(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{text}\n")


def fail(text: str, code: Exit = Exit.NOTHING_READ) -> NoReturn:
    """Ends the command with a line on standard error."""
    say(f"clearway: {text}")
    raise SystemExit(code)


def _of_settings(error: ValueError) -> str | None:
    """Which variable of the environment is wrong, when that is what this error says."""
    from pydantic import ValidationError  # only who failed pays for it

    if not isinstance(error, ValidationError) or error.title != "Settings":
        return None
    wrong = error.errors(include_url=False, include_input=False)[0]
    from api.schemas.faults import parameter_sentence_of

    return f"CLEARWAY_{str(wrong['loc'][0]).upper()}: {parameter_sentence_of(wrong)}"


def _of_file(error: OSError) -> str:
    """What to do about a file that cannot be opened: to read it, or to write it where there is no folder for it."""
    folder = Path(str(error.filename)).parent
    if isinstance(error, FileNotFoundError) and error.filename and not folder.is_dir():
        return f"there is no folder {folder}; make it, or check the path"
    return next((text for kind, text in _OS_ERRORS if isinstance(error, kind)), error.strerror or str(error))


@contextmanager
def one_clear_line() -> Iterator[None]:
    """Turns what can go wrong with files and their content into one line for the user, without a traceback."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output (`head`, a pager) has gone: that is no failure, but Python would flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(Exit.DONE) from None
    except ClearwayError as error:
        from api.cli.next_steps import told_here

        fail(told_here(error))
    except UnicodeDecodeError as error:
        fail(f"the file is not UTF-8 text, at byte {error.start}; save it as UTF-8 [not_utf8]")
    except ValueError as error:
        text = _of_settings(error)
        if text is None:
            raise
        fail(text)
    except OSError as error:
        hint = _of_file(error)
        fail(f"{error.filename}: {hint} [{_FILE_CODE}]" if error.filename else f"{hint} [{_FILE_CODE}]")
