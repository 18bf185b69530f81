"""By which clock a customer lives, and when that clock lets nobody sleep any more.

The zone follows from the delivery address: that of the state where data/zones/local.csv has one, else the main one of
the country. Where a country has several and the state is not told, the main one is a guess that may be some hours off.
"""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engine.bundled import data_folder
from engine.order.address import Address
from fulfillment.notify.kinds import QuietHours

UNIVERSAL = ZoneInfo("UTC")


@cache
def zone_names() -> Mapping[tuple[str, str], str]:
    """Country and state (empty: the whole country) -> name of its zone."""
    path = data_folder() / "zones" / "local.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return MappingProxyType({(row["country"], row["state"]): row["zone"] for row in rows})


def zone_of(address: Address) -> ZoneInfo:
    """The zone of an address; UTC for a country that nobody knows."""
    country, state = (address.country or "").upper(), (address.state or "").strip().upper()
    names = zone_names()
    found = names.get((country, state)) or names.get((country, ""))
    return UNIVERSAL if found is None else ZoneInfo(found)


def zone_name(zone: ZoneInfo) -> str:
    """As people read it."""
    return zone.key.replace("_", " ")


def quiet_until(now: datetime, zone: ZoneInfo, hours: QuietHours) -> datetime | None:
    """When the quiet hours end that `now` falls into, in UTC; None outside of them.

    A time that a change of clocks leaves out or repeats is read as the first of both, so that nothing waits a day.
    """
    local = now.astimezone(zone)
    at = local.time()
    across = hours.begin > hours.end
    is_quiet = at >= hours.begin or at < hours.end if across else hours.begin <= at < hours.end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if across and at >= hours.begin else 0)
    ends = datetime.combine(day, hours.end, zone).astimezone(UTC)
    # Where clocks go back within the quiet hours, the bound may lie behind us already.
    return ends if ends > now else None
