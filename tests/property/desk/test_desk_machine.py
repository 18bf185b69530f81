"""Random histories of a desk against a plain model: idempotency, holds, releases, reviews, the feed.

Whatever people and programs do in whatever order, every order has exactly one current decision, a request is answered
once, a hold ends once, a review belongs to one order, and the feed tells each decision exactly once.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from engine.desk.changing import change
from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import HoldEnded, HoldNotWaivable, RequestReused, ReviewResolved
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.desk.replaying import replay
from engine.desk.reviewing import Disposition, settle, take
from engine.desk.telling import handlers
from engine.order.order import Order
from engine.order.reading import order_digest
from engine.store.database import Database
from engine.store.feed import events_after, first_broken
from engine.store.holds import holds_of
from engine.store.tables import DECISION, HOLD, REVIEW
from tests.desks import (
    ANALYST,
    MAIN,
    a_desk,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
)
from tests.draining import drain
from tests.tampering import emptied

KINDS = (an_honest_order, an_unpaid_order, a_vague_address, a_power_bank_by_post)
BEN = Caller(merchant="main", name="ben")


@dataclass
class Known:
    """What the model knows: requests by key, decisions by order."""

    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    decisions: dict[str, list[str]] = field(default_factory=dict)

    def note(self, decided: Decided, key: str, fingerprint: str) -> None:
        if key not in self.answers:
            self.answers[key] = (fingerprint, decided.row.id)
        assert self.answers[key] == (fingerprint, decided.row.id)
        known = self.decisions.setdefault(decided.row.order_id, [])
        if decided.row.id not in known:
            known.append(decided.row.id)


class DeskMachine(RuleBasedStateMachine):
    """One merchant, three order ids, few keys: collisions are the point."""

    database: Database
    orders = Bundle("orders")

    @initialize()
    def open(self) -> None:
        emptied(self.database)
        self.desk: Desk = a_desk(self.database)
        self.known = Known()

    @rule(
        target=orders,
        kind=st.sampled_from(KINDS),
        number=st.integers(1, 3),
        key=st.sampled_from([None, "k1", "k2", "k3", "k4"]),
    )
    def submitted(self, kind: object, number: int, key: str | None) -> str:
        order = kind(f"A-{number}")  # type: ignore[operator]
        return self.sent(order, key)

    def sent(self, order: Order, key: str | None) -> str:
        fingerprint = order_digest(order)
        request = None if key is None else Request(key=key, fingerprint=fingerprint)
        if key in self.known.answers and self.known.answers[key][0] != fingerprint:
            with pytest.raises(RequestReused):
                submit(self.desk, MAIN, document(order), request)
            return ""
        decided = submit(self.desk, MAIN, document(order), request)
        if key is not None:
            self.known.note(decided, key, fingerprint)
        elif decided.row.id not in self.known.decisions.setdefault(decided.row.order_id, []):
            self.known.decisions[decided.row.order_id].append(decided.row.id)
        return decided.row.order_id

    @rule(order=orders, note=st.sampled_from(["ring twice", "leave at the door"]))
    def changed(self, order: str, note: str) -> None:
        if order:
            decided = change(self.desk, MAIN, order, {"buyer_note": note})
            if decided.row.id not in self.known.decisions[order]:
                self.known.decisions[order].append(decided.row.id)

    @rule(order=orders, nth=st.integers(0, 5))
    def released(self, order: str, nth: int) -> None:
        if not order:
            return
        with self.desk.database.read() as session:
            holds = holds_of(session, "main", order)
        if not holds:
            return
        hold = holds[nth % len(holds)]
        try:
            decided = release(self.desk, ANALYST, hold.id, "seen")
        except HoldEnded:
            assert hold.state != "open"
        except HoldNotWaivable:
            assert not hold.waivable
        else:
            assert (hold.state, hold.waivable) == ("open", True)
            self.known.decisions[order].append(decided.row.id)

    @rule(order=orders)
    def held_by_hand(self, order: str) -> None:
        if order:
            place(self.desk, ANALYST, order, "the buyer rang")

    @rule(who=st.sampled_from([ANALYST, BEN]), disposition=st.sampled_from(list(Disposition)))
    def reviewed(self, who: Caller, disposition: Disposition) -> None:
        review = take(self.desk, who)
        if review is None:
            return
        try:
            _, decided = settle(self.desk, who, review.id, disposition, seen_versions=frozenset({review.version}))
        except HoldNotWaivable:
            return
        if decided is not None:
            self.known.decisions[review.order_id].append(decided.row.id)
        with pytest.raises(ReviewResolved):
            settle(self.desk, who, review.id, disposition)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.desk.clock.pass_by(timedelta(minutes=minutes))  # type: ignore[attr-defined]

    @rule(twice=st.booleans())
    def worked(self, twice: bool) -> None:
        drain(self.database, handlers(self.desk.ids), twice=twice)

    @invariant()
    def every_order_has_one_current_decision_and_all_that_were_made(self) -> None:
        with self.database.read() as session:
            rows = session.rows(select(DECISION.c.id, DECISION.c.order_id, DECISION.c.superseded_by))
        current = Counter(row.order_id for row in rows if row.superseded_by is None)
        assert current == Counter(self.known.decisions.keys())
        assert {row.id for row in rows} == {each for made in self.known.decisions.values() for each in made}

    @invariant()
    def open_holds_are_those_of_the_current_decision(self) -> None:
        with self.database.read() as session:
            open_ = session.rows(select(HOLD.c.order_id, HOLD.c.rule, HOLD.c.part).where(HOLD.c.state == "open"))
            reviews = session.rows(select(REVIEW.c.order_id).where(REVIEW.c.state != "resolved"))
        by_rules = [tuple(row) for row in open_ if row.rule]
        assert len(by_rules) == len(set(by_rules))
        assert max(Counter(row.order_id for row in reviews).values(), default=0) <= 1

    def teardown(self) -> None:
        drain(self.database, handlers(self.desk.ids))
        with self.database.read() as session:
            events = events_after(session, "main", 0, 100_000)
            assert first_broken(session) is None
        told = Counter(each.data["decision_id"] for each in events if each.type.startswith("decision."))
        made = [each for decisions in self.known.decisions.values() for each in decisions]
        assert told == Counter(made)
        assert [each.seq for each in events] == list(range(1, len(events) + 1))
        for decision in made[-2:]:
            assert replay(self.desk, MAIN, decision).is_same


@pytest.mark.parametrize(("examples", "steps"), [(12, 15)])
def test_desk_when_anything_happens_in_any_order_then_keeps_its_word(
    database: Database, examples: int, steps: int
) -> None:
    run(database, examples, steps)


@pytest.mark.proof
def test_desk_when_searched_for_long_then_keeps_its_word(database: Database) -> None:
    run(database, 200, 40)


def run(database: Database, examples: int, steps: int) -> None:
    machine = type("Machine", (DeskMachine,), {"database": database})
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps))
