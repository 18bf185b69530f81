"""How the log is written: one JSON object a line, or a line of text; on standard error, for whoever collects it.

What libraries say is not ours to judge: of their lines only the place is written, and of exceptions only their types
and places, since words and values in them may be an order's.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TextIO

import orjson

from engine.journal import TOLD, Told, where
from engine.settings import Settings
from engine.under_way import work_under_way

OURS = "clearway"
LONGEST = 2_000  # characters of one value
_QUIET = ("alembic", "uvicorn.access")  # they tell at every look what is told elsewhere


def write_log(settings: Settings, stream: TextIO | None = None) -> None:
    """Has everything that is logged in this process written as the settings say."""
    root = logging.getLogger()
    for before in [each for each in root.handlers if isinstance(each, _ToStream)]:
        root.removeHandler(before)
    root.addHandler(_ToStream(JsonLines() if settings.log_format == "json" else TextLines(), stream))
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(settings.log_level.upper())
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


class _ToStream(logging.Handler):
    """Writes to a stream; to what standard error is at that moment, where none is named."""

    def __init__(self, lines: logging.Formatter, stream: TextIO | None) -> None:
        super().__init__()
        self.setFormatter(lines)
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        """One line, whole: several threads write."""
        stream = self._stream or sys.stderr
        try:
            stream.write(f"{self.format(record)}\n")
            stream.flush()
        except (OSError, ValueError):  # nobody reads any more, or the disk is full: work goes on
            return


def told_by(record: logging.LogRecord) -> Mapping[str, Told]:
    """What a record says, by name; nothing in it comes from outside but identifiers."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"at": at, "level": record.levelname.lower(), "log": record.name} | dict(_content(record))


def _content(record: logging.LogRecord) -> Iterator[tuple[str, Told]]:
    is_ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    yield "event", record.msg if is_ours and isinstance(record.msg, str) else "library_spoke"
    if not is_ours:
        yield "place", f"{record.module}:{record.lineno}:{record.funcName}"
    work = work_under_way()
    if work is not None:
        yield from work.fields.items()
    told: Mapping[str, Told] = getattr(record, TOLD, {})
    yield from ((name, each[:LONGEST] if isinstance(each, str) else each) for name, each in told.items())
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        yield "error", type(error).__name__
        yield "where", where(error)[:LONGEST]


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return orjson.dumps(told_by(record)).decode()


class TextLines(logging.Formatter):
    """Moment, level, event, and the rest as `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end; a value with blanks is in quotes, and cannot begin a line of its own."""
        told = dict(told_by(record))
        head = f"{told.pop('at')} {str(told.pop('level')).upper():7} {told.pop('log')} {told.pop('event')}"
        return " ".join((head, *(f"{name}={_word(value)}" for name, value in told.items())))


def _word(value: Told) -> str:
    text = str(value)
    return text if text.isprintable() and " " not in text and text else orjson.dumps(text).decode()
