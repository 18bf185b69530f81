"""Public holidays of countries and their parts, as the library `holidays` has them; the only importer of it.

An unknown country, or a year that the library does not know, has none: a warehouse names its own days then.
"""

from datetime import date
from functools import lru_cache

import holidays

MOST_KEPT = 512  # countries, regions and years


@lru_cache(maxsize=MOST_KEPT)
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The days of a year. `country` is ISO 3166-1 alpha-2, `region` a code of ISO 3166-2 without its country, or a
    name; one that is not known counts as none."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=_subdivision(country, region), years=year))


def _subdivision(country: str, region: str) -> str | None:
    wanted = region.strip().casefold().removeprefix(f"{country.casefold()}-")
    if not wanted:
        return None
    known = holidays.country_holidays(country)
    names = {code.casefold(): code for code in known.subdivisions}
    names |= {name.casefold(): code for name, code in known.subdivisions_aliases.items()}
    return names.get(wanted)
