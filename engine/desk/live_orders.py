"""Orders decided anew at once, since parcels are being packed: what follows from notices and from marks alike."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from engine.store.outbox import NewJob
from engine.store.sessions import ReadSession

URGENT = 10  # before other jobs
LOOKS_AGAIN = timedelta(minutes=1)  # a decision that began before the change may be written after the first look


class HasEnded(Protocol):
    """Whether an order's life has ended, so that nothing that people say concerns it any more."""

    def __call__(self, session: ReadSession, merchant: str, order_id: str, /) -> bool: ...


def rescreen_jobs(
    session: ReadSession, merchant: str, kind: str, name: str, order_ids: Iterable[str], has_ended: HasEnded | None
) -> list[NewJob]:
    """One job of this kind for each order whose life has not ended. `name` names what they follow, once each."""
    return [
        NewJob(kind=kind, merchant=merchant, aggregate=order_id, dedup=f"{kind}:{name}:{order_id}", priority=URGENT)
        for order_id in order_ids
        if has_ended is None or not has_ended(session, merchant, order_id)
    ]
