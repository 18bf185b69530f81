"""Moments as files write them, into UTC: formats, and zones by name, abbreviation or offset."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from fulfillment.payments.settlement.errors import quoted

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Minutes from UTC of the abbreviations that payment reports write. CST is that of America: Chinese files write GMT+8.
_ABBREVIATIONS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "GST": 240, "IST": 330, "HKT": 480, "SGT": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "BRT": -180, "EDT": -240, "EST": -300, "CDT": -300, "CST": -360, "MDT": -360,
    "MST": -420, "PDT": -420, "PST": -480,
}  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_LONG_NAME = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_MOST_OFFSET = 14 * 60


class BadMoment(ValueError):
    """This is no moment, or no zone; says what to write."""


@lru_cache(maxsize=256)
def read_zone(text: str) -> tzinfo:
    """A zone written `CET`, `PDT`, `GMT+8`, `+01:00` or `Europe/Berlin`. Raises BadMoment."""
    name = text.strip()
    minutes = _ABBREVIATIONS.get(name.upper())
    if minutes is None and (found := _OFFSET.fullmatch(name)) and int(found[3] or 0) < 60:  # an hour
        minutes = (int(found[2]) * 60 + int(found[3] or 0)) * (1 if found[1] == "+" else -1)
    if minutes is not None and abs(minutes) <= _MOST_OFFSET:
        return timezone(timedelta(minutes=minutes))
    try:
        if _LONG_NAME.fullmatch(name):
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        raise BadMoment(f"`{quoted(text)}` is no time zone; write one such as Europe/Berlin") from fault
    raise BadMoment(f"`{quoted(text)}` is no time zone; write UTC, CET, +01:00 or Europe/Berlin")


def read_moment(text: str, formats: Sequence[str], zone: tzinfo) -> datetime:
    """A moment in UTC: ISO 8601, or one of the `strptime` formats. `zone` is that of a moment without one.

    Raises BadMoment.
    """
    bare, zone = _without_zone(text.strip(), zone)
    found = _parsed(bare, formats)
    if found is None:
        like = datetime(2026, 11, 25, 14, 30, tzinfo=UTC).strftime(formats[0]) if formats else "2026-11-25T14:30:00Z"
        raise BadMoment(f"`{quoted(text)}` is no date that this file uses; write it like {like}")
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise BadMoment(f"`{quoted(text)}` is not in this time; check the order of day, month and year")
    return (found if found.tzinfo is not None else found.replace(tzinfo=zone)).astimezone(UTC)


def _without_zone(text: str, zone: tzinfo) -> tuple[str, tzinfo]:
    """A moment that ends in the abbreviation of its zone, such as `… 09:00:00 JST`, without it."""
    rest, _, last = text.rpartition(" ")
    return (rest, read_zone(last)) if rest and last in _ABBREVIATIONS else (text, zone)


def _parsed(text: str, formats: Sequence[str]) -> datetime | None:
    if text.isascii():
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    for each in formats:
        try:
            return datetime.strptime(text, each)  # noqa: DTZ007 - the caller gives it a zone
        except ValueError:
            continue
    return None
