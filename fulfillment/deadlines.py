"""What must be answered by when: one form for all that has an end, and one list of all of them.

A package that keeps something with an end offers it as `Deadlines`; whoever lists joins the offers. Nothing here knows
what a claim, a return or a dispute is.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol

from engine.store.sessions import ReadSession

Place = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One end. `kind` is what ends (`case`, `dispute`, `claim`, `return`, `notice`) and `id` which one of them.

    `order_id` is None where it belongs to no order yet. `what_happens` is a code for what follows when it passes.
    `source` says who set it, where and when that was read; a text that begins with `assumption` is nobody's rule.
    """

    kind: str
    id: str
    order_id: str | None
    at: datetime
    what_happens: str
    source: str

    @property
    def place(self) -> Place:
        """Where it stands in a list: the earliest first."""
        return self.at, self.id

    def is_overdue(self, now: datetime) -> bool:
        """Whether it has passed."""
        return self.at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesWanted:
    """Which ends: behind a place, until a moment, of some shops only; None is no bound. At most `limit`."""

    limit: int
    after: Place | None = None
    until: datetime | None = None
    shops: frozenset[str] | None = None


class Deadlines(Protocol):
    """What a package offers: the ends of all that it keeps and that still waits for us, the earliest first."""

    def __call__(self, session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]: ...


def soonest(
    session: ReadSession, merchant: str, wanted: DeadlinesWanted, offers: Sequence[Deadlines]
) -> tuple[Deadline, ...]:
    """The first of all that is offered; what stands behind the last one of an answer is asked for by its place."""
    listed = [sorted(each(session, merchant, wanted), key=_place) for each in offers]
    return tuple(islice(heapq.merge(*listed, key=_place), wanted.limit))


def _place(deadline: Deadline) -> Place:
    return deadline.place
