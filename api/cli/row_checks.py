"""One JSON object a line in, one out: what `address check` and `phone check` share. Holds one line at a time."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from api.cli.failing import Exit, say
from engine.errors import ClearwayError, OrderRejected
from engine.order.decoding import decode

STANDARD_INPUT = "-"
BLANK = b" \t\r\n\xef\xbb\xbf"

Check = Callable[[Mapping[str, object]], Mapping[str, object]]


def run(file: str, check: Check) -> Exit:
    """Answers every line in its place. A bad one is told on standard error too, and makes the exit code 1."""
    ended = Exit.NOTHING_READ
    with opened(file) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip(BLANK):
                continue
            answer, fault = _answered(number, line, check)
            if fault is not None:
                say(f"{number}: {fault}")
            bad = fault is not None or ended is Exit.SOME_BAD
            ended = Exit.SOME_BAD if bad else Exit.DONE
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if ended is Exit.NOTHING_READ:
        say("clearway: the input is empty; give one JSON object a line")
    return ended


def _answered(number: int, line: bytes, check: Check) -> tuple[Mapping[str, object], str | None]:
    try:
        return check(decode(line.strip(BLANK))), None
    except OrderRejected as rejected:
        fault = "; ".join(each.detail for each in rejected.faults)
    except ClearwayError as error:
        fault = str(error)
    return {"line": number, "error": fault}, fault


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """The lines of a file, or of standard input for `-`."""
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as opened:
        yield opened
