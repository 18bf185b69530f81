"""A chunk of a run as bulk work, with the desk of the process that does it."""

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
    if deciding is None or deciding.desk is not desk:
        desk.party_lists.look()  # the lists of the run's moment may have come in a moment ago
        deciding = Deciding(desk, chunk.merchant, chunk.params)
        _LAST.clear()  # what one run holds is large, and seldom do two run at once
        _LAST[chunk.run] = deciding
    with database.read() as session:
        seen = deciding.look(session, chunk.ids)
    return lambda session: deciding.settle(session, chunk.run, seen)
