"""A chunk of a run as bulk work, with the desk of the process that does it."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.desk.bulk.anew import Deciding
from engine.desk.desk import Desk
from engine.store.chunk_work import InSteps
from engine.store.chunks import Chunk
from engine.store.database import Database
from engine.store.sessions import WriteSession

Writes = Callable[[WriteSession], Mapping[str, int]]
_LAST: dict[str, tuple[Deciding, int]] = {}  # by run: with how many of its chunks this process has begun


@dataclass(frozen=True, slots=True)
class RescreenHere(InSteps):
    """Decides a chunk, reading only, then writes what changed with its completion."""

    desk: Desk

    def begin(self, database: Database, chunk: Chunk) -> Writes:
        """Decides."""
        return begun(self.desk, database, chunk)


def begun(desk: Desk, database: Database, chunk: Chunk) -> Writes:
    """Decides a chunk, and answers what is to be written with its completion."""
    deciding, begun_before = _LAST.get(chunk.run, (None, 0))
    if deciding is None or deciding.desk is not desk:
        desk.party_lists.look()  # the lists of the run's moment may have come in a moment ago
        deciding, begun_before = Deciding(desk, chunk.merchant, chunk.params), 0
        _LAST.clear()  # what one run holds is large, and seldom do two run at once
    with database.read() as session:
        seen = deciding.look(session, chunk.ids)
    _LAST[chunk.run] = deciding, begun_before + 1
    if begun_before == 1:  # a run of one chunk is over before that pays
        _settle_down()
    return lambda session: deciding.settle(session, chunk.run, seen)


def _settle_down() -> None:
    """Both editions stay to the end of the run: to look for garbage among millions of objects that stay takes a third
    of the time. What stayed of a run before is looked through once more, and goes."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
