"""Champion and challenger on the same orders, as decisions kept them, in columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from engine.anomaly.ranking import Days, Marks
from engine.anomaly.trees import Floats
from engine.desk.desk import Desk
from engine.desk.model_rows import ModelRow, Said, model_rows
from engine.desk.models import MAIN
from engine.store.models import newest_of_all
from engine.store.scored_orders import merchants_with_orders
from engine.store.sessions import ReadSession

REFUSED = "cancel"
USUAL_MATURE_DAYS = 7.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shadow:
    """One row an order that both scored. `before` and `after` are what a reviewer would follow: the probability where
    a model tells one, else the percentile. `usable` marks rows of which it is known whether they were `fraud`."""

    day: Days
    before: Floats
    after: Floats
    percentile_before: Floats
    percentile_after: Floats
    score_after: Floats
    fraud: Marks
    usable: Marks

    def __len__(self) -> int:
        return len(self.day)


def shadow_of(
    desk: Desk,
    session: ReadSession,
    owner: str,
    champion: str,
    challenger: str,
    *,
    since: datetime,
    mature: timedelta,
) -> Shadow:
    """The orders decided since a moment that two models of an owner both scored, by their digests."""
    now = desk.clock.now()
    pairs = [
        (row, row.champion, row.challenger)
        for merchant in served_by(session, owner)
        for row in model_rows(desk, session, merchant, as_of=now, decided_since=since, bare=True)
        if _is_of(row.champion, champion) and _is_of(row.challenger, challenger)
    ]
    both = [(row, old, new) for row, old, new in pairs if old is not None and new is not None]
    states = [fraud_of(row, now - mature) for row, _, _ in both]
    return Shadow(
        day=np.array([row.placed_at.toordinal() for row, _, _ in both], np.int64),
        before=followed([old for _, old, _ in both]),
        after=followed([new for _, _, new in both]),
        percentile_before=np.array([old.percentile for _, old, _ in both], np.float64),
        percentile_after=np.array([new.percentile for _, _, new in both], np.float64),
        score_after=np.array([new.score for _, _, new in both], np.float64),
        fraud=np.array([state is True for state in states], np.bool_),
        usable=np.array([state is not None for state in states], np.bool_),
    )


def fraud_of(row: ModelRow, mature_until: datetime) -> bool | None:
    """Whether an order was fraud, as far as can be told: what nobody labelled counts as honest once it is old enough.

    An order that was refused never had the chance to become one, so without a label it says nothing.
    """
    if row.known is not None:
        return row.known.fraud
    if row.labels or (row.outcome == REFUSED and row.let_through_percent is None) or row.placed_at > mature_until:
        return None
    return False


def _is_of(said: Said | None, digest: str) -> bool:
    return said is not None and said.version == digest


def served_by(session: ReadSession, owner: str) -> Sequence[str]:
    """Whose orders an owner's models score: with `main`, those of all who have no models of their own."""
    if owner != MAIN:
        return (owner,)
    own = {merchant for merchant, newest in newest_of_all(session).items() if newest.seq}
    return sorted({MAIN, *merchants_with_orders(session)} - (own - {MAIN}))


def followed(said: Sequence[Said]) -> Floats:
    """One score an order, as a reviewer would follow it: the probability, or the percentile where there is none."""
    has_probability = bool(said) and not any(math.isnan(each.probability) for each in said)
    return np.array([each.probability if has_probability else each.percentile for each in said], np.float64)
