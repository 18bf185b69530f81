"""Every night: of each merchant, what ended since, what came late, and what all of it suggests.

A night is a row of jobs, a few orders each, that name the last order: killed anywhere, the next one goes on from
there, and orders that are looked at twice teach the same. Each looks outside a transaction and writes in a short one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from engine.clock import Clock
from engine.ids import Ids
from engine.store.chain import EVERYBODY, day_after
from engine.store.database import Database
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.freight.sources import Sources
from fulfillment.jobs import LEARN, LEARN_ORDERS
from fulfillment.learning.keeping import keep_found
from fulfillment.learning.noting import note
from fulfillment.learning.reading import Life, life_of
from fulfillment.learning.suggesting import Found, suggest
from fulfillment.learning.terms import load_terms
from fulfillment.site import Site
from fulfillment.store.learning import billed_since_learnt, ended_and_not_learnt, merchants_with_ends

AT = time(4, tzinfo=UTC)
AT_ONCE = 20
ENDED_STEP, BILLED_STEP, SUGGEST_STEP, NAMED_STEP = "ended", "billed", "suggest", "named"
ASKED = {ENDED_STEP: ended_and_not_learnt, BILLED_STEP: billed_since_learnt}
NEXT = {ENDED_STEP: BILLED_STEP, BILLED_STEP: SUGGEST_STEP}
LANE = "learning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a job read: lives, the last order of those asked for ("" where none is left), and what is suggested."""

    at: datetime
    lives: tuple[Life, ...] = ()
    last: str = ""
    found: Found | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningWork:
    """Reads and writes; the sources are asked for with each job, since rule books change."""

    database: Database
    site: Site
    sources: Sources
    clock: Clock

    def act(self, job: Job) -> Looked:
        """Reads some orders, or all figures of a while."""
        told = job.payload
        return self.read(job.merchant, str(told["step"]), str(told.get("after", "")), str(told.get("order", "")))

    def settle(self, session: WriteSession, job: Job, looked: Looked) -> None:
        """Writes it, and adds what comes next."""
        step, day = str(job.payload["step"]), str(job.payload["day"])
        jobs = [_named(job, *each) for each in self.write(session, job.merchant, looked)]
        if looked.last:
            jobs.append(step_job(job.merchant, day, step, looked.last))
        elif step in NEXT:
            jobs.append(step_job(job.merchant, day, NEXT[step]))
        enqueue(session, self.site.ids, jobs, looked.at)

    def read(self, merchant: str, step: str, after: str = "", order: str = "") -> Looked:
        """What is there to learn of the orders behind `after`, of the one that is named, or of all figures."""
        now = self.clock.now()
        with self.database.read() as session:
            if step == SUGGEST_STEP:
                return Looked(at=now, found=suggest(session, merchant, load_terms(), now))
            orders = (order,) if step == NAMED_STEP else ASKED[step](session, merchant, after, AT_ONCE)
            lives = [life_of(session, self.site.desk, self.sources, merchant, each, now) for each in orders]
        is_more = step != NAMED_STEP and len(orders) == AT_ONCE
        return Looked(
            at=now, lives=tuple(each for each in lives if each is not None), last=orders[-1] if is_more else ""
        )

    def write(self, session: WriteSession, merchant: str, looked: Looked) -> list[tuple[str, str, int]]:
        """Keeps it; answers orders that have to be looked at again, each with the order and the version that say so."""
        if looked.found is not None:
            keep_found(session, self.site.ids, merchant, looked.found)
        looks = [(note(session, self.site.desk, each), each.outcome) for each in looked.lives]
        return [(look.also, outcome.order_id, outcome.case_version) for look, outcome in looks if look.also]

    def whole(self, merchant: str) -> None:
        """A merchant's night at once, in this thread."""
        for step in (ENDED_STEP, BILLED_STEP, SUGGEST_STEP):
            after, is_more = "", True
            while is_more:
                looked = self.read(merchant, step, after)
                with self.database.write() as session:
                    also = self.write(session, merchant, looked)
                for order, _, _ in also:
                    again = self.read(merchant, NAMED_STEP, order=order)
                    with self.database.write() as session:
                        self.write(session, merchant, again)
                after, is_more = looked.last, bool(looked.last)


def step_job(merchant: str, day: str, step: str, after: str = "") -> NewJob:
    """One piece of a merchant's night; there is one of each, whoever asks for it."""
    return NewJob(
        kind=LEARN_ORDERS, merchant=merchant, aggregate=f"{LEARN_ORDERS}:{merchant}",
        payload={"day": day, "step": step, "after": after}, dedup=f"{LEARN_ORDERS}:{merchant}:{day}:{step}:{after}",
    )  # fmt: skip


def _named(job: Job, order: str, because: str, version: int) -> NewJob:
    payload = {"day": str(job.payload["day"]), "step": NAMED_STEP, "order": order}
    return NewJob(kind=LEARN_ORDERS, merchant=job.merchant, aggregate=f"{LEARN_ORDERS}:{job.merchant}", payload=payload,
                  dedup=f"{LEARN_ORDERS}:{order}:{because}:{version}")  # fmt: skip


def begin_learning(database: Database, ids: Ids, clock: Clock) -> None:
    """Starts the chain of nights; does nothing where tonight's is there."""
    now = clock.now()
    with database.write() as session:
        enqueue(session, ids, [_night(now)], now)


def learning_handlers(database: Database, site: Site, sources: Sources, clock: Clock) -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    work = LearningWork(database=database, site=site, sources=sources, clock=clock)

    def night(session: WriteSession, job: Job) -> None:
        now = clock.now()
        tomorrow, today = day_after(job, now), str(job.payload["day"])
        each = [step_job(merchant, today, ENDED_STEP) for merchant in merchants_with_ends(session)]
        again = _night(tomorrow, datetime.combine(tomorrow.date(), AT))
        enqueue(session, site.ids, [again, *each], now)

    return {LEARN: night, LEARN_ORDERS: OutsideHandler(work.act, work.settle, lane=LANE)}


def _night(now: datetime, run_after: datetime | None = None) -> NewJob:
    day = now.astimezone(UTC).date().isoformat()
    return NewJob(kind=LEARN, merchant=EVERYBODY, aggregate=LEARN, payload={"day": day}, dedup=f"{LEARN}:{day}",
                  run_after=run_after)  # fmt: skip
