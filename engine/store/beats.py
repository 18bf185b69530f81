"""Signs of life of workers as rows, in the database's own time: machines need not agree on theirs."""

from sqlalchemy import bindparam, delete, func, select, update

from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import WORKER_BEAT

ALL = "*"  # a worker works for all merchants
SECOND = 1_000_000
KEPT_S = 86_400.0  # a worker that has been silent for so long is not spoken of any more

_BEAT = update(WORKER_BEAT).where(WORKER_BEAT.c.owner == bindparam("who")).values(at=bindparam("moment"))
_OLD = delete(WORKER_BEAT).where(WORKER_BEAT.c.at < bindparam("before"))
_NEWEST = select(func.max(WORKER_BEAT.c.at))
_ALIVE = select(func.count()).select_from(WORKER_BEAT).where(WORKER_BEAT.c.at >= bindparam("since"))


def beat(session: WriteSession, owner: str) -> None:
    """This worker lives."""
    now = session.now()
    if session.run(_BEAT, {"who": owner, "moment": now}) == 0:
        session.add(WORKER_BEAT, [{"owner": owner, "merchant_id": ALL, "started_at": now, "at": now}])
        session.run(_OLD, {"before": now - int(KEPT_S * SECOND)})


def silent_for_s(session: ReadSession) -> float | None:
    """Seconds since any worker gave a sign of life; None when none ever did."""
    newest = session.number(_NEWEST)
    return (session.now() - newest) / SECOND if newest else None


def alive(session: ReadSession, within_s: float) -> int:
    """How many workers gave a sign of life lately."""
    return session.number(_ALIVE, {"since": session.now() - int(within_s * SECOND)})
