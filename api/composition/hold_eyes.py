"""What the desk sees of fulfilment when it asks until when an order may wait: promises of money, and working days."""

from engine.desk.hold_clocks import Choose, HoldClocks, PromiseEnds
from engine.desk.working_days import WeekCalendar, WorkCalendar
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.inventory.working_calendar import WarehouseCalendar, sending
from fulfillment.payments.ends import Ends, stated_ends, told_ends
from fulfillment.store.warehouses import warehouses

NOWHERE = WeekCalendar()


class LedgerPromises:
    """Satisfies `engine.desk.hold_clocks.Promises`."""

    def stated(self, order: Order) -> PromiseEnds:
        """By the document."""
        return _ends(stated_ends(order))

    def told(self, session: ReadSession, order_id: str, order: Order) -> PromiseEnds:
        """By the ledger of payments, else by the document."""
        return _ends(told_ends(session, order_id, order))


class WarehouseCalendars:
    """Satisfies `engine.desk.hold_clocks.Calendars`."""

    def of(self, session: ReadSession, merchant: str) -> Choose:
        """The calendar of the warehouse that an order will leave from; Monday to Friday where nobody knows which."""
        found = warehouses(session, merchant)
        calendars = {each.code: WarehouseCalendar.of(each) for each in found}

        def choose(order: Order) -> WorkCalendar:
            one = sending(found, order)
            return NOWHERE if one is None else calendars[one.code]

        return choose


def make_clocks() -> HoldClocks:
    """The clocks of a desk that fulfils what it admits."""
    return HoldClocks(promises=LedgerPromises(), calendars=WarehouseCalendars())


def _ends(found: Ends) -> PromiseEnds:
    return PromiseEnds(authorisation=found.authorisation, honour=found.honour)
