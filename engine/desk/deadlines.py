"""Until when a person can still save an order: the earliest of several clocks, and which of them it is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Clock(StrEnum):
    """Whose time runs. Of two that end together, the one named first rules."""

    AUTHORISATION = "authorisation"
    HONOUR = "honour_period"
    SHIP_BY = "ship_by"
    AUTO_CANCEL = "auto_cancel"
    PERSON = "person"
    GIVE_UP = "give_up"


MONEY = frozenset({Clock.AUTHORISATION, Clock.HONOUR})
RANK = {clock: number for number, clock in enumerate(Clock)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When the time is over, and by which clock."""

    at: datetime
    clock: Clock


def deadline(ends: Mapping[Clock, datetime], floor: datetime, since: datetime | None = None) -> Deadline:
    """The earliest end, but never before `floor`: people have that long however late it is.

    `since` is when something was done about a clock that had ended: those that were over by then rule no more. There
    is always an end of giving up, and it rules where all else is over.
    """
    open_ = {clock: at for clock, at in ends.items() if since is None or at > since}
    left = open_ or {Clock.GIVE_UP: ends[Clock.GIVE_UP]}
    clock = min(left, key=lambda each: (left[each], RANK[each]))
    return Deadline(at=max(left[clock], floor), clock=clock)


def warned_at(due: datetime, placed_at: datetime, warning: timedelta) -> datetime:
    """When the warning of an end is told: so long before, but not before the hold was there."""
    return max(placed_at, due - warning)
