"""Re-screening as bulk work: what each process of a run does with a chunk of orders."""

from collections.abc import Mapping, Sequence
from functools import cache

from api.composition.desk import make_desk
from api.composition.secret import fitting_secret
from engine.clock import SystemClock
from engine.desk.desk import Caller, Desk
from engine.desk.rescreening import Look, look, settle
from engine.ids import TimeOrderedIds
from engine.settings import Settings
from engine.store.chunk_work import LookThenSettle
from engine.store.opening import open_database
from engine.store.sessions import ReadSession, WriteSession

KIND = "rescreen"
BY = "rescreen"


@cache
def _desk() -> Desk:
    """The desk of this process, opened once: a pool starts its processes without one."""
    settings = Settings()
    database = open_database(settings.database)
    return make_desk(database, fitting_secret(settings, database), SystemClock(), TimeOrderedIds())


def looked(session: ReadSession, merchant: str, ids: Sequence[str], _: Mapping[str, object]) -> Look:
    """What would change."""
    return look(_desk(), session, Caller(merchant=merchant, name=BY), ids)


def settled(session: WriteSession, _: str, seen: Look) -> Mapping[str, int]:
    """Writes it."""
    return settle(_desk(), session, seen)


RESCREEN = LookThenSettle(looked, settled)
