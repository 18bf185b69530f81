"""A period's profits read once and summed up by everything."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from engine.store.sessions import ReadSession
from fulfillment.freight.sources import Sources
from fulfillment.profit.figure import OrderProfit
from fulfillment.profit.gathering import Gathering, Wanted
from fulfillment.profit.page import Report
from fulfillment.profit.tables import Over, tabulate


def midnight(day: date) -> datetime:
    """The beginning of a day, in UTC."""
    return datetime.combine(day, time(tzinfo=UTC))


def period_report(session: ReadSession, sources: Sources, wanted: Wanted, now: datetime) -> Report:
    """What the page shows. Raises PeriodTooLong."""
    gathering = Gathering(wanted, sources)
    profits = list(gathering.read(session))
    return Report(
        since=wanted.since.date(),
        until=(wanted.until - timedelta(microseconds=1)).date(),
        now=now,
        is_expected=wanted.is_expected,
        tables={over: tabulate(profits, over, wanted.currency) for over in Over},
        losses=losses(profits),
        erased=gathering.erased,
    )


def losses(profits: Iterable[OrderProfit]) -> list[OrderProfit]:
    """Orders whose parts are all known and come to less than nothing, the greatest loss first."""
    found = [each for each in profits if each.total_minor is not None and each.total_minor < 0]
    return sorted(found, key=lambda each: (each.known_minor, each.order_id))
