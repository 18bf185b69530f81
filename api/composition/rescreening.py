"""Re-screening as bulk work: what each process of a run does with a chunk of orders, on this machine or another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from api.composition.desk import make_desk
from api.composition.secret import fitting_secret
from engine.clock import SystemClock
from engine.desk.bulk.chunk_work import begun
from engine.desk.desk import Desk
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.chunk_work import InSteps, Terms, do_chunk
from engine.store.chunks import Chunk
from engine.store.database import Database
from engine.store.opening import open_database
from engine.store.sessions import WriteSession


@cache
def _desk() -> Desk:
    """The desk of this process, opened once: a pool starts its processes without one."""
    settings = Settings()
    database = open_database(settings.database)
    return make_desk(database, fitting_secret(settings, database), SystemClock(), TimeOrderedIds())


@dataclass(frozen=True, slots=True)
class Rescreen(InSteps):
    """Decides a chunk, reading only, then writes what changed with its completion."""

    def begin(self, database: Database, chunk: Chunk) -> Callable[[WriteSession], Mapping[str, int]]:
        """Decides."""
        return begun(_desk(), database, chunk)


RESCREEN = Rescreen()


def chunk_elsewhere(run: str, number: int, _: object, terms: Terms) -> str:
    """Works on one chunk where nothing but its name was sent: the database is that of this process's own settings."""
    return do_chunk(Settings().database, run, number, RESCREEN, terms)
