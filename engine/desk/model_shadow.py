"""Champion and challenger on the same orders, as decisions kept them, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from engine.anomaly.ranking import Days, Marks
from engine.anomaly.trees import Floats
from engine.desk.desk import Desk
from engine.desk.model_rows import ModelRow, Said, known_of
from engine.desk.models import MAIN
from engine.store.models import newest_of_all
from engine.store.said_both import BothSaid, BothWanted, said_by_both
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
    both = [
        each
        for merchant in served_by(session, owner)
        for each in said_by_both(
            session,
            BothWanted(merchant=merchant, champion=champion, challenger=challenger, since=since, known_by=now,
                       mature=now - mature),
        )
    ]  # fmt: skip
    states = [_is_fraud(each) for each in both]
    percentile_before = _floats([each.percentile_before for each in both])
    percentile_after = _floats([each.percentile_after for each in both])
    return Shadow(
        day=np.array([each.placed_at.toordinal() for each in both], np.int64),
        before=_followed(percentile_before, _floats([each.probability_before for each in both])),
        after=_followed(percentile_after, _floats([each.probability_after for each in both])),
        percentile_before=percentile_before,
        percentile_after=percentile_after,
        score_after=_floats([each.score_after for each in both]),
        fraud=np.array([state is True for state in states], np.bool_),
        usable=np.array([state is not None for state in states], np.bool_),
    )


def _is_fraud(order: BothSaid) -> bool | None:
    """The same as `fraud_of`."""
    if order.labels:
        known = known_of(order.labels)
        return None if known is None else known.fraud
    return False if order.is_honest else None


def fraud_of(row: ModelRow, mature_until: datetime) -> bool | None:
    """Whether an order was fraud, as far as can be told: what nobody labelled counts as honest once it is old enough.

    An order that was refused never had the chance to become one, so without a label it says nothing.
    """
    if row.known is not None:
        return row.known.fraud
    if row.labels or (row.outcome == REFUSED and row.let_through_percent is None) or row.placed_at > mature_until:
        return None
    return False


def served_by(session: ReadSession, owner: str) -> Sequence[str]:
    """Whose orders an owner's models score: with `main`, those of all who have no models of their own."""
    if owner != MAIN:
        return (owner,)
    own = {merchant for merchant, newest in newest_of_all(session).items() if newest.seq}
    return sorted({MAIN, *merchants_with_orders(session)} - (own - {MAIN}))


def followed(said: Sequence[Said]) -> Floats:
    """One score an order, as a reviewer would follow it: the probability, or the percentile where there is none."""
    return _followed(_floats([each.percentile for each in said]), _floats([each.probability for each in said]))


def _followed(percentiles: Floats, probabilities: Floats) -> Floats:
    return percentiles if np.isnan(probabilities).any() else probabilities


def _floats(found: Sequence[float]) -> Floats:
    return np.array(found, np.float64)
