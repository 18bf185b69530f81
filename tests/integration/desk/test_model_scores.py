"""What a model said of orders, counted by the database: the same as whoever walks them one by one would count."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import orjson
import pytest
from sqlalchemy import select, update

from engine.desk import model_scores
from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.desk.model_rows import ModelRow, Said, model_rows
from engine.desk.model_scores import BIN, PERCENTILE, PROBABILITY, TRIED, Scores, Tally, scores_of
from engine.desk.model_shadow import fraud_of, shadow_of
from engine.record import LET_THROUGH
from engine.store.database import Database
from engine.store.holds import holds_of
from engine.store.models import model_of
from engine.store.said_both import BothWanted, said_by_both
from engine.store.scored_orders import BEFORE_ALL
from engine.store.sessions import ReadSession
from engine.store.tables import DECISION
from tests.desks import ANALYST, MAIN, NOW, an_honest_order, an_unpaid_order, document
from tests.plans import plans_of
from tests.small_models import a_model, registered

OURS = a_model().digest
AT_EDGES = (0.0, 4.999999999999999, 5.0, 49.7, 50.0, 94.99999999999999, 95.0, 98.9, 99.0, 99.4, 99.9, 100.0, None)
KINDS = ("fraud", "chargeback", "legitimate", "friendly_fraud", "refused_at_customs")


def slowly(desk: Desk, days: int, measure: str, threshold: float, most: int) -> Scores:
    """Order by order."""
    now = desk.clock.now()
    scores = Scores(
        whole=Tally(),
        bins=[Tally() for _ in range(100 // BIN)],
        caught={each: Tally() for each in sorted({*TRIED, threshold})},
        is_whole=True,
    )
    with desk.database.read() as session:
        rows = _rows(desk, session, since=now - timedelta(days=days))
        scored = list(_scored(rows, measure))
    for row, score in scored[:most]:
        fraud = fraud_of(row, now - timedelta(days=7))
        reached = [tally for edge, tally in scores.caught.items() if score >= edge]
        for tally in (scores.whole, scores.bins[min(int(score // BIN), 19)], *reached):
            tally.add(row.outcome, fraud)
    return replace(scores, is_whole=len(scored) <= most)


def _rows(desk: Desk, session: ReadSession, since: datetime = BEFORE_ALL) -> Iterator[ModelRow]:
    """As decisions were kept, with what models said of them as it is now in its column."""
    said = {str(row.id): row.said for row in session.rows(select(DECISION.c.id, DECISION.c.said))}
    for row in model_rows(desk, session, "main", as_of=desk.clock.now(), since=since):
        if said[row.decision] is not None:
            content = orjson.loads(said[row.decision])
            told = content["model"]["detail"]
            yield replace(row, champion=_of_one(told), challenger=_of_one(told["challenger"]),
                          let_through_percent=content.get(LET_THROUGH))  # fmt: skip


def _of_one(told: Mapping[str, Any]) -> Said:
    numbers = (told["anomaly"]["score"], told["anomaly"]["percentile"], told["fraud"]["probability"])
    score, percentile, probability = (math.nan if each is None else each for each in numbers)
    return Said(version=told["version"], score=score, percentile=percentile, probability=probability)


def _scored(rows: Iterator[ModelRow], measure: str) -> Iterator[tuple[ModelRow, float]]:
    for row in rows:
        said = next((each for each in (row.champion, row.challenger) if each and each.version == OURS), None)
        score = math.nan if said is None else said.percentile if measure == PERCENTILE else said.probability * 100
        if not math.isnan(score):
            yield row, score


def a_history(desk: Desk, orders: int = 40) -> None:
    """Orders of some weeks with all kinds of what models said, outcomes and labels; some changed, some released."""
    luck = Random(3)
    ids = [_decided(desk, number) for number in range(orders)]
    for order in ids[1::4]:
        change(desk, MAIN, order, {"shipping_address": {"line2": "2. OG"}})
    with desk.database.read() as session:
        decisions = [str(row.id) for row in session.rows(select(DECISION.c.id).order_by(DECISION.c.id))]
    with desk.database.write() as session:
        for each in decisions:
            values: dict[str, object] = {
                "said": luck.choice((None, *(_said(luck) for _ in range(9)))),
                "outcome": luck.choice(("admit", "hold", "cancel")),
                "placed_at": int((NOW - timedelta(days=luck.randrange(20))).timestamp()) * 1_000_000,
            }
            session.run(update(DECISION).where(DECISION.c.id == each).values(values))
    for order in luck.choices(ids, k=orders):
        known_at = NOW + timedelta(days=luck.choice((-3, -1, 1)))
        label(desk, ANALYST, order, luck.choice(KINDS), source=luck.choice(("bank", "analyst")), known_at=known_at)


def _decided(desk: Desk, number: int) -> str:
    if number % 5:
        return submit(desk, MAIN, document(an_honest_order(f"A-{number}"))).row.order_id
    order = submit(desk, MAIN, document(an_unpaid_order(f"A-{number}"))).row.order_id
    with desk.database.read() as session:
        hold = holds_of(session, "main", order)[0]
    release(desk, ANALYST, hold.id, "paid")
    return order


def _said(luck: Random) -> str:
    def of() -> dict[str, object]:
        percentile = luck.choice(AT_EDGES)
        probability = None if percentile is None else luck.choice((None, percentile / 100))
        return {
            "version": luck.choice((OURS, "another")),
            "anomaly": {"score": 0.5, "percentile": percentile},
            "fraud": {"probability": probability},
        }

    chance = luck.choice(({}, {LET_THROUGH: 5}))
    return orjson.dumps({"model": {"schema": "s", "detail": {**of(), "challenger": of()}}, **chance}).decode()


@pytest.fixture
def with_history(desk: Desk) -> Desk:
    registered(desk)
    a_history(desk)
    return desk


def slow_shadow(desk: Desk, since: datetime, mature: timedelta) -> list[tuple[object, ...]]:
    """Order by order, what gates ask of those that both scored."""
    now = desk.clock.now()
    with desk.database.read() as session:
        return [
            (row.placed_at.toordinal(), row.champion.percentile, row.champion.probability, row.challenger.percentile,
             row.challenger.probability, row.challenger.score, fraud_of(row, now - mature))
            for row in _rows(desk, session)
            if row.champion and row.challenger and (row.champion.version, row.challenger.version) == (OURS, "another")
            if row.decided_at >= since
        ]  # fmt: skip


def test_shadow_when_read_in_columns_then_is_that_of_whoever_walks_all_orders(with_history: Desk) -> None:
    mature = timedelta(days=7)
    with with_history.database.read() as session:
        found = shadow_of(with_history, session, "main", OURS, "another", since=NOW - timedelta(days=40), mature=mature)
        assert not len(shadow_of(with_history, session, "main", "another", "b", since=NOW, mature=mature))
    expected = slow_shadow(with_history, NOW - timedelta(days=40), mature)
    assert len(expected) == len(found) > 0
    days, before, _, after, _, scores, frauds = zip(*expected, strict=True)
    assert list(found.day) == list(days)
    for told, known in (
        (found.percentile_before, before),
        (found.percentile_after, after),
        (found.score_after, scores),
    ):
        np.testing.assert_array_equal(told, np.array(known, np.float64))
    assert list(found.fraud) == [each is True for each in frauds]
    assert list(found.usable) == [each is not None for each in frauds]
    np.testing.assert_array_equal(found.before, found.percentile_before)  # some have no probability


def test_shadow_when_read_then_begins_with_those_decided_since(sqlite_file: Database) -> None:
    wanted = BothWanted(merchant="main", champion="a", challenger="b", since=NOW, known_by=NOW, mature=NOW)

    def act(database: Database) -> None:
        with database.read() as session:
            said_by_both(session, wanted)

    assert "ix_decision_scored (merchant_id=? AND decided_at>? AND decided_at<?)" in str(plans_of(sqlite_file, act))


def counted(desk: Desk, days: int, measure: str, threshold: float) -> Scores:
    with desk.database.read() as session:
        model = model_of(session, "main", OURS)
    assert model is not None
    return scores_of(desk, "main", model, days, measure, threshold)


def test_scores_when_counted_by_the_database_then_are_those_of_whoever_walks_all_orders(
    with_history: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Sequence[tuple[int, str, float]] = [
        (days, measure, threshold)
        for days in (7, 90)
        for measure in (PERCENTILE, PROBABILITY)
        for threshold in (0.0, 49.7, 99.9)
    ]
    for most in (100_000, 9, 1):
        monkeypatch.setattr(model_scores, "MOST", most)
        for each in asked:
            assert counted(with_history, *each) == slowly(with_history, *each, most)
    whole = counted(with_history, 90, PERCENTILE, 0.0).whole
    assert whole.orders == 1
    monkeypatch.undo()
    whole = counted(with_history, 90, PERCENTILE, 0.0).whole
    assert min(whole.fraud, whole.honest, whole.orders - whole.fraud - whole.honest, whole.outcomes["cancel"]) > 0
