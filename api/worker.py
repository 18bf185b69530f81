"""The composition root of work: which handler does which kind of job. Nothing else knows all of them.

To add a kind, add one line to `handlers`. A handler that acts on the outside is an `OutsideHandler`.
"""

import os
import platform
import random
from collections.abc import Mapping
from dataclasses import dataclass

from api.composition.desk import make_desk
from api.composition.secret import fitting_secret
from api.composition.site import make_site
from engine.clock import Clock, SystemClock
from engine.desk import telling
from engine.desk.desk import Desk
from engine.ids import Ids, TimeOrderedIds
from engine.settings import Settings
from engine.store.database import Database
from engine.store.handling import AnyHandler, Listener, OutsideHandler, Pace
from engine.store.worker import Worker
from fulfillment import handlers as fulfilment


@dataclass(frozen=True, slots=True)
class Parts:
    """What handlers are made of."""

    database: Database
    settings: Settings
    clock: Clock
    ids: Ids
    desk: Desk


def parts_of(database: Database, settings: Settings) -> Parts:
    """The parts of a real process."""
    clock, ids = SystemClock(), TimeOrderedIds()
    return Parts(database, settings, clock, ids, make_desk(database, fitting_secret(settings, database), clock, ids))


def handlers(parts: Parts) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    site = make_site(parts.desk)
    outside = fulfilment.outside_handlers(site, parts.clock, parts.database, parts.settings.folder / "outbox")
    return {
        **telling.handlers(parts.ids),
        **fulfilment.handlers(site, parts.clock),
        **{kind: OutsideHandler(each.act, each.settle) for kind, each in outside.items()},
    }


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
