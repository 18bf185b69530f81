"""Sums that a database makes of kept shares are those that `tabulate` makes of the orders themselves."""

from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings

from engine.store.database import Database
from fulfillment.profit.figure import OrderProfit
from fulfillment.profit.kept_order import as_kept
from fulfillment.profit.reporting import each_order, summed_up
from fulfillment.profit.shares import shares_of
from fulfillment.profit.summing import table_of
from fulfillment.profit.tables import Over, tabulate
from fulfillment.profit.wanted import Wanted
from fulfillment.store.profit_shares import OF_ORDERS, cells_of, count_losses, worst_orders
from fulfillment.store.rows import keep
from fulfillment.store.tables import PROFIT_SHARE
from tests.fulfilment_site import NOON
from tests.property.fulfillment.test_profit import profits

MERCHANTS = count(1)
ON_DISK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def kept(database: Database, found: list[OrderProfit]) -> Wanted:
    """Each example is a merchant of its own."""
    merchant = f"m{next(MERCHANTS)}"
    with database.write() as session:
        for number, each in enumerate(found):
            keep(session, PROFIT_SHARE, *shares_of(each, merchant, NOON + timedelta(hours=number % 3), "actual"))
    return Wanted(merchant=merchant, since=NOON, until=NOON + timedelta(days=1), currency="EUR")


@ON_DISK
@given(found=profits())
def test_sums_when_a_database_makes_them_then_they_are_those_of_the_orders(
    sqlite_file: Database, found: list[OrderProfit]
) -> None:
    wanted = kept(sqlite_file, found)
    with sqlite_file.read() as session:
        cells = cells_of(session, wanted, OF_ORDERS)
        tables = {over: summed_up(session, wanted, over) for over in Over}
    for over in Over:
        assert tables[over] == tabulate(found, over, "EUR")
    for over in OF_ORDERS:
        assert table_of(cells, over, "EUR") == tables[over]


@ON_DISK
@given(found=profits())
def test_orders_when_kept_and_read_again_then_they_are_the_same_and_the_worst_come_first(
    sqlite_file: Database, found: list[OrderProfit]
) -> None:
    wanted = kept(sqlite_file, found)
    expected = {each.order_id: as_kept(each) for each in found}
    losses = [each for each in expected.values() if each.known_minor < 0]
    with sqlite_file.read() as session:
        worst = worst_orders(session, wanted, 3)
        sure = worst_orders(session, wanted, None, is_sure=True)
        assert count_losses(session, wanted) == len(losses)
    assert {each.order_id: each for each in each_order(sqlite_file, wanted)} == expected
    assert list(worst) == sorted(expected.values(), key=lambda each: (each.known_minor, each.order_id))[:3]
    assert {each.order_id for each in sure} == {each.order_id for each in losses if not each.unknown}
