"""Backtests as bulk work: what each process of a run does with a chunk of stored decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from api.composition.desk import make_desk
from api.composition.secret import fitting_secret
from engine.clock import SystemClock
from engine.desk.backtesting import Look, look, settle
from engine.desk.desk import Desk
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.chunk_work import InSteps
from engine.store.chunks import Chunk
from engine.store.database import Database
from engine.store.opening import open_database
from engine.store.sessions import WriteSession

BY = "backtest"


@cache
def _desk() -> Desk:
    """The desk of this process, opened once: a pool starts its processes without one."""
    settings = Settings()
    database = open_database(settings.database)
    return make_desk(database, fitting_secret(settings, database), SystemClock(), TimeOrderedIds())


@dataclass(frozen=True, slots=True)
class Backtest(InSteps):
    """Decides a chunk twice, reading only, then writes its rows with its completion."""

    def begin(self, database: Database, chunk: Chunk) -> partial[Mapping[str, int]]:
        """Decides."""
        with database.read() as session:
            seen = look(_desk(), session, chunk.merchant, chunk.ids, chunk.params)
        return partial(_settled, chunk.merchant, chunk.run, seen)


def _settled(merchant: str, run: str, seen: Look, session: WriteSession) -> Mapping[str, int]:
    return settle(session, merchant, run, seen)


BACKTEST = Backtest()
