"""Profits that are kept, so that sums of many orders are fast: counted by a job, and a few of them on the spot.

An order is due once anything that it is made of has changed. Whoever asks for sums counts some of those himself, and is
told how many are still to be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.clock import Clock, microseconds
from engine.desk.errors import PersonErased
from engine.errors import StoreConflict
from engine.store.database import Database
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.freight.sources import Sources
from fulfillment.profit.actual import profits_of
from fulfillment.profit.expecting import agreed_by
from fulfillment.profit.shares import shares_of
from fulfillment.profit.wanted import Wanted
from fulfillment.records import DueProfit, ProfitCurrency, ProfitShare
from fulfillment.store.profit_due import (
    begin_currency,
    count_due,
    count_erased,
    currencies_kept,
    currency_kept,
    due_within,
    end_currency,
    save_currency,
)
from fulfillment.store.profit_shares import put_shares

USUAL = "EUR"  # always kept; what was learnt of causes is in it too
ON_THE_SPOT = 8  # orders that a request counts itself, some 10 ms each: the rest is a job's, for which no page waits
MOST_CURRENCIES = 6
ASKED_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far sums are counted: all that was known at `as_of`, except for `pending` orders; `left_out` are those that
    nobody could count before their buyers were erased."""

    as_of: datetime
    pending: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Counted:
    """An order's new rows; none where nobody can read it."""

    due: DueProfit
    shares: tuple[ProfitShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitBooks:
    """Counts orders and keeps what they earn. The sources are asked for with each count, since rule books change."""

    database: Database
    sources: Sources
    clock: Clock

    def catch_up(self, wanted: Wanted, most: int = ON_THE_SPOT) -> int:
        """Counts so many of the orders that are wanted and due; answers how many those were. Has all of a merchant's
        orders counted in a currency that is asked for first, and after another edition came into force."""
        self.see_to(wanted.merchant, wanted.currency)
        with self.database.read() as session:
            found = self.count(session, due_within(session, wanted, most))
        if found:
            with self.database.write() as session:
                self.keep(session, found)
        return len(found)

    def standing(self, session: ReadSession, wanted: Wanted) -> Standing:
        """How far the sums that this session reads are counted."""
        pending, erased = count_due(session, wanted), count_erased(session, wanted)
        return Standing(as_of=self.clock.now(), pending=pending, left_out=erased)

    def see_to(self, merchant: str, currency: str) -> None:
        """Keeps this currency from now on, by the edition in force."""
        now, edition = self.clock.now(), self.sources.laws.edition(merchant)
        with self.database.read() as session:
            kept = currency_kept(session, merchant, currency)
        if kept is None:
            self._begin(merchant, currency, edition, now)
        elif kept.edition != edition or now - kept.asked_at >= ASKED_AGAIN:
            with self.database.write() as session:
                save_currency(session, kept, replace(kept, edition=edition, asked_at=now))

    def count(self, session: ReadSession, dues: Sequence[DueProfit]) -> list[Counted]:
        """What these orders, all of one merchant, earn now; their marks were read before."""
        agreed = agreed_by(session, self.sources, dues[0].merchant) if dues else None
        found: list[Counted] = []
        for due in dues:
            try:
                both = profits_of(session, self.sources, due.merchant, due.order_id, currency=due.currency,
                                  agreed=agreed)  # fmt: skip
            except (PersonErased, NotFound):
                found.append(Counted(due, ()))
                continue
            shares = shares_of(both.actual, due.merchant, due.opened_at, "actual")
            # What was called off is a cost where something was booked, and no expectation.
            if not both.is_off:
                shares += shares_of(both.expected, due.merchant, due.opened_at, "expected")
            found.append(Counted(due, shares))
        return found

    def keep(self, session: WriteSession, found: Sequence[Counted]) -> None:
        """Replaces what was kept of these orders."""
        now = microseconds(self.clock.now())
        for each in sorted(found, key=lambda each: (each.due.order_id, each.due.currency)):
            put_shares(session, each.due, each.shares, now)

    def _begin(self, merchant: str, currency: str, edition: str, now: datetime) -> None:
        """Somebody else may begin at the same time: then there is nothing left to do."""
        row = ProfitCurrency(merchant_id=merchant, currency=currency, edition=edition, asked_at=now, swept_at=now)
        try:
            with self.database.write() as session:
                others = [each for each in currencies_kept(session, merchant) if each.currency != USUAL]
                if len(others) >= MOST_CURRENCIES:
                    oldest = min(others, key=lambda each: each.asked_at)
                    end_currency(session, merchant, oldest.currency)
                begin_currency(session, row)
        except StoreConflict:
            return
