"""How far goods travel: great circles between the main places of countries, and postcodes within one.

A warehouse in the country of destination is nearer than any abroad; of several there, the one whose postcode has more
leading characters in common with the consignee's, then the one whose first digit is nearer, since postal regions that
lie next to each other are mostly numbered so.
"""

import csv
from collections.abc import Mapping
from functools import cache
from math import asin, cos, radians, sin, sqrt

from engine.bundled import data_folder

EARTH_KM = 6371  # mean radius, IUGG
UNKNOWN_KM = 20_015  # half way round
LONGEST_CODE = 10
WITHIN = 500  # km at most that a postcode can make: less than to any other country's main place, for most

Places = Mapping[str, tuple[float, float]]


@cache
def places() -> Places:
    """Country -> latitude and longitude of its main place, in degrees."""
    path = data_folder() / "zones" / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["country"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}


def distance(country: str, postcode: str, to_country: str, to_postcode: str) -> int:
    """A measure of the way, in kilometres; only for telling what is nearer."""
    if country == to_country:
        return _within(_compact(postcode), _compact(to_postcode))
    one, other = places().get(country), places().get(to_country)
    return UNKNOWN_KM if one is None or other is None else WITHIN + _great_circle(one, other)


def _within(one: str, other: str) -> int:
    if not one or not other:
        return WITHIN // 2
    alike = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), LONGEST_CODE)
    if alike:
        return WITHIN // (10 * alike)
    steps = abs(int(one[0]) - int(other[0])) if one[0].isdigit() and other[0].isdigit() else 5
    return WITHIN // 10 + steps * WITHIN // 25


def _compact(postcode: str) -> str:
    return "".join(each for each in postcode.upper() if each.isalnum())


def _great_circle(one: tuple[float, float], other: tuple[float, float]) -> int:
    """The haversine formula (R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68, 1984)."""
    (lat_a, lon_a), (lat_b, lon_b) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    arc = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(min(1.0, arc))))
