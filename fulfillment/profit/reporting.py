"""A period's kept profits, summed up by everything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from engine.store.database import Database
from engine.store.sessions import ReadSession
from fulfillment.profit.keeping import ProfitBooks
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.page import MOST_LOSSES, Report
from fulfillment.profit.summing import table_of
from fulfillment.profit.tables import Over, ProfitTable
from fulfillment.profit.wanted import Wanted
from fulfillment.store.profit_shares import OF_ORDERS, Place, cells_of, count_losses, orders_after, worst_orders

AT_ONCE = 500


def midnight(day: date) -> datetime:
    """The beginning of a day, in UTC."""
    return datetime.combine(day, time(tzinfo=UTC))


def summed_up(session: ReadSession, wanted: Wanted, over: Over) -> ProfitTable:
    """Everything that is wanted by something."""
    return table_of(cells_of(session, wanted, [over]), over, wanted.currency)


def each_order(database: Database, wanted: Wanted) -> Iterator[KeptOrder]:
    """All orders, oldest first, some hundreds in a session of its own: a slow reader holds none."""
    after: Place = (0, "")
    is_more = True
    while is_more:
        with database.read() as session:
            found, after = orders_after(session, wanted, after, AT_ONCE)
        yield from found
        is_more = len(found) == AT_ONCE


def period_report(session: ReadSession, books: ProfitBooks, wanted: Wanted) -> Report:
    """What the page shows, of orders as far as they are counted."""
    standing = books.standing(session, wanted)
    cells = cells_of(session, wanted, OF_ORDERS)
    tables = {over: table_of(cells, over, wanted.currency) for over in Over if over in OF_ORDERS}
    return Report(
        since=wanted.since.date(),
        until=(wanted.until - timedelta(microseconds=1)).date(),
        now=standing.as_of,
        is_expected=wanted.is_expected,
        tables={Over.SKU: summed_up(session, wanted, Over.SKU), **tables},
        losses=worst_orders(session, wanted, MOST_LOSSES, is_sure=True),
        all_losses=count_losses(session, wanted, is_sure=True),
        erased=standing.left_out,
        pending=standing.pending,
    )
