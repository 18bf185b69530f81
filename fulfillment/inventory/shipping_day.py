"""When a warehouse ships: its cut-off and its working days, in its own time zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fulfillment.records import Warehouse

A_WEEK = 7


def ships_by(warehouse: Warehouse, ready: datetime) -> datetime:
    """The first cut-off at or after `ready` on a day on which parcels leave; in UTC."""
    zone = ZoneInfo(warehouse.time_zone)
    local = ready.astimezone(zone)
    cut_off = time.fromisoformat(warehouse.cut_off)
    for ahead in range(A_WEEK + 1):
        day = local.date() + timedelta(days=ahead)
        leaves = datetime.combine(day, cut_off, zone)
        # Compared in UTC: two local times of one zone would be compared as the wall shows them.
        if str(day.isoweekday()) in warehouse.days and leaves.astimezone(UTC) >= ready:
            return leaves.astimezone(UTC)
    return ready
