"""How old what is open is, in whole days."""

from datetime import datetime

BOUNDS = (7, 14, 30, 60)
AGES = ("0-7", "8-14", "15-30", "31-60", "61+")


def days_between(opened_at: datetime, now: datetime) -> int:
    """Whole days; none for what is opened later than now."""
    return max(0, (now - opened_at).days)


def age_of(opened_at: datetime, now: datetime) -> str:
    """The bucket."""
    days = days_between(opened_at, now)
    return next((word for most, word in zip(BOUNDS, AGES, strict=False) if days <= most), AGES[-1])
