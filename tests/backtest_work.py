"""A backtest whose first process dies on the way; other processes can import it."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.composition.backtesting import BACKTEST
from engine.store.chunk_work import InSteps
from engine.store.chunks import Chunk
from engine.store.database import Database
from engine.store.sessions import WriteSession


@dataclass(frozen=True, slots=True)
class DeadlyOnce(InSteps):
    """Decides a whole chunk, and is killed before any of it is written, the first time `number` comes."""

    number: int
    mark: Path

    def begin(self, database: Database, chunk: Chunk) -> Callable[[WriteSession], Mapping[str, int]]:
        """Decides."""
        settle = BACKTEST.begin(database, chunk)
        if chunk.number == self.number and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return settle
