"""Two months in which everybody is played: what is planned is done at its time, and jobs follow by the same clock."""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from api.composition.house import House
from api.demo_shop.names import DEMO
from api.worker import handlers
from engine.desk.desk import Caller
from engine.errors import ClearwayError, JobPostponed
from engine.store.decision_rows import listed
from engine.store.handling import AnyHandler, Outside
from engine.store.outbox import Job
from engine.store.played_jobs import due_at, end_job, put_off
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.site import Occasion, Site
from fulfillment.walkthrough import PlayedClock

STEP = timedelta(hours=1)
AT_ONCE = 50
Act = Callable[[], object]


@dataclass
class Town:
    """A house and its played clock, in a story that `ends` then.

    `refused` counts what the house refused, by code, `lacking` says what the shop has to do without for it, and `done`
    counts the jobs, by kind; `heard` has whoever hears of jobs of a kind that are done.
    """

    house: House
    clock: PlayedClock
    ends: datetime
    refused: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    lacking: list[str] = field(default_factory=list)
    heard: dict[str, Callable[[Job], None]] = field(default_factory=dict)
    _coming: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def now(self) -> datetime:
        """The played time."""
        return self.clock.now()

    @property
    def site(self) -> Site:
        """Fulfilment."""
        return self.house.site

    def caller(self, name: str) -> Caller:
        """Somebody at the desk."""
        return Caller(merchant=DEMO, name=name)

    def on(self, order_id: str, actor: str = "system") -> Occasion:
        """Somebody sees to an order."""
        return Occasion(merchant=DEMO, order_id=order_id, now=self.now, actor=actor)

    def at(self, moment: datetime, act: Act) -> None:
        """Has it done then; what comes later than the story's end is never done."""
        heapq.heappush(self._coming, (moment, next(self._numbers), act))

    def after(self, act: Act, **time: float) -> None:
        """Has it done so much later."""
        self.at(self.now + timedelta(**time), act)

    def tried(self, act: Act) -> None:
        """Does it; what the house refuses is counted and done no more."""
        try:
            act()
        except ClearwayError as refusal:
            self.refused[refusal.code] += 1

    def furnished(self, what: str, act: Act) -> None:
        """Does something that the shop stands on; what the house refuses is told to whoever makes it."""
        try:
            act()
        except ClearwayError as refusal:
            self.lacks(what, str(refusal))

    def lacks(self, what: str, why: str) -> None:
        """Notes that the shop has to do without."""
        self.refused[what] += 1
        self.lacking.append(f"{what}: {why}")

    def go_on(self, until: datetime) -> None:
        """Lets time pass until then, an hour at a time."""
        while self.now < until:
            end = min(self.now + STEP, until)
            while self._coming and self._coming[0][0] <= end:
                moment, _, act = heapq.heappop(self._coming)
                self.clock.moment = max(self.now, moment)
                self.tried(act)
            self.clock.moment = end
            self.work()

    def work(self) -> None:
        """Does all jobs that are due by the played clock."""
        while True:
            with self.house.database.read() as session:
                jobs = due_at(session, DEMO, self.now, AT_ONCE)
            if not jobs:
                return
            for job in jobs:
                self._do(job)

    def _do(self, job: Job) -> None:
        try:
            effect = self._effect(job)
            with self.house.database.write() as session:
                effect(session)
                end_job(session, job, self.now)
            self.done[job.kind] += 1
            self.heard.get(job.kind, _nobody)(job)
        except JobPostponed as later:
            with self.house.database.write() as session:
                put_off(session, job, self.now + timedelta(seconds=max(later.after_s, 1.0)))
        except ClearwayError as refusal:
            self.refused[f"{job.kind}: {refusal.code}"] += 1
            with self.house.database.write() as session:
                end_job(session, job, self.now, str(refusal))

    def _effect(self, job: Job) -> Callable[[WriteSession], None]:
        handler = self._handlers[job.kind]
        if isinstance(handler, Outside):
            return handler.attempt(job)
        return lambda session: handler(session, job)

    @cached_property
    def _handlers(self) -> Mapping[str, AnyHandler]:
        return handlers(self.house)


def order_called(session: ReadSession, name: str) -> str:
    """The id of an order that the shop calls so; empty where it has not come yet."""
    return next((each.order_id for each in listed(session, DEMO, 1, ref=name)), "")


def _nobody(_: Job) -> None:
    """Hears nothing."""
