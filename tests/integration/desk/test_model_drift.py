"""Drift: measured from what decisions kept, stored as a state, and so a fact of the decisions that follow."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.desk.model_drift import MEASURE, Measured, begin_measuring, drift_handlers, keep, measured
from engine.desk.model_promoting import promote
from engine.desk.rule_telling import rule_handlers
from engine.store.feed import events_after
from engine.store.models import states_of
from engine.store.outbox import Job
from engine.store.tables import JOB
from tests.desks import MAIN, OTHER, an_honest_order, document
from tests.draining import drain
from tests.small_models import BEA, registered

ORDERS = 60
A_JOB = Job(id="job_1", kind=MEASURE, merchant="main", aggregate=MEASURE, payload={}, attempts=0, fence=0)


def nothing_asked(*_: object) -> tuple[()]:
    return ()


@pytest.fixture
def scored(desk: Desk) -> Desk:
    registered(desk)
    promote(desk, BEA, "m1", "the first", measure=nothing_asked)
    return desk


def found(desk: Desk) -> Measured:
    seen = measured(desk, "main")
    assert seen is not None
    return seen


def some_orders(desk: Desk, many: int) -> list[str]:
    return [submit(desk, MAIN, document(an_honest_order(f"A-{n}"))).row.order_id for n in range(many)]


def test_drift_when_there_is_no_champion_then_nothing_is_measured(desk: Desk) -> None:
    assert measured(desk, "main") is None


def test_drift_when_few_orders_came_then_chance_explains_them(scored: Desk) -> None:
    some_orders(scored, 3)
    seen = found(scored)
    assert (seen.state.status, seen.orders) == ("ok", 3)


def test_drift_when_all_orders_are_alike_then_it_is_a_fact_of_the_next_one(scored: Desk) -> None:
    some_orders(scored, ORDERS)
    seen = found(scored)
    assert seen.state.status == "drift"
    keep(scored, seen)
    content = submit(scored, MAIN, document(an_honest_order("B-1"))).row.content
    facts = orjson.loads(content)["model"]["facts"]
    assert facts["model.status"] == "drift"
    assert facts["model.drift_permille"] == round(max(each.psi for each in seen.columns) * 1000)


def test_drift_when_it_begins_then_is_told_once(scored: Desk) -> None:
    some_orders(scored, ORDERS)
    seen = found(scored)
    keep(scored, seen)
    keep(scored, replace(seen, state=replace(seen.state, measured_at=seen.state.measured_at + timedelta(days=1))))
    drain(scored.database, rule_handlers())
    with scored.database.read() as session:
        told = [each for each in events_after(session, "main", 0, 99) if each.type == "model.drift_detected"]
    assert [(each.data["state"], each.data["previous_state"]) for each in told] == [("drift", "ok")]


def test_drift_when_another_merchant_is_scored_by_the_same_model_then_its_orders_count(scored: Desk) -> None:
    submit(scored, OTHER, document(an_honest_order("C-1")))
    assert found(scored).orders == 1


def test_drift_when_labels_are_known_then_says_how_well_frauds_come_first(scored: Desk) -> None:
    for order_id in some_orders(scored, 20)[:10]:
        label(scored, MAIN, order_id, "fraud", source="analyst")
    scored.clock.pass_by(timedelta(days=8))  # type: ignore[attr-defined]
    seen = found(scored)
    assert seen.frauds == 10
    assert seen.average_precision == pytest.approx(0.5, abs=0.3)


def test_worker_when_it_measures_then_keeps_it_and_measures_again_tomorrow(scored: Desk) -> None:
    some_orders(scored, 2)
    begin_measuring(scored)
    effect = drift_handlers(scored)[MEASURE].attempt(A_JOB)
    with scored.database.write() as session:
        effect(session)
        days = [row.dedup for row in session.rows(select(JOB.c.dedup).where(JOB.c.kind == MEASURE).order_by(JOB.c.id))]
    champion = scored.models.in_force("main").champion
    assert champion is not None
    with scored.database.read() as session:
        states = states_of(session, "main", champion.model.digest, 10)
    assert [each.figures["orders"] for each in states] == [2]
    assert days == [f"{MEASURE}:2026-11-21", f"{MEASURE}:2026-11-22"]
