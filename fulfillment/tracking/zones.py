"""When something happened: carriers state local times, often without a zone, so the zone follows from where it was.

Told with an offset or a zone, that counts. Else the zone of the place, else of the country; of a country with several
zones the one in data/tracking/zones.csv, which is an assumption and said to be one. Without a country, UTC is assumed.
A time that does not exist or comes twice as clocks change is read by the offset before the change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.bundled import data_folder
from engine.goods.files import read_csv

SECONDS = "seconds"


class ZoneFrom(StrEnum):
    """By what a time's zone is known. `received`: the time could not be read, and it is ours."""

    STATED = "stated"
    PLACE = "place"
    COUNTRY = "country"
    ASSUMED = "assumed"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Happened:
    """`at` in UTC; `local` the wall clock there with its offset (ISO 8601)."""

    at: datetime
    local: str
    zone_from: ZoneFrom


def happened(stated: str, zone: str, country: str, place: str, received: datetime) -> Happened:
    """When it happened, by what was told of it."""
    told = _read(stated)
    if told is None:
        return _of(received, ZoneFrom.RECEIVED)
    if told.tzinfo is not None:
        return _of(told, ZoneFrom.STATED)
    named, known_from = zone_of(zone, country, place)
    return _of(told.replace(tzinfo=named), known_from)


def zone_of(zone: str, country: str, place: str) -> tuple[ZoneInfo, ZoneFrom]:
    """The zone in which a local time is to be read."""
    stated = _named(zone)
    if stated is not None:
        return stated, ZoneFrom.STATED
    in_place = _place_zone(country, place)
    if in_place is not None:
        return ZoneInfo(in_place), ZoneFrom.PLACE
    known = country_zones().get(country)
    if known is None:
        return ZoneInfo("UTC"), ZoneFrom.ASSUMED
    return ZoneInfo(known[0]), ZoneFrom.ASSUMED if known[1] else ZoneFrom.COUNTRY


@cache
def country_zones() -> Mapping[str, tuple[str, bool]]:
    """Country -> its zone, and whether that is one of several. Raises DataRejected."""
    rows = read_csv(data_folder() / "tracking" / "zones.csv", frozenset({"country", "zone", "assumed"}))
    return {row.text("country"): (row.text("zone"), row.text("assumed") == "yes") for row in rows}


@cache
def place_zones() -> Mapping[tuple[str, str], str]:
    """Country and place, in capitals -> zone. Raises DataRejected."""
    rows = read_csv(data_folder() / "tracking" / "places.csv", frozenset({"country", "place", "zone"}))
    return {(row.text("country"), row.text("place")): row.text("zone") for row in rows}


def _place_zone(country: str, place: str) -> str | None:
    """By the state at the end (`LOS ANGELES, CA`) or the town in front, the state first."""
    if not country or not place:
        return None
    parts = [part.strip() for part in place.upper().replace("-", ",").split(",")]
    zones = place_zones()
    exact = next((found for part in reversed(parts) if (found := zones.get((country, part)))), None)
    if exact is not None:
        return exact
    return next((zone for (land, name), zone in sorted(zones.items(), key=lambda each: -len(each[0][1]))
                 if land == country and len(name) > 3 and name in parts[0]), None)  # fmt: skip


def _named(zone: str) -> ZoneInfo | None:
    if not zone:
        return None
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _read(stated: str) -> datetime | None:
    try:
        return datetime.fromisoformat(stated.strip())
    except ValueError:
        return None


def _of(moment: datetime, known_from: ZoneFrom) -> Happened:
    return Happened(moment.astimezone(UTC), moment.isoformat(timespec=SECONDS), known_from)
