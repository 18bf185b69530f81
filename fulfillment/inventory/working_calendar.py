"""The working calendar of a warehouse: its weekdays, public holidays of its country and region, days that it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from engine.order.order import Order
from fulfillment.inventory.public_holidays import public_holidays
from fulfillment.records import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseCalendar:
    """Satisfies `engine.desk.working_days.WorkCalendar`."""

    zone: ZoneInfo
    cut_off: time
    handling_days: int
    days: frozenset[int]
    closed: frozenset[date]
    country: str
    region: str
    works_on_holidays: bool

    @classmethod
    def of(cls, warehouse: Warehouse) -> "WarehouseCalendar":
        """As a warehouse is set up."""
        return cls(
            zone=ZoneInfo(warehouse.time_zone),
            cut_off=time.fromisoformat(warehouse.cut_off),
            handling_days=warehouse.handling_days,
            days=frozenset(map(int, warehouse.days)),
            closed=frozenset(map(date.fromisoformat, warehouse.closed.split())),
            country=warehouse.country,
            region=warehouse.region,
            works_on_holidays=bool(warehouse.works_on_holidays),
        )

    def works_on(self, day: date) -> bool:
        """Whether parcels leave on that day."""
        if day.isoweekday() not in self.days or day in self.closed:
            return False
        return self.works_on_holidays or day not in public_holidays(self.country, self.region, day.year)


def sending(found: Sequence[Warehouse], order: Order) -> Warehouse | None:
    """The warehouse that an order will most likely leave from: the one that it names, else the only open one in its
    country of dispatch, else the only open one; None where several could be."""
    source = order.ship_from
    named = [each for each in found if source is not None and each.code == source.warehouse]
    if named:
        return named[0]
    serving = [each for each in found if each.is_open and _serves(each, order)]
    if source is not None:
        serving = [each for each in serving if each.country == source.country]
    return serving[0] if len(serving) == 1 else None


def _serves(warehouse: Warehouse, order: Order) -> bool:
    served = warehouse.serves.split()
    return not served or order.shipping_address.country in served
