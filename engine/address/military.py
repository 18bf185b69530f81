"""Forces post: domestic for the carrier, yet customs forms apply and many goods are barred."""

import re
from functools import cache

from engine.address.sources import own_rows

SEPARATORS = re.compile(r"[\W_]+")
STATES = frozenset({"AA", "AE", "AP"})
OFFICE = re.compile(r"(?<!\w)(?:APO|FPO|DPO|BFPO)(?!\w)", re.IGNORECASE)
UNIT = re.compile(r"(?<!\w)(?:PSC|CMR|UNIT)\s+\d+\s+BOX\s+\d+")


def military(country: str, street: str, city: str, state: str | None, postcode: str | None) -> bool:
    """Whether it is an address of forces abroad or at sea, by postcode, state, town or the form of its street."""
    if country == "US" and state in STATES:
        return True
    patterns = _postcodes().get(country)
    if patterns is not None and postcode is not None:
        compact = SEPARATORS.sub("", postcode).upper()
        if any(pattern.fullmatch(compact) for pattern in patterns):
            return True
    if OFFICE.fullmatch(city) is not None:
        return True
    lines = street.upper()
    return ("BOX" in lines and UNIT.search(lines) is not None) or "BFPO" in lines


@cache
def _postcodes() -> dict[str, tuple[re.Pattern[str], ...]]:
    listed: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in own_rows("military_postcodes"):
        listed[row["country"]] = (*listed.get(row["country"], ()), re.compile(row["postcode"]))
    return listed
