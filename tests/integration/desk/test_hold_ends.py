"""Holds end: clocks move their ends, people are warned once, and what was declared follows once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import orjson
import pytest
from sqlalchemy import select, update

from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.errors import SettingRejected
from engine.desk.hold_actions import choose
from engine.desk.hold_clocks import HoldClocks, PromiseEnds
from engine.desk.hold_ending import LOOK_AGAIN_S, RENEW, hold_handlers
from engine.desk.holding import assign_hold, place, release
from engine.desk.intake import submit
from engine.desk.preferences import prefer
from engine.desk.telling import handlers
from engine.errors import JobPostponed
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.rulebook.holds_block import Expiry
from engine.store.decision_rows import current_of
from engine.store.feed import events_of
from engine.store.holds import Hold, holds_of
from engine.store.outbox import Job
from engine.store.reviews import unresolved_of
from engine.store.sessions import ReadSession
from engine.store.tables import JOB
from tests.builders import a_payment
from tests.desks import (
    ANALYST,
    MAIN,
    NOW,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
)

DAY = timedelta(days=1)


class Told:
    """Promises of which a test says when they end."""

    def __init__(self) -> None:
        self.ends = PromiseEnds()

    def stated(self, order: Order) -> PromiseEnds:
        del order
        return self.ends

    def told(self, session: ReadSession, order_id: str, order: Order) -> PromiseEnds:
        del session, order_id
        return self.stated(order)


def a_job(id_: str, kind: str, aggregate: str, payload: Mapping[str, object]) -> Job:
    return Job(id=id_, kind=kind, merchant="main", aggregate=aggregate, payload=payload, attempts=0, fence=0)


def work(desk: Desk, *, twice: bool = False) -> list[str]:
    """Does what is due by the desk's clock, oldest timer first, as a worker would; answers the kinds."""
    known = {**handlers(desk.ids), **hold_handlers(desk)}
    done: list[str] = []
    while True:
        with desk.database.write() as session:
            due = select(JOB).where(JOB.c.state == "ready", JOB.c.kind.in_(known)).order_by(JOB.c.run_after, JOB.c.id)
            now = int(desk.clock.now().timestamp() * 1_000_000)
            row = next((each for each in session.rows(due) if each.run_after <= max(now, each.created_at)), None)
            if row is None:
                return done
            job = a_job(row.id, row.kind, row.aggregate, orjson.loads(row.payload))
            for _ in range(1 + twice):
                known[job.kind](session, job)
            session.run(update(JOB).where(JOB.c.id == row.id).values(state="done"))
            done.append(row.kind)


def held(desk: Desk, order: Order) -> Hold:
    decided = submit(desk, MAIN, document(order))
    work(desk)
    return hold_of_order(desk, decided.row.order_id)


def hold_of_order(desk: Desk, order_id: str) -> Hold:
    with desk.database.read() as session:
        return holds_of(session, "main", order_id)[0]


def types(desk: Desk, order_id: str) -> list[str]:
    with desk.database.read() as session:
        return [each.type for each in events_of(session, "main", order_id)]


def outcome(desk: Desk, order_id: str) -> str:
    with desk.database.read() as session:
        row = current_of(session, "main", order_id)
    assert row is not None
    return row.outcome


def move_to(desk: Desk, at: datetime | None) -> None:
    assert at is not None
    desk.clock.at = at  # type: ignore[attr-defined]


def kinds(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [row.kind for row in session.rows(select(JOB).order_by(JOB.c.id))]


def test_hold_when_its_end_comes_near_then_is_told_of_once(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    assert hold.expires_at is not None
    move_to(desk, hold.expires_at - DAY)
    work(desk)
    move_to(desk, hold.expires_at - DAY / 2)
    work(desk)
    assert types(desk, hold.order_id).count("order.hold_expiring") == 1


def test_hold_when_the_rule_book_cancels_at_its_end_then_the_order_is_cancelled_and_stays_so(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    assert (hold.reason, hold.on_expiry) == ("PAY_FAILED", Expiry.CANCEL)
    move_to(desk, hold.expires_at)
    work(desk)
    assert outcome(desk, hold.order_id) == "cancel"
    assert hold_of_order(desk, hold.order_id).state == "expired"
    told = types(desk, hold.order_id)
    assert (told.count("order.hold_expired"), told.count("order.cancelled")) == (1, 1)
    changed = change(desk, MAIN, hold.order_id, {"buyer_note": "Please ring twice."})
    assert changed.row.outcome == "cancel"


def test_hold_when_jobs_are_done_twice_then_nothing_is_told_or_done_twice(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    move_to(desk, hold.expires_at)
    work(desk, twice=True)
    told = types(desk, hold.order_id)
    assert (told.count("order.hold_expiring"), told.count("order.hold_expired")) == (1, 1)


def test_hold_when_it_is_escalated_then_comes_first_and_is_given_up_at_last(desk: Desk) -> None:
    hold = held(desk, a_vague_address())
    assert hold.on_expiry == Expiry.ESCALATE
    move_to(desk, hold.expires_at)
    work(desk)
    again = hold_of_order(desk, hold.order_id)
    with desk.database.read() as session:
        review = unresolved_of(session, "main", hold.order_id)
    assert review is not None
    assert (again.state, again.clock, again.on_expiry, review.priority >= 200) == ("open", "give_up", "cancel", True)
    move_to(desk, again.expires_at)
    work(desk)
    assert outcome(desk, hold.order_id) == "cancel"


def test_hold_when_law_holds_the_order_then_time_never_releases_it(desk: Desk) -> None:
    hold = held(desk, a_power_bank_by_post())
    with pytest.raises(SettingRejected, match="may not release"):
        choose(desk, ANALYST, hold.reason, Expiry.RELEASE)
    with pytest.raises(SettingRejected, match="may not release"):
        choose(desk, ANALYST, "DATA_MISSING", Expiry.RELEASE)
    assert hold.on_expiry == Expiry.ESCALATE


def test_hold_when_the_merchant_lets_time_release_it_then_the_order_is_admitted(desk: Desk) -> None:
    choose(desk, ANALYST, "ADR_POSTCODE", Expiry.RELEASE)
    hold = held(desk, a_vague_address())
    assert hold.on_expiry == Expiry.RELEASE
    move_to(desk, hold.expires_at)
    work(desk)
    ended = hold_of_order(desk, hold.order_id)
    assert (ended.state, ended.ended_by, ended.end_code) == ("released", "clock", "time_over")
    assert outcome(desk, hold.order_id) == "admit"


def test_hold_when_the_merchant_forbids_it_then_time_releases_nothing(desk: Desk) -> None:
    choose(desk, ANALYST, "ADR_POSTCODE", Expiry.RELEASE)
    prefer(desk, ANALYST, "hold_release_by_time", 0)
    assert held(desk, a_vague_address()).on_expiry == Expiry.ESCALATE


def test_hold_when_a_new_version_ships_later_then_its_end_moves_and_the_old_timer_does_nothing(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    assert hold.expires_at is not None
    later = NOW + 6 * DAY
    change(desk, MAIN, hold.order_id, {"ship_by": later.isoformat()})
    move_to(desk, hold.expires_at)
    work(desk)
    moved = hold_of_order(desk, hold.order_id)
    assert moved.state == "open"
    assert moved.expires_at is not None
    assert moved.expires_at > hold.expires_at


def test_hold_when_somebody_released_it_then_its_timers_do_nothing(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    release(desk, ANALYST, hold.id, "money seen", code="payment_seen")
    move_to(desk, hold.expires_at)
    work(desk)
    assert outcome(desk, hold.order_id) == "admit"
    assert "order.hold_expiring" not in types(desk, hold.order_id)


def test_hold_when_money_is_promised_for_less_then_it_is_asked_for_again(desk: Desk) -> None:
    told = Told()
    desk = replace(desk, clocks=HoldClocks(promises=told))
    told.ends = PromiseEnds(authorisation=NOW + 20 * DAY, honour=NOW + DAY)
    choose(desk, ANALYST, "ADR_POSTCODE", Expiry.REAUTHORISE)
    hold = held(desk, a_vague_address())
    assert (hold.clock, hold.on_expiry, hold.expires_at) == ("honour_period", "reauthorise", NOW + DAY)
    move_to(desk, hold.expires_at)
    work(desk)
    assert kinds(desk).count(RENEW) == 1
    told.ends = PromiseEnds(authorisation=NOW + 20 * DAY, honour=NOW + 2 * DAY)
    with desk.database.write() as session:
        hold_handlers(desk)["hold.clocks"](session, a_job("job_x", "hold.clocks", "x", {"order_id": hold.order_id}))
    assert hold_of_order(desk, hold.order_id).expires_at == NOW + 2 * DAY


def test_hold_when_a_merchant_gives_up_sooner_then_that_term_rules(desk: Desk) -> None:
    prefer(desk, ANALYST, "hold_give_up_days", 1)
    order = replace(a_vague_address(), ship_by=None, payment=a_payment(status=PaymentStatus.CAPTURED))
    hold = held(desk, order)
    assert (hold.clock, hold.on_expiry) == ("give_up", "cancel")
    assert hold.expires_at is not None
    assert hold.expires_at - NOW < 4 * DAY


def test_hold_when_placed_by_hand_until_a_moment_then_that_clock_rules(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    hold = place(desk, ANALYST, decided.row.order_id, "call back", NOW + DAY, owner="ben")
    work(desk)
    assert (hold.clock, hold.expires_at, hold.owner) == ("person", NOW + DAY, "ben")
    assert assign_hold(desk, ANALYST, hold.id, None).owner is None


def test_due_when_the_clock_of_this_machine_is_behind_then_waits_for_it(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    assert hold.expires_at is not None
    told = {"order_id": hold.order_id, "hold_id": hold.id, "end": hold.expires_at.isoformat()}
    with pytest.raises(JobPostponed) as postponed, desk.database.write() as session:
        hold_handlers(desk)["hold.due"](session, a_job("job_x", "hold.due", hold.id, told))
    assert postponed.value.after_s <= LOOK_AGAIN_S
    assert hold_of_order(desk, hold.order_id).state == "open"


def test_hold_when_its_end_moves_away_and_comes_back_then_it_still_ends(desk: Desk) -> None:
    told = Told()
    desk = replace(desk, clocks=HoldClocks(promises=told))
    choose(desk, ANALYST, "ADR_POSTCODE", Expiry.CANCEL)
    told.ends = PromiseEnds(authorisation=NOW + DAY)
    hold = held(desk, a_vague_address())
    move_to(desk, NOW + DAY / 2)
    work(desk)
    told.ends = PromiseEnds(authorisation=NOW + 2 * DAY)
    followed(desk, hold.order_id)
    move_to(desk, NOW + DAY)
    work(desk)
    told.ends = PromiseEnds(authorisation=NOW + DAY)
    followed(desk, hold.order_id)
    work(desk)
    assert outcome(desk, hold.order_id) == "cancel"


def followed(desk: Desk, order_id: str) -> None:
    """Has the ends of an order's holds put right."""
    with desk.database.write() as session:
        hold_handlers(desk)["hold.clocks"](session, a_job("job_x", "hold.clocks", "x", {"order_id": order_id}))


def test_hold_when_its_person_was_erased_then_it_still_ends(desk: Desk) -> None:
    hold = held(desk, a_vague_address())
    erase(desk, MAIN, hold.order_id)
    for _ in range(9):
        move_to(desk, desk.clock.now() + 3 * DAY)
        work(desk)
    assert hold_of_order(desk, hold.order_id).state == "expired"


def test_hold_by_hand_when_an_order_that_rules_admit_ships_later_then_its_end_moves(desk: Desk) -> None:
    order_id = submit(desk, MAIN, document(an_honest_order())).row.order_id
    hold = place(desk, ANALYST, order_id, "call back")
    work(desk)
    before = hold_of_order(desk, order_id).expires_at
    change(desk, MAIN, order_id, {"ship_by": (NOW + 6 * DAY).isoformat()})
    work(desk)
    assert before is not None
    assert (hold.clock, hold_of_order(desk, order_id).expires_at != before) == ("ship_by", True)
