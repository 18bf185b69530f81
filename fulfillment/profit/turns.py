"""Every minute: orders of which something has changed are counted again; every night, what nobody marked.

A minute's work is a row of jobs, a few orders each, until nothing is due. Each counts outside a transaction and writes
in a short one; killed anywhere, the next one goes on, since an order stays due until its rows are there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from engine.clock import Clock
from engine.desk.errors import NoEdition
from engine.ids import Ids
from engine.store.chain import begin_turns, turn_after, turn_job
from engine.store.database import Database
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.outbox import Job, NewJob, enqueue, is_followed
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.jobs import PROFIT, PROFIT_ORDERS
from fulfillment.profit.keeping import USUAL, Counted, ProfitBooks
from fulfillment.records import ProfitCurrency
from fulfillment.store.profit_due import (
    begin_currency,
    currencies_kept,
    due_of,
    end_currency,
    merchants_without,
    save_currency,
)
from fulfillment.store.profit_marks import mark_articles, mark_missed

EVERY = timedelta(minutes=1)
SWEPT = timedelta(hours=3)  # after midnight, UTC: when most shops are quiet
FORGOTTEN = timedelta(days=30)  # a currency that nobody has asked for since is kept no longer
AT_ONCE = 50
LANE = "profit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitTurns:
    """What the two kinds of jobs do."""

    books: ProfitBooks
    ids: Ids

    def turn(self, session: WriteSession, job: Job) -> None:
        """Sees what is due, and adds the next turn."""
        now = self.books.clock.now()
        turn = turn_after(job, now, EVERY)
        begin_usual(session, self.books, now)
        for kept in currencies_kept(session):
            self._see_to(session, kept, now)
        enqueue(session, self.ids, [turn_job(PROFIT, turn, EVERY), *_all_due(session, turn)], now)

    def act(self, job: Job) -> Sequence[Counted]:
        """Counts some orders."""
        with self.books.database.read() as session:
            return self.books.count(session, due_of(session, job.merchant, str(job.payload["currency"]), AT_ONCE))

    def settle(self, session: WriteSession, job: Job, found: Sequence[Counted]) -> None:
        """Keeps them, and goes on unless the job of a later turn does."""
        self.books.keep(session, found)
        if len(found) == AT_ONCE and not is_followed(session, job):
            step = int(str(job.payload.get("step", 0))) + 1
            again = orders_job(job.merchant, str(job.payload["currency"]), int(str(job.payload["turn"])), step)
            enqueue(session, self.ids, [again], self.books.clock.now())

    def _see_to(self, session: WriteSession, kept: ProfitCurrency, now: datetime) -> None:
        if kept.currency != USUAL and now - kept.asked_at > FORGOTTEN:
            end_currency(session, kept.merchant_id, kept.currency)
            return
        edition = _edition(self.books, kept.merchant_id) or kept.edition
        tonight = datetime.combine(now.date(), time(tzinfo=now.tzinfo)) + SWEPT
        is_due = kept.swept_at < tonight <= now
        if is_due:
            mark_missed(session, kept.merchant_id, kept.currency)
        if is_due or edition != kept.edition:
            save_currency(session, kept, replace(kept, edition=edition, swept_at=now if is_due else kept.swept_at))


def begin_usual(session: WriteSession, books: ProfitBooks, now: datetime) -> None:
    """Keeps profits of every merchant that has orders."""
    for merchant in merchants_without(session, USUAL):
        edition = _edition(books, merchant)
        if edition is not None:
            begin_currency(session, ProfitCurrency(
                merchant_id=merchant, currency=USUAL, edition=edition, asked_at=now, swept_at=now
            ))  # fmt: skip


def profit_handlers(books: ProfitBooks, ids: Ids) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    turns = ProfitTurns(books=books, ids=ids)
    return {PROFIT: turns.turn, PROFIT_ORDERS: OutsideHandler(turns.act, turns.settle, lane=LANE)}


def articles_changed(session: WriteSession, job: Job) -> None:
    """Orders that hold a changed article are counted again: at the first of the jobs that tell of it."""
    skus = job.payload["skus"]
    if not job.payload.get("after") and isinstance(skus, list):
        mark_articles(session, job.merchant, [str(each) for each in skus])


def begin_profits(database: Database, ids: Ids, clock: Clock) -> None:
    """Starts the chain of turns; does nothing where this minute's is there."""
    begin_turns(database, ids, clock.now(), PROFIT, EVERY)


def orders_job(merchant: str, currency: str, turn: int, step: int = 0) -> NewJob:
    """A few orders of a merchant in a currency."""
    aggregate = f"{PROFIT_ORDERS}:{merchant}:{currency}"
    return NewJob(kind=PROFIT_ORDERS, merchant=merchant, aggregate=aggregate,
                  payload={"currency": currency, "turn": turn, "step": step},
                  dedup=f"{aggregate}:{turn}:{step}")  # fmt: skip


def _edition(books: ProfitBooks, merchant: str) -> str | None:
    """None where nobody has published any: then nothing can be counted yet."""
    try:
        return books.sources.laws.edition(merchant)
    except NoEdition:
        return None


def _all_due(session: ReadSession, turn: int) -> Iterator[NewJob]:
    for kept in currencies_kept(session):
        if due_of(session, kept.merchant_id, kept.currency, 1):
            yield orders_job(kept.merchant_id, kept.currency, turn)
