"""Hits of rules: written once behind each decision, and counted by new order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, distinct, func, select

from engine.desk.desk import Desk
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.desk.tallying import KEPT, shadow_records, untried, versions_of
from engine.desk.telling import handlers
from engine.desk.tidying import HITS, begin_tidying, tidying_handlers
from engine.domains import ADMISSION
from engine.order.order import Order
from engine.rulebook.folder import read_rulebook
from engine.rulebook.rule import Status
from engine.store.database import Database
from engine.store.holds import holds_of
from engine.store.outbox import Job
from engine.store.rule_hits import NO_RULE, HitCount, Owners, counted, labelled, quieted
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION, JOB, LABEL, RULE_HIT
from engine.workbench.ladder import going_live, trial_key
from tests.builders import a_line
from tests.desks import ANALYST, MAIN, OTHER, StandingClock, an_honest_order, an_unpaid_order, document
from tests.draining import drain
from tests.published_desk import WITH_GUARD, a_published_desk, put_in_force, rule_text

LONG_AGO = timedelta(days=399)


@pytest.fixture
def published(database: Database) -> Desk:
    return a_published_desk(database, WITH_GUARD)


def vapes(id_: str) -> Order:
    lines = tuple(a_line(sku=f"V-{number}", title="E-cigarette", hs_code="85434000") for number in range(2))
    return replace(an_honest_order(id_), lines=lines)


def told(desk: Desk, *, twice: bool = False) -> None:
    drain(desk.database, handlers(desk.ids, versions_of(desk.editions)), twice=twice)


def found(desk: Desk) -> set[tuple[str, str, str, str, int]]:
    with desk.database.read() as session:
        rows: list[HitCount] = list(counted(session, Owners(merchant="main"), desk.clock.now() - LONG_AGO))
    return {(each.rule, each.status, each.verdict, each.outcome, each.orders) for each in rows}


def test_hits_when_jobs_are_done_twice_then_each_decision_counts_once_whatever_its_lines(published: Desk) -> None:
    submit(published, MAIN, document(an_honest_order("A-1")))
    submit(published, MAIN, document(an_unpaid_order("A-2")))
    submit(published, MAIN, document(vapes("A-3")))
    told(published, twice=True)
    assert found(published) == {
        ("", "live", "admit", "admit", 1),
        ("", "live", "hold", "hold", 1),
        ("PAY-001", "live", "hold", "hold", 1),
        ("", "live", "cancel", "cancel", 1),
        ("IMP-001", "live", "cancel", "cancel", 1),
    }


def test_hits_when_an_order_is_released_then_it_is_no_new_order_and_the_release_counts(published: Desk) -> None:
    decided = submit(published, MAIN, document(an_unpaid_order()))
    with published.database.read() as session:
        hold = holds_of(session, "main", decided.row.order_id)[0]
    release(published, ANALYST, hold.id, "paid")
    told(published)
    assert {row for row in found(published) if row[0] == ""} == {("", "live", "hold", "hold", 1)}
    with published.database.read() as session:
        assert quieted(session, "main", published.clock.now() - LONG_AGO) == {("PAY-001", "waived"): 1}


def test_hits_when_orders_are_labelled_then_rules_are_confirmed_by_them(published: Desk) -> None:
    for number, kind in enumerate(("fraud", "chargeback", "legitimate")):
        decided = submit(published, MAIN, document(an_unpaid_order(f"A-{number}")))
        label(published, ANALYST, decided.row.order_id, kind, source="bank")
        label(published, ANALYST, decided.row.order_id, kind, source="analyst")
    told(published)
    expected = {("PAY-001", "fraud"): 1, ("PAY-001", "chargeback"): 1, ("PAY-001", "legitimate"): 1}
    with published.database.write() as session:
        assert labelled(session, "main", published.clock.now() - LONG_AGO) == _labelled_hit_by_hit(session) == expected
        assert labelled(session, "main", published.clock.now() + LONG_AGO) == {}
        session.run(delete(DECISION).where(DECISION.c.order_id == decided.row.order_id))  # as retention does
        assert labelled(session, "main", published.clock.now() - LONG_AGO) == expected


def _labelled_hit_by_hit(session: ReadSession) -> dict[tuple[str, str], int]:
    """From all hits to their labels."""
    asked = (
        select(RULE_HIT.c.rule, LABEL.c.kind, func.count(distinct(RULE_HIT.c.order_id)).label("orders"))
        .join(LABEL, LABEL.c.order_id == RULE_HIT.c.order_id)
        .where(RULE_HIT.c.is_new, RULE_HIT.c.rule != NO_RULE)
        .group_by(RULE_HIT.c.rule, LABEL.c.kind)
    )
    return {(row.rule, row.kind): row.orders for row in session.rows(asked)}


def test_hits_when_another_merchant_orders_then_are_theirs(published: Desk) -> None:
    submit(published, OTHER, document(an_unpaid_order()))
    told(published)
    assert found(published) == set()


def test_hits_when_a_suppression_is_met_then_are_told_apart_and_the_order_passes(database: Database) -> None:
    entry = (
        "- {id: SUP-001, rule: PAY-001, when: {order.currency: EUR}, why: agreed, by: ana, approved_by: ben,"
        " from: 2026-11-01, until: 2027-01-31}\n"
    )
    desk = a_published_desk(database, {**WITH_GUARD, "suppressions.yaml": entry})
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    told(desk)
    assert decided.row.outcome == "admit"
    assert ("PAY-001", "suppressed", "hold", "admit", 1) in found(desk)


def test_tidying_when_hits_are_old_then_they_go_and_young_ones_stay(published: Desk) -> None:
    clock = published.clock
    assert isinstance(clock, StandingClock)
    submit(published, MAIN, document(an_unpaid_order("A-1")))
    told(published)
    clock.pass_by(KEPT)
    submit(published, MAIN, document(an_unpaid_order("A-2")))
    told(published)
    clock.pass_by(timedelta(days=1))
    tidied(published)
    with published.database.read() as session:
        rows = counted(session, Owners(), clock.now() - 2 * KEPT)
    assert {(each.rule, each.orders) for each in rows} == {("", 1), ("PAY-001", 1)}


def test_tidying_when_begun_twice_then_runs_once_a_day(published: Desk) -> None:
    begin_tidying(published)
    begin_tidying(published)
    with published.database.read() as session:
        jobs = session.rows(select(JOB.c.dedup).where(JOB.c.kind == HITS.kind))
    assert [row.dedup for row in jobs] == ["desk.hits_tidy:2026-11-21:0"]


def tidied(desk: Desk) -> None:
    """One step of the tidying, without tomorrow's."""
    payload = {"step": 0, "day": "2026-11-21"}
    job = Job(id="job_1", kind=HITS.kind, merchant="main", aggregate=HITS.kind, payload=payload, attempts=1, fence=1)
    with desk.database.write() as session:
        tidying_handlers(desk)[HITS.kind](session, job)


def test_shadow_record_when_a_rule_stood_in_shadow_then_counts_what_it_met_there_alone(database: Database) -> None:
    clock = StandingClock()
    desk = a_published_desk(database, WITH_GUARD, clock)
    submit(desk, MAIN, document(an_unpaid_order("A-0")))
    in_shadow = rule_text("payment/status.yaml", "status: live", "status: shadow")
    put_in_force(desk, in_shadow)
    for number in range(1, 4):
        submit(desk, MAIN, document(an_unpaid_order(f"A-{number}")))
    submit(desk, MAIN, document(an_honest_order("B-1")))
    put_in_force(desk, {**in_shadow, "channels.yaml": in_shadow["channels.yaml"] + "\nmarket: {never_supplies: []}\n"})
    clock.pass_by(timedelta(days=2))
    told(desk)
    before = desk.editions.current("main").admission.book
    after = replace(before, rules=tuple(replace(rule, status=Status.LIVE) for rule in before.rules))
    (live,) = going_live(before, after)
    with desk.database.read() as session:
        met = shadow_records(desk, session, "main", [live])
    record = met[trial_key(live)]
    assert (record.orders, record.hits, round(record.days, 2)) == (4, 3, 2.0)
    with desk.database.read() as session:
        (fault,) = untried(desk, session, "main", after)
    assert (fault.code, fault.message.startswith("PAY-001 goes live after 4 orders and 2.0 days")) == ("R097", True)


def test_ladder_when_the_rule_has_met_the_terms_in_force_then_may_go_live(database: Database) -> None:
    clock = StandingClock()
    terms = {**WITH_GUARD, "policy.yaml": "ladder: {shadow_orders: 4, shadow_days: 1, most_hit_percent: 25}\n"}
    desk = a_published_desk(database, rule_text("payment/status.yaml", "status: live", "status: shadow", terms), clock)
    submit(desk, MAIN, document(an_unpaid_order("A-0")))
    for number in range(3):
        submit(desk, MAIN, document(an_honest_order(f"B-{number}")))
    told(desk)
    clock.pass_by(timedelta(days=1))
    with desk.database.read() as session:
        assert untried(desk, session, "main", read_rulebook(terms, ADMISSION)) == ()


def test_hits_when_written_then_name_the_version_that_decided(published: Desk) -> None:
    put_in_force(published, rule_text("payment/status.yaml", "version: 1", "version: 7"))
    submit(published, MAIN, document(an_unpaid_order()))
    told(published)
    with published.database.read() as session:
        rows = session.rows(select(RULE_HIT.c.rule, RULE_HIT.c.rule_version).order_by(RULE_HIT.c.rule))
    assert [(row.rule, row.rule_version) for row in rows] == [("", 0), ("PAY-001", 7)]
