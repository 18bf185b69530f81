"""Customs territories: which union or country a parcel enters, and whether the union's value added tax follows it."""

import re
from dataclasses import dataclass
from functools import cache

from engine.address.sources import own_rows
from engine.address.territory import resolve_country

SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class CustomsTerritory:
    """`name` is a union's or country's code; an enclave outside its country's customs area has a code of its own."""

    name: str
    inside_vat: bool


def customs_territory(country: str, postcode: str | None = None) -> str:
    """EU, UK, CH, an enclave such as ES-CE, or the country's own code."""
    return customs_place(country, postcode).name


def customs_place(country: str, postcode: str | None = None) -> CustomsTerritory:
    """The customs territory, and whether the union's VAT area covers the place (false outside any union)."""
    actual = resolve_country(country, postcode)
    rows = _territories().get(actual)
    if rows is None:
        return CustomsTerritory(actual, inside_vat=False)
    # A prefix of another country's code says nothing here: 35 is Las Palmas only while the code is Spanish.
    compact = SEPARATORS.sub("", postcode).upper() if postcode is not None else ""
    bare = compact.removeprefix(actual)
    return next(place for prefix, place in rows if bare.startswith(prefix))


@cache
def _territories() -> dict[str, tuple[tuple[str, CustomsTerritory], ...]]:
    grouped: dict[str, dict[str, CustomsTerritory]] = {}
    for row in own_rows("customs_territories"):
        place = CustomsTerritory(row["territory"], row["vat"] == "inside")
        grouped.setdefault(row["country"], {})[row["postcode"]] = place
    return {
        country: tuple(sorted({"": CustomsTerritory(country, inside_vat=False), **rows}.items(), key=_longest_first))
        for country, rows in grouped.items()
    }


def _longest_first(entry: tuple[str, CustomsTerritory]) -> int:
    return -len(entry[0])
