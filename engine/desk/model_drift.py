"""Has what comes in changed since a model was trained? Measured daily from what decisions kept, and on demand.

A feature or the score has drifted where its stability index is large and larger than chance makes it with so few
orders (`engine.anomaly.drift`): above 0.1 it is watched, above 0.25 the model's status is `drift`, which rules read.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import numpy as np

from engine.anomaly.artefact import Artefact
from engine.anomaly.drift import critical_psi, missing_rate, psi
from engine.anomaly.ranking import average_precision
from engine.anomaly.trees import Floats
from engine.desk.desk import Caller, Desk
from engine.desk.model_gates import ALERT, FEW_FRAUDS, mature_days
from engine.desk.model_rows import ModelRow, model_rows
from engine.desk.model_shadow import followed, fraud_of, served_by
from engine.desk.models import MAIN, InForce, Ready
from engine.desk.rule_telling import tell
from engine.store.chain import day_after
from engine.store.handling import OutsideHandler
from engine.store.models import ModelState, add_state, newest_of_all, states_of
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession

MEASURE = "desk.models_measured"
BY = "drift measurement"
AT = time(4, tzinfo=UTC)
USUAL_DAYS = 7
LABEL_DAYS = 60  # orders this old and younger, once mature, tell how well a model ranks
WATCH, ACT = 0.1, 0.25
SCORE = "score"
AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A feature, or the score: its stability index, the one that chance alone reaches, and the share unknown."""

    name: str
    psi: float
    critical: float
    missing: float
    missing_before: float

    @property
    def state(self) -> str:
        """`ok`, `watch` or `act`."""
        if self.psi <= max(WATCH, self.critical):
            return "ok"
        return "act" if self.psi > max(ACT, self.critical) else "watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How a champion is doing. `alerts` is the share of orders from percentile 99 on; `average_precision` is of the
    orders of the last weeks that are old enough, None with too few frauds."""

    version: str
    state: ModelState
    orders: int
    columns: tuple[Column, ...]
    alerts: float | None
    average_precision: float | None
    frauds: int


def measured(desk: Desk, merchant: str, days: int = USUAL_DAYS) -> Measured | None:
    """How a merchant's own champion does on the orders of the last days; None without one. Writes nothing."""
    now = desk.models.refresh(merchant)
    if now.champion is None:
        return None
    at, digest = desk.clock.now(), now.champion.model.digest
    with desk.database.read() as session:
        rows = _recent(desk, session, now, digest, at - timedelta(days=days))
        counts = _counted(rows, now.champion.artefact)
        known = _recent(desk, session, now, digest, at - timedelta(days=LABEL_DAYS))
        frauds, precision = _ranked(known, now.champion, at)
    columns = tuple(_columns(now.champion.artefact, counts)) if counts.orders else ()
    figures = _figures(columns, counts, precision, frauds, days)
    status = _status(now, columns, at)
    state = ModelState(merchant=merchant, digest=digest, measured_at=at, status=status, figures=figures)
    return Measured(
        version=now.champion.model.version,
        state=state,
        orders=counts.orders,
        columns=columns,
        alerts=counts.alert_rate,
        average_precision=precision,
        frauds=frauds,
    )


def keep(desk: Desk, found: Measured) -> None:
    """Stores what was measured: from now on it is a fact of every decision."""
    with desk.database.write() as session:
        _note(desk, session, found.state)
    desk.models.refresh(found.state.merchant)


@dataclass(slots=True)
class _Counts:
    columns: list[Floats] = field(default_factory=list)
    orders: int = 0
    alerts: int = 0

    @property
    def alert_rate(self) -> float | None:
        return self.alerts / self.orders if self.orders else None

    def add(self, artefact: Artefact, rows: Sequence[ModelRow]) -> None:
        said = [row.champion for row in rows if row.champion is not None]
        values = np.column_stack(([row.features for row in rows], [each.score for each in said]))
        found = [artefact.drift.counted(column, values[:, column]) for column in range(values.shape[1])]
        self.columns = [old + new for old, new in zip(self.columns, found, strict=True)] if self.columns else found
        self.orders += len(rows)
        self.alerts += sum(each.percentile >= ALERT for each in said)


def _recent(desk: Desk, session: ReadSession, now: InForce, digest: str, since: datetime) -> Iterator[ModelRow]:
    """Orders that a model scored as champion, for whomever it did."""
    for merchant in served_by(session, now.owner):
        for row in model_rows(desk, session, merchant, as_of=desk.clock.now(), since=since):
            if row.champion is not None and row.champion.version == digest:
                yield row


def _counted(rows: Iterator[ModelRow], artefact: Artefact) -> _Counts:
    counts, some = _Counts(), []
    for row in rows:
        if row.schema != artefact.schema:
            continue
        some.append(row)
        if len(some) == AT_ONCE:
            counts.add(artefact, some)
            some = []
    if some:
        counts.add(artefact, some)
    return counts


def _columns(artefact: Artefact, counts: _Counts) -> Iterator[Column]:
    for column, (name, now) in enumerate(zip((*artefact.names, SCORE), counts.columns, strict=True)):
        before = artefact.drift.counts_of(column)
        bins = int(np.count_nonzero(before + now))
        yield Column(
            name=name,
            psi=psi(before, now),
            critical=critical_psi(bins, float(before.sum()), float(now.sum())),
            missing=missing_rate(now),
            missing_before=missing_rate(before),
        )


def _ranked(rows: Iterator[ModelRow], ready: Ready, at: datetime) -> tuple[int, float | None]:
    """Known frauds, and how well the model puts them first."""
    mature = at - timedelta(days=mature_days(ready.model.card))
    told = [(row.champion, known) for row in rows if (known := fraud_of(row, mature)) is not None]
    fraud = np.array([each for _, each in told], np.bool_)
    frauds = int(fraud.sum())
    if frauds < FEW_FRAUDS:
        return frauds, None
    found = average_precision(fraud, followed([said for said, _ in told if said is not None]))
    return frauds, None if math.isnan(found) else found


def _status(now: InForce, columns: Sequence[Column], at: datetime) -> str:
    assert now.champion is not None  # noqa: S101 - whoever asks has seen it
    if any(each.state == "act" for each in columns):
        return "drift"
    return "stale" if at - now.champion.model.as_of > now.stale_after else "ok"


def _figures(
    columns: Sequence[Column], counts: _Counts, precision: float | None, frauds: int, days: int
) -> Mapping[str, object]:
    return {
        "days": days,
        "orders": counts.orders,
        "alert_rate": counts.alert_rate,
        "average_precision": precision,
        "frauds": frauds,
        "largest_psi": max((each.psi for each in columns), default=None),
        "columns": [
            {
                "name": each.name,
                "psi": each.psi,
                "critical_psi": each.critical if math.isfinite(each.critical) else None,
                "missing": each.missing,
                "missing_before": each.missing_before,
                "state": each.state,
            }
            for each in columns
        ],
    }


def drift_handlers(desk: Desk) -> Mapping[str, OutsideHandler[list[Measured]]]:
    """Handlers by kind of job. Measuring reads for a while, so it happens before the transaction that keeps it."""
    measuring = _Measuring(desk)
    return {MEASURE: OutsideHandler(measuring.act, measuring.settle)}


def begin_measuring(desk: Desk) -> None:
    """Starts the chain of daily measurements; does nothing where it runs already."""
    now = desk.clock.now()
    with desk.database.write() as session:
        enqueue(session, desk.ids, [_job(now)], now)


@dataclass(frozen=True, slots=True)
class _Measuring:
    desk: Desk

    def act(self, _: Job) -> list[Measured]:
        """Measures each merchant's champion."""
        with self.desk.database.read() as session:
            merchants = [merchant for merchant, newest in newest_of_all(session).items() if newest.seq]
        found = (measured(self.desk, merchant) for merchant in merchants)
        return [each for each in found if each is not None]

    def settle(self, session: WriteSession, job: Job, found: list[Measured]) -> None:
        """Keeps it, and measures again tomorrow."""
        now = self.desk.clock.now()
        for each in found:
            _note(self.desk, session, each.state)
        tomorrow = day_after(job, now)
        enqueue(session, self.desk.ids, [_job(tomorrow, datetime.combine(tomorrow.date(), AT))], now)


def _job(day: datetime, due: datetime | None = None) -> NewJob:
    on = day.astimezone(UTC).date().isoformat()
    return NewJob(
        kind=MEASURE, merchant=MAIN, aggregate=MEASURE, payload={"day": on}, dedup=f"{MEASURE}:{on}", run_after=due
    )


def _note(desk: Desk, session: WriteSession, state: ModelState) -> None:
    """Keeps how a model does. An event when it begins to do worse, not on each day that it goes on so."""
    before = states_of(session, state.merchant, state.digest)
    previous = before[0].status if before else "ok"
    add_state(session, state)
    if state.status not in {"ok", previous}:
        told = {"digest": state.digest, "state": state.status, "previous_state": previous}
        caller = Caller(merchant=state.merchant, name=BY)
        tell(desk, session, caller, "model.drift_detected", state.digest, told, state.measured_at)
