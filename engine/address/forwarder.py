"""Parcel forwarders: how much an address looks like a warehouse that sends parcels on abroad. A score, no verdict.

Most orders to forwarders are honest, so nothing here may hold an order by itself.
"""

import re
from functools import cache

from engine.address.sources import own_rows

# Forwarders tell customers apart by a code in the unit: five digits and more, or letters before four digits.
CUSTOMER_CODE = re.compile(
    r"(?<!\w)(?:ste|suite|unit|apt|apartment|room|rm|dept|no|\#)[\s.:#]*(?:[a-z]{1,5}[\s-]?\d{3,}|\d{5,}|\d{3,}-\d{2,})(?!\w)"
    r"|\#\s?[a-z]{0,5}\d{4,}",
)
LONG_NUMBER = re.compile(r"\d{3}")
LOOSE_CODE = re.compile(r"(?<!\w)[A-Z]{2,5}[-\s]?\d{4,}(?!\w)")
TRADE = re.compile(
    r"freight|forward(?:ing|er)|parcel\s?(?:hub|forward)|shipito|myus|reship|mail\s?box(?:es)?\s?(?:etc)?|aerobox|consolidat"
    r"|cargo|logistics|warehouse|仓库|集运|转运",
)
CODE_WEIGHT, LOOSE_WEIGHT, TRADE_WEIGHT = 40, 20, 30
FULL = 100


def forwarder_score(country: str, street: str, company: str | None, name: str | None, postcode: str | None) -> int:
    """0 to 100: a customer's code in the unit, words of the trade, and an area where forwarders gather."""
    score = 0
    lowered = street.lower()  # patterns that mind case are several times as fast
    if LONG_NUMBER.search(lowered) is not None and CUSTOMER_CODE.search(lowered) is not None:
        score += CODE_WEIGHT
    elif LOOSE_CODE.search(street) is not None or (name is not None and LOOSE_CODE.search(name) is not None):
        score += LOOSE_WEIGHT
    if TRADE.search(lowered) is not None or (company is not None and TRADE.search(company.lower()) is not None):
        score += TRADE_WEIGHT
    return min(FULL, score + _area_weight(country, postcode))


def _area_weight(country: str, postcode: str | None) -> int:
    areas = _areas().get(country)
    if areas is None or postcode is None:
        return 0
    return max((weight for prefix, weight in areas if postcode.startswith(prefix)), default=0)


@cache
def _areas() -> dict[str, tuple[tuple[str, int], ...]]:
    listed: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in own_rows("forwarder_areas"):
        listed[row["country"]] = (*listed.get(row["country"], ()), (row["prefix"], int(row["weight"])))
    return listed
