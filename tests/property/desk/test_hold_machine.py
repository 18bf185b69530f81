"""Random histories of holds and reviews while time goes by, against what must always be so.

Whatever people do and whenever timers run, even late, twice or with the clock of the database ahead: no hold stays open
past its end once the timers have run; a hold ends once; what law holds is never released by time; an end is told of
once; two people never have one review; and the queue is in the order of its urgency.
"""

from collections import Counter
from datetime import timedelta

import orjson
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from engine.desk.changing import change
from engine.desk.desk import Caller, Desk
from engine.desk.errors import HoldEnded, HoldNotWaivable, ReviewChanged, ReviewResolved, VersionChanged
from engine.desk.hold_actions import choose
from engine.desk.hold_ending import hold_handlers
from engine.desk.holding import assign_hold, place, release
from engine.desk.intake import submit
from engine.desk.queueing import urgency
from engine.desk.reviewing import Disposition, assign, found_review, settle, take
from engine.desk.telling import handlers
from engine.order.order import Order
from engine.rulebook.holds_block import Expiry
from engine.store.database import Database
from engine.store.feed import events_after
from engine.store.outbox import Job
from engine.store.reviews import Review, reviews
from engine.store.tables import DECISION, HOLD, JOB
from tests.desks import (
    ANALYST,
    MAIN,
    StandingClock,
    a_desk,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
)
from tests.tampering import emptied

KINDS = (an_honest_order, an_unpaid_order, a_vague_address, a_power_bank_by_post)
PEOPLE = (ANALYST, Caller(merchant="main", name="ben"))
REASONS = ("PAY_FAILED", "ADR_POSTCODE", "HELD_BY_HAND")
DAY = timedelta(days=1)


class HoldMachine(RuleBasedStateMachine):
    """One merchant, three orders, two people, and a clock that goes on."""

    database: Database
    orders = Bundle("orders")

    @initialize()
    def open(self) -> None:
        emptied(self.database)
        self.clock = StandingClock()
        self.desk: Desk = a_desk(self.database, clock=self.clock)
        self.seen: dict[str, Review] = {}

    @rule(target=orders, kind=st.sampled_from(KINDS), number=st.integers(1, 3))
    def submitted(self, kind: object, number: int) -> str:
        order: Order = kind(f"A-{number}")  # type: ignore[operator]
        return submit(self.desk, MAIN, document(order)).row.order_id

    @rule(order=orders, days=st.integers(0, 20))
    def ships_later(self, order: str, days: int) -> None:
        change(self.desk, MAIN, order, {"ship_by": (self.clock.at + days * DAY).isoformat()})

    @rule(order=orders, hours=st.sampled_from([None, 1, 30, 3000]))
    def held_by_hand(self, order: str, hours: int | None) -> None:
        place(self.desk, ANALYST, order, "rang", None if hours is None else self.clock.at + timedelta(hours=hours))

    @rule(nth=st.integers(0, 8), owner=st.sampled_from([None, "ana"]))
    def assigned(self, nth: int, owner: str | None) -> None:
        row = self.nth_hold(nth)
        if row is not None:
            try:
                assign_hold(self.desk, ANALYST, row.id, owner)
            except HoldEnded:
                assert row.state != "open"

    @rule(nth=st.integers(0, 8))
    def released(self, nth: int) -> None:
        row = self.nth_hold(nth)
        if row is None:
            return
        try:
            release(self.desk, ANALYST, row.id, "seen", code="false_alarm")
        except HoldEnded:
            assert row.state != "open"
        except HoldNotWaivable:
            assert not row.waivable

    @rule(reason=st.sampled_from(REASONS), then=st.sampled_from([None, *Expiry]))
    def chosen(self, reason: str, then: Expiry | None) -> None:
        choose(self.desk, ANALYST, reason, then)

    @rule(who=st.sampled_from(PEOPLE))
    def took(self, who: Caller) -> None:
        before = self.waiting()
        review = take(self.desk, who)
        free = [each for each in before if each.locked_until is None or each.locked_until < self.clock.at]
        assert (None if review is None else review.id) == (free[0].id if free else None)
        if review is not None:
            assert review.assignee == who.name
            self.seen[review.id] = review

    @rule(nth=st.integers(0, 3), to=st.sampled_from(PEOPLE))
    def given(self, nth: int, to: Caller) -> None:
        self.tried(nth, lambda seen, tags: assign(self.desk, ANALYST, seen.id, to.name, tags))

    @rule(nth=st.integers(0, 3), how=st.sampled_from(list(Disposition)))
    def resolved(self, nth: int, how: Disposition) -> None:
        self.tried(
            nth,
            lambda seen, tags: settle(self.desk, ANALYST, seen.id, how, "", tags, decision_id=seen.decision_id)[0],
        )

    def tried(self, nth: int, act: object) -> None:
        """Acts on a review as it was seen, perhaps long ago: what changed since is refused, and told."""
        if not self.seen:
            return
        seen = list(self.seen.values())[nth % len(self.seen)]
        with self.database.read() as session:
            now = found_review(session, "main", seen.id)
        try:
            self.seen[seen.id] = act(seen, frozenset({seen.version}))  # type: ignore[operator]
        except ReviewResolved:
            assert now.state == "resolved"
        except VersionChanged as error:
            assert now.version != seen.version
            assert error.faults  # noqa: PT017 - others are as good
        except ReviewChanged as error:
            assert error.faults  # noqa: PT017
        except HoldNotWaivable:
            assert now.state != "resolved"
        else:
            assert now.version == seen.version

    @rule(hours=st.sampled_from([1, 5, 20, 24, 72, 400]), twice=st.booleans())
    def time_goes_by(self, hours: int, twice: bool) -> None:
        self.clock.pass_by(timedelta(hours=hours))
        self.work(twice=twice)
        with self.database.read() as session:
            late = session.rows(select(HOLD.c.id).where(HOLD.c.state == "open", HOLD.c.expires_at <= self.micros()))
        assert late == []

    def work(self, *, twice: bool = False) -> None:
        """Does what is due by our clock, as a worker would."""
        known = {**handlers(self.desk.ids), **hold_handlers(self.desk)}
        ready = select(JOB).where(JOB.c.state == "ready", JOB.c.kind.in_(known)).order_by(JOB.c.run_after, JOB.c.id)
        while True:
            with self.database.write() as session:
                due = (row for row in session.rows(ready) if row.run_after <= max(self.micros(), row.created_at))
                row = next(due, None)
                if row is None:
                    return
                job = Job(id=row.id, kind=row.kind, merchant="main", aggregate=row.aggregate,
                          payload=orjson.loads(row.payload), attempts=0, fence=0)  # fmt: skip
                for _ in range(1 + twice):
                    known[job.kind](session, job)
                session.run(update(JOB).where(JOB.c.id == row.id).values(state="done"))

    def micros(self) -> int:
        return int(self.clock.at.timestamp() * 1_000_000)

    def nth_hold(self, nth: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a row
        with self.database.read() as session:
            rows = session.rows(select(HOLD).order_by(HOLD.c.id))
        return rows[nth % len(rows)] if rows else None

    def waiting(self) -> list[Review]:
        with self.database.read() as session:
            return [each for each in reviews(session, "main", 200) if each.state != "resolved"]

    @invariant()
    def every_hold_has_an_end_and_what_follows(self) -> None:
        with self.database.read() as session:
            rows = session.rows(select(HOLD))
        assert all(row.expires_at is not None and row.expires_at > row.placed_at for row in rows)
        assert not [row.id for row in rows if not row.waivable and row.on_expiry == "release"]
        assert not [row.id for row in rows if row.state == "released" and not row.waivable]
        assert not [row.id for row in rows if row.acted_at is not None and row.on_expiry in ("escalate", "reauthorise")]

    @invariant()
    def what_time_has_ended_stays_cancelled(self) -> None:
        with self.database.read() as session:
            ended = {row.order_id for row in session.rows(select(HOLD.c.order_id).where(HOLD.c.state == "expired"))}
            current = session.rows(
                select(DECISION.c.order_id, DECISION.c.outcome).where(DECISION.c.superseded_by.is_(None))
            )
        assert len({row.order_id for row in current}) == len(current)
        assert {row.outcome for row in current if row.order_id in ended} <= {"cancel"}

    @invariant()
    def each_end_is_told_of_once(self) -> None:
        with self.database.read() as session:
            events = events_after(session, "main", 0, 1000)
        told = Counter(
            (each.type, each.data["hold_id"], each.data["expires_at"])
            for each in events
            if each.type in ("order.hold_expiring", "order.hold_expired", "order.hold_escalated")
        )
        assert all(count == 1 for count in told.values())

    @invariant()
    def the_queue_is_in_the_order_of_its_urgency(self) -> None:
        found = [each for each in self.waiting() if each.due_at is not None]
        points = [urgency(each.priority, each.due_at, self.clock.at) for each in found]
        assert points == sorted(points, reverse=True)


def run(database: Database, examples: int, steps: int) -> None:
    machine = type("HoldMachine", (HoldMachine,), {"database": database})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )


def test_holds_when_used_in_any_order_then_end_as_they_must(database: Database) -> None:
    run(database, 4, 15)


@pytest.mark.proof
def test_holds_when_used_for_long_in_any_order_then_end_as_they_must(database: Database) -> None:
    run(database, 150 if database.is_sqlite else 60, 50)
