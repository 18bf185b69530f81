"""`python -m tests.skewed_service …` is `clearway` on a machine whose clock is wrong: by as many seconds as are in the
file that `AHEAD_IN` names, which may change at any time. The database keeps its own time."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uuid_utils

from api.cli.main import app
from engine.clock import SystemClock
from engine.ids import Prefix, TimeOrderedIds

AHEAD_IN = "CLEARWAY_TEST_AHEAD_IN"
RANDOM_BITS = 80  # of a UUID of version 7: what lies below its milliseconds


def ahead_s() -> int:
    """By how much the clock is ahead just now."""
    return int(Path(os.environ[AHEAD_IN]).read_text() or "0")


def wrong_now(_: SystemClock) -> datetime:
    """What this machine believes."""
    return datetime.now(UTC) + timedelta(seconds=ahead_s())


def wrong_id(_: TimeOrderedIds, prefix: Prefix) -> str:
    """An id as it is made on such a machine: as far ahead as its clock."""
    return f"{prefix}_{uuid_utils.uuid7().int + (ahead_s() * 1000 << RANDOM_BITS):032x}"


if __name__ == "__main__":
    for kind, name, wrong in ((SystemClock, "now", wrong_now), (TimeOrderedIds, "new", wrong_id)):
        setattr(kind, name, wrong)
    app(prog_name="clearway")
