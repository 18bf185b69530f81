"""How a command ends when it cannot do what was asked: one clear line on standard error and an exit code."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import NoReturn

from engine.errors import ClearwayError


class Exit(IntEnum):
    """`SOME_BAD`: some records, rules or tests were faulty. `NOTHING_READ`: no result at all, or wrong usage."""

    DONE = 0
    SOME_BAD = 1
    NOTHING_READ = 2


class Wrong(StrEnum):
    """Codes of what only the command line refuses; all else has the code of its error. They are never renamed.

    `docs/how-to-screen-a-file.md` tells what each means.
    """

    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_COMMAND = "unknown_command"
    MISSING = "option_missing"
    REFUSED = "option_refused"
    WANTS_VALUE = "option_without_value"
    TOO_MUCH = "argument_unknown"
    WRONG_USE = "wrong_use"
    STOPPED = "stopped"
    SETTING = "setting_unusable"
    NO_FILE = "file_not_opened"
    NO_FOLDER = "no_such_folder"
    FILE_THERE = "file_there"
    NOT_UTF8 = "not_utf8"
    FILE = "file_refused"
    ORDER = "order_rejected"
    NOT_FOUND = "not_found"
    SEVERAL = "several_orders"
    CHANGED_HERE = "changed_here"
    NOT_LISTENING = "not_listening"
    REAL_ORDERS = "real_orders"
    WAVE = "wave_not_released"
    NO_ORDER_LEADS = "no_order_leads_there"


_OS_ERRORS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "there is no such file; check the path"),
    (IsADirectoryError, "this is a folder; name a file in it"),
    (PermissionError, "the file may not be opened; check its permissions"),
)


def say(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{text}\n")


def fail(code: str, text: str, end: Exit = Exit.NOTHING_READ) -> NoReturn:
    """Ends the command with a line on standard error that closes with its code, unless it has one of its own."""
    say(f"clearway: {text if text.endswith(']') else f'{text} [{code}]'}")
    raise SystemExit(end)


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

        fail(error.code, told_here(error))
    except UnicodeDecodeError as error:
        fail(Wrong.NOT_UTF8, f"the file is not UTF-8 text, at byte {error.start}; save it as UTF-8")
    except ValueError as error:
        text = _of_settings(error)
        if text is None:
            raise
        fail(Wrong.SETTING, text)
    except OSError as error:
        hint = _of_file(error)
        fail(Wrong.NO_FILE, f"{error.filename}: {hint}" if error.filename else hint)
