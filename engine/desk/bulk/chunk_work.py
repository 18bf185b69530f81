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
_LAST: dict[str, Deciding] = {}


@dataclass(frozen=True, slots=True)
class RescreenHere(InSteps):
    """Decides a chunk, reading only, then writes what changed with its completion."""

    desk: Desk

    def begin(self, database: Database, chunk: Chunk) -> Writes:
        """Decides."""
        return begun(self.desk, database, chunk)


def begun(desk: Desk, database: Database, chunk: Chunk) -> Writes:
    """Decides a chunk, and answers what is to be written with its completion."""
    deciding = _LAST.get(chunk.run)
    is_new = deciding is None or deciding.desk is not desk
    if deciding is None or is_new:
        desk.party_lists.look()  # the lists of the run's moment may have come in a moment ago
        deciding = Deciding(desk, chunk.merchant, chunk.params)
        _LAST.clear()  # what one run holds is large, and seldom do two run at once
        _LAST[chunk.run] = deciding
    with database.read() as session:
        seen = deciding.look(session, chunk.ids)
    if is_new:
        _settle_down()
    return lambda session: deciding.settle(session, chunk.run, seen)


def _settle_down() -> None:
    """Both editions stay to the end of the run: to look for garbage among millions of objects that stay takes a third
    of the time. What stayed of a run before is looked through once more, and goes."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
