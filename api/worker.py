"""The composition root of work: which handler does which kind of job. Nothing else knows all of them.

To add a kind, add one line to `handlers`. A handler that acts on the outside is an `OutsideHandler`.
"""

import os
import platform
import random
from collections.abc import Mapping
from dataclasses import dataclass

from engine.clock import Clock, SystemClock
from engine.ids import Ids, TimeOrderedIds
from engine.settings import Settings
from engine.store.database import Database
from engine.store.handling import AnyHandler, Listener, Pace
from engine.store.worker import Worker


@dataclass(frozen=True, slots=True)
class Parts:
    """What handlers are made of."""

    database: Database
    settings: Settings
    clock: Clock
    ids: Ids


def parts_of(database: Database, settings: Settings) -> Parts:
    """The parts of a real process."""
    return Parts(database, settings, SystemClock(), TimeOrderedIds())


def handlers(parts: Parts) -> Mapping[str, AnyHandler]:  # noqa: ARG001 - the first handler will need them
    """Kind of job -> its handler."""
    return {}


def make_worker(parts: Parts, listener: Listener | None = None, pace: Pace | None = None) -> Worker:
    """A worker for all kinds, named by machine and process."""
    return Worker(
        parts.database,
        handlers(parts),
        f"{platform.node()}:{os.getpid()}",
        luck=random.SystemRandom().random,
        pace=pace,
        listener=listener,
    )
