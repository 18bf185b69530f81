"""Runs that decide orders anew by jobs: one at a time, paused and gone on with, begun by what changes and by night."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from engine.desk.bulk.due import PUBLISHED, TRIGGER, trigger
from engine.desk.bulk.frozen import Asked
from engine.desk.bulk.run_errors import RescreenOver, RescreenUnderWay
from engine.desk.bulk.run_jobs import run_handlers
from engine.desk.bulk.runs import CHUNK, cancel, pause, plan, resume, start, the_run
from engine.desk.bulk.triggers import AT_NIGHT, NIGHT, begin_nightly, trigger_handlers
from engine.desk.changing import change, decide_anew
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.preferences import NIGHTLY, RESCREEN_GIVE_UP, prefer
from engine.errors import StoreConflict
from engine.store.chunks import NewRun, plan_run
from engine.store.holds import end_holds, holds_of
from engine.store.outbox import Handler, Job
from engine.store.rescreens import Narrowed, RescreenRow, all_found, rescreens
from engine.store.sessions import WriteSession
from engine.store.tables import HOLD, JOB
from tests.changed_editions import drafted, other_rule, with_book
from tests.desks import (
    MAIN,
    NOW,
    FixedEditions,
    StandingClock,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
)
from tests.draining import drain


def work(desk: Desk) -> list[str]:
    """All that is due of runs, without the nights. Planning and deciding have transactions of their own."""
    done: list[str] = []
    while kinds := _some(desk):
        done += kinds
    return done


def _some(desk: Desk) -> list[str]:
    done = drain(desk.database, {TRIGGER: trigger_handlers(desk)[TRIGGER]})
    with desk.database.read() as session:
        rows = session.rows(select(JOB).where(JOB.c.state == "ready", JOB.c.kind.in_(run_handlers(desk))))
    for row in rows:
        payload = orjson.loads(row.payload)
        job = Job(
            id=row.id,
            kind=row.kind,
            merchant=row.merchant_id,
            aggregate=row.aggregate,
            payload=payload,
            attempts=1,
            fence=1,
        )
        settle = run_handlers(desk)[row.kind].attempt(job)
        with desk.database.write() as session:
            settle(session)
            session.run(JOB.update().where(JOB.c.id == row.id).values(state="done"))
        done.append(row.kind)
    return done


def milder(desk: Desk) -> None:
    """The rule that holds unpaid orders is gone."""
    assert isinstance(desk.editions, FixedEditions)
    desk.editions.swap(with_book(other_rule("PAY-002", drafted), "milder"))


def newest(desk: Desk) -> RescreenRow:
    with desk.database.read() as session:
        return rescreens(session, "main", 1)[0]


def outcomes(desk: Desk, run: str) -> list[tuple[str, str | None]]:
    with desk.database.read() as session:
        return [(each.change, each.after) for each in all_found(session, "main", run)]


def test_run_when_filtered_by_rule_then_only_its_orders_are_decided(desk: Desk) -> None:
    submit(desk, MAIN, document(an_unpaid_order()))
    submit(desk, MAIN, document(a_vague_address()))
    submit(desk, MAIN, document(an_honest_order()))
    milder(desk)
    run = start(desk, MAIN, Asked(narrowed=Narrowed(rules=("PAY-002",)), touched_only=False), by_jobs=True).run
    work(desk)
    assert (the_run(desk, "main", run).orders, outcomes(desk, run)) == (1, [("released", "admit")])


def test_run_when_an_order_was_ended_unjudged_then_stays_so(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_unpaid_order())).row
    with desk.database.write() as session:
        session.run(HOLD.update().values(state="expired", ended_at=HOLD.c.placed_at))
    changed = document(replace(an_unpaid_order(), buyer_note="Thank you"))
    ended = change(desk, MAIN, first.order_id, changed).row
    run = start(desk, MAIN, Asked(narrowed=Narrowed(outcomes=("cancel",)), touched_only=False), by_jobs=True).run
    work(desk)
    assert (ended.outcome, the_run(desk, "main", run).orders, outcomes(desk, run)) == ("cancel", 1, [])


def test_run_when_an_order_was_released_then_nothing_moved(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_unpaid_order()))
    for hold in first.holds:
        release(desk, MAIN, hold.id, "the bank confirmed the transfer")
    run = start(desk, MAIN, Asked(narrowed=Narrowed(outcomes=("admit",))), by_jobs=True).run
    work(desk)
    found = the_run(desk, "main", run)
    assert (found.orders, outcomes(desk, run)) == (1, [])


def test_run_when_by_reason_shop_channel_and_time_then_all_of_it_counts(desk: Desk) -> None:
    row = submit(desk, MAIN, document(an_unpaid_order())).row
    reasons, before = (row.reasons[0],), row.decided_at
    hits = Narrowed(reasons=reasons, channels=("own_shop",), placed_since=row.placed_at, decided_since=before)
    for narrowed, orders in ((hits, 1), (Narrowed(reasons=("PAY",)), 0), (Narrowed(decided_before=before), 0)):
        run = start(desk, MAIN, Asked(narrowed=narrowed), by_jobs=True).run
        work(desk)
        assert the_run(desk, "main", run).orders == orders


def test_run_when_paused_then_stands_until_somebody_goes_on_with_it(desk: Desk) -> None:
    submit(desk, MAIN, document(an_unpaid_order()))
    milder(desk)
    run = start(desk, MAIN, Asked(), by_jobs=False).run
    plan(desk, "main", run, by_jobs=True)
    pause(desk, MAIN, run)
    assert (work(desk), the_run(desk, "main", run).state) == ([CHUNK], "paused")
    resume(desk, MAIN, run, by_jobs=True)
    work(desk)
    assert (the_run(desk, "main", run).state, outcomes(desk, run)) == ("done", [("released", "admit")])
    with pytest.raises(RescreenOver):
        cancel(desk, MAIN, run)


def test_run_when_another_is_under_way_then_is_refused(desk: Desk) -> None:
    start(desk, MAIN, Asked(), by_jobs=False)
    with pytest.raises(RescreenUnderWay):
        start(desk, MAIN, Asked(), by_jobs=False)


def test_run_when_an_order_is_decided_meanwhile_then_it_keeps_that_decision(desk: Desk) -> None:
    assert isinstance(desk.clock, StandingClock)
    order = submit(desk, MAIN, document(an_unpaid_order())).row.order_id
    milder(desk)
    run = start(desk, MAIN, Asked(touched_only=False), by_jobs=False).run
    plan(desk, "main", run, by_jobs=True)
    desk.clock.pass_by(timedelta(minutes=1))
    change(desk, MAIN, order, {"buyer_note": "please hurry"})
    work(desk)
    assert outcomes(desk, run) == []


def test_run_when_a_person_was_erased_then_says_so(desk: Desk) -> None:
    order = submit(desk, MAIN, document(an_unpaid_order())).row.order_id
    erase(desk, MAIN, order)
    milder(desk)
    run = start(desk, MAIN, Asked(touched_only=False), by_jobs=True).run
    work(desk)
    assert outcomes(desk, run) == [("erased", None)]


def published(desk: Desk, which: str) -> None:
    with desk.database.write() as session:
        trigger(session, desk.ids, "main", PUBLISHED, which, desk.clock.now())


def test_triggers_when_several_come_during_a_run_then_one_more_follows(desk: Desk) -> None:
    submit(desk, MAIN, document(an_unpaid_order()))
    first = start(desk, MAIN, Asked(), by_jobs=True).run
    published(desk, "one")
    published(desk, "two")
    drain(desk.database, {TRIGGER: trigger_handlers(desk)[TRIGGER]})
    assert newest(desk).state == "waiting"
    milder(desk)
    work(desk)
    last = newest(desk)
    assert (the_run(desk, "main", first).state, last.state, last.params["causes"]) == ("done", "done", [PUBLISHED])
    with desk.database.read() as session:
        assert len(rescreens(session, "main", 9)) == 2


def test_night_when_it_comes_then_waiting_orders_are_decided_and_the_next_is_set(desk: Desk) -> None:
    submit(desk, MAIN, document(an_unpaid_order()))
    begin_nightly(desk)
    milder(desk)
    assert drain(desk.database, {NIGHT: _once(desk)}) == [NIGHT]
    work(desk)
    assert (newest(desk).state, newest(desk).params["causes"]) == ("done", [AT_NIGHT])


def _once(desk: Desk) -> Handler:
    """The night's handler, which would add the next for ever."""
    seen: list[str] = []

    def handler(session: WriteSession, job: Job) -> None:
        if not seen:
            seen.append(job.id)
            trigger_handlers(desk)[NIGHT](session, job)
            session.run(JOB.update().where(JOB.c.kind == NIGHT).values(state="done"))

    return handler


def test_night_when_orders_are_too_old_or_it_is_switched_off_then_nothing_is_decided(desk: Desk) -> None:
    assert isinstance(desk.clock, StandingClock)
    submit(desk, MAIN, document(an_unpaid_order()))
    prefer(desk, MAIN, RESCREEN_GIVE_UP, 1)
    desk.clock.pass_by(timedelta(days=2))
    published(desk, "one")
    work(desk)
    assert (newest(desk).state, newest(desk).orders) == ("done", 0)
    prefer(desk, MAIN, NIGHTLY, 0)
    begin_nightly(desk)
    drain(desk.database, {NIGHT: _once(desk)})
    with desk.database.read() as session:
        assert len(rescreens(session, "main", 9)) == 1


def test_run_when_time_has_cancelled_an_order_then_it_stays_so(desk: Desk) -> None:
    row = submit(desk, MAIN, document(an_unpaid_order())).row
    with desk.database.write() as session:
        holds = [each.id for each in holds_of(session, "main", row.order_id)]
        end_holds(session, holds, "expired", desk.clock.now(), "clock", "give_up")
        assert decide_anew(desk, session, MAIN, row.order_id, "expired").row.outcome == "cancel"
    milder(desk)
    run = start(desk, MAIN, Asked(narrowed=Narrowed(outcomes=("cancel",)), touched_only=False), by_jobs=True).run
    work(desk)
    assert [after for _, after in outcomes(desk, run)] in ([], ["cancel"])


def test_run_when_it_is_cancelled_while_it_is_planned_then_stays_so(desk: Desk) -> None:
    submit(desk, MAIN, document(an_unpaid_order()))
    run = start(desk, MAIN, Asked(), by_jobs=False).run
    cancel(desk, MAIN, run)
    with pytest.raises(StoreConflict), desk.database.write() as session:
        plan_run(session, desk.ids, NewRun(kind="rescreen", merchant="main", created_by="ana", run=run), [], NOW)


def test_triggers_when_whoever_was_to_plan_a_run_is_gone_then_workers_do(desk: Desk) -> None:
    assert isinstance(desk.clock, StandingClock)
    submit(desk, MAIN, document(an_unpaid_order()))
    run = start(desk, MAIN, Asked(), by_jobs=False).run
    desk.clock.pass_by(timedelta(hours=2))
    published(desk, "one")
    work(desk)
    assert the_run(desk, "main", run).state == "done"
    assert newest(desk).state == "done"
