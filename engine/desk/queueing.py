"""In which order reviews are worked on. Pure.

What is more serious comes first, and what ends sooner: both in one number that never has to be written again while time
goes by. An hour that is left weighs as much as a point of priority, and for all orders the same time passes; so who is
before whom stays the same until a deadline or a priority changes. What people see, the urgency, is counted when they
look.
"""

from datetime import datetime, timedelta

A_POINT = timedelta(hours=1)
ESCALATED = 1000  # points, more than any order has by itself: before all that was not
FAR = timedelta(days=30)  # as far as an end is looked at
MOST = 2**31 - 1


def rank_at(priority: int, due_at: datetime | None, opened_at: datetime) -> datetime:
    """The moment by which reviews are sorted, the earliest first. Without an end, one far ahead counts."""
    return (opened_at + FAR if due_at is None else due_at) - priority * A_POINT


def urgency(priority: int, due_at: datetime | None, now: datetime) -> int:
    """Points: the priority, and one more for each hour that the end is nearer than FAR. It sorts as `rank_at` does."""
    if due_at is None:
        return priority
    return max(-MOST, min(MOST, priority + (FAR - (due_at - now)) // A_POINT))
