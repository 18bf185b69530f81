"""What a model must show before it decides: figures of its card, of its speed, and of the orders that it scored in the
champion's shadow."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np

from engine.anomaly.artefact import Artefact
from engine.anomaly.drift import alert_rate, psi
from engine.anomaly.features import Vector
from engine.anomaly.ranking import average_precision, sd_of_gain
from engine.anomaly.scorer import ModelScorer
from engine.clock import thread_seconds
from engine.counted import counted
from engine.desk.desk import Desk
from engine.desk.model_errors import ModelGate
from engine.desk.model_rows import Part, part
from engine.desk.model_shadow import USUAL_MATURE_DAYS, Shadow, shadow_of
from engine.desk.models import InForce, Ready
from engine.desk.preferences import LEAST_ORDERS, preferences
from engine.store.models import Model, steps_of
from engine.store.sessions import ReadSession

Stopwatch = Callable[[], float]  # seconds of CPU
MOST_ALERTS_APART = 0.20
MOST_PSI = 0.10
MOST_MS = 1.0
MOST_APART = 1e-9  # of a score by the arrays and the same by scikit-learn
ALERT = 99.0  # percentile from which an order counts as an alert
FEW_FRAUDS = 10  # with fewer, an average precision is luck
SAMPLE, ROUNDS = 300, 3
PASSED, FAILED, NOT_MEASURED = "passed", "failed", "not_measured"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known of a model. `shadow` is None where there is no champion to compare it with."""

    model: Model
    artefact: Artefact
    latency_ms: float
    least_orders: int
    shadow: Shadow | None = None


def evidence_of(desk: Desk, session: ReadSession, candidate: Ready, now: InForce) -> Evidence:
    """Gathers it. Orders count from the last time that the model was made challenger."""
    model = candidate.model
    return Evidence(
        model=model,
        artefact=candidate.artefact,
        latency_ms=_best_latency(desk, candidate),
        least_orders=preferences(session, model.merchant)[LEAST_ORDERS],
        shadow=_shadow(desk, session, model, now),
    )


def gates(evidence: Evidence) -> tuple[ModelGate, ...]:
    """How the gates stand."""
    shadow = evidence.shadow
    own = _of_the_first(evidence) if shadow is None else _of_the_shadow(evidence, shadow)
    return (*own, _parity(evidence.model.card), _latency(evidence.latency_ms))


def latency_ms(artefact: Artefact, watch: Stopwatch = thread_seconds) -> float:
    """p99 of the CPU milliseconds that one score with its reasons costs; of several rounds the best, since a disturbed
    round shows the machine."""
    scorer, rows = ModelScorer(artefact), _sample_rows(artefact)
    for row in rows[:20]:
        scorer.score(row)
    return min(_p99(scorer, rows, watch) for _ in range(ROUNDS))


def _best_latency(desk: Desk, candidate: Ready) -> float:
    """Measured again only while it is too slow: a disturbed machine is slow once, a model always."""
    known, digest = desk.models.latencies, candidate.model.digest
    if known.get(digest, MOST_MS) >= MOST_MS:
        known[digest] = min(latency_ms(candidate.artefact), known.get(digest, math.inf))
    return known[digest]


def _sample_rows(artefact: Artefact) -> list[Vector]:
    """Rows of values that each feature had in training, a tenth of them unknown."""
    luck = np.random.default_rng(0)
    starts, values = artefact.features.starts, artefact.features.value
    columns = []
    for start, end in pairwise(starts):
        drawn = luck.choice(values[start:end], SAMPLE) if end > start else np.full(SAMPLE, math.nan)
        columns.append(np.where(luck.random(SAMPLE) < 0.1, math.nan, drawn))
    return [tuple(map(float, row)) for row in np.column_stack(columns)]


def _p99(scorer: ModelScorer, rows: list[Vector], watch: Stopwatch) -> float:
    took = []
    for row in rows:
        begun = watch()
        scorer.score(row)
        took.append(watch() - begun)
    return float(np.quantile(took, 0.99)) * 1000


def _shadow(desk: Desk, session: ReadSession, model: Model, now: InForce) -> Shadow | None:
    champion = now.roles.champion
    if champion is None:
        return None
    challenged = [
        each.at
        for each in steps_of(session, model.merchant)
        if each.action == "challenge" and each.digest == model.digest
    ]
    since = max(challenged, default=desk.clock.now())
    mature = timedelta(days=mature_days(model.card))
    return shadow_of(desk, session, model.merchant, champion, model.digest, since=since, mature=mature)


def mature_days(card: Part) -> float:
    """The age at which an order without a label counts as honest, as the model was trained."""
    found = part(part(card.get("terms")).get("labels")).get("mature_days")
    return float(found) if isinstance(found, int | float) else USUAL_MATURE_DAYS


def _of_the_first(evidence: Evidence) -> Iterator[ModelGate]:
    """Nothing can be compared, so what training measured counts."""
    card = evidence.model.card
    made = part(card.get("made"))
    rows, frauds = made.get("rows"), part(made.get("labels")).get("fraud")
    yield _enough(rows if isinstance(rows, int) else 0, evidence.least_orders, "it was trained on")
    measured = next(_numbers(card.get("tested"), "average_precision"), None)
    has_labels = isinstance(frauds, int) and frauds > 0
    state = PASSED if measured is not None else FAILED if has_labels else NOT_MEASURED
    yield ModelGate(
        name="average_precision",
        measured=measured,
        bar="measured where there are labels",
        state=state,
        detail="" if state == PASSED else "train again with weeks of labels to test on",
    )


def _of_the_shadow(evidence: Evidence, shadow: Shadow) -> Iterator[ModelGate]:
    yield _enough(len(shadow), evidence.least_orders, "it scored in shadow, as challenger of this champion,")
    if len(shadow):
        yield _precision(shadow)
        yield _alerts(shadow)
        yield _stability(evidence.artefact, shadow)


def _enough(orders: int, least: int, how: str) -> ModelGate:
    enough = orders >= least
    return ModelGate(
        name="orders",
        measured=float(orders),
        bar=f"at least {least}",
        state=PASSED if enough else FAILED,
        detail=""
        if enough
        else f"{how} {counted(orders, 'order', 'orders')}; let it score more in shadow, or ask for fewer by "
        f"`{LEAST_ORDERS}`",
    )


def _precision(shadow: Shadow) -> ModelGate:
    rows = shadow.usable
    fraud, before, after = shadow.fraud[rows], shadow.before[rows], shadow.after[rows]
    frauds = int(fraud.sum())
    if frauds < FEW_FRAUDS:
        return ModelGate(
            name="average_precision",
            measured=None,
            bar="not lower by more than 1 sd",
            state=NOT_MEASURED,
            detail=f"of {counted(frauds, 'fraud', 'frauds')} among these orders; {FEW_FRAUDS} would tell",
        )
    old, new = average_precision(fraud, before), average_precision(fraud, after)
    sd = sd_of_gain(fraud, before, after, shadow.day[rows])
    passed = new >= old - sd
    return ModelGate(
        name="average_precision",
        measured=new,
        bar=f"at least {old - sd:.4f}, the champion's {old:.4f} less 1 sd",
        state=PASSED if passed else FAILED,
        detail="" if passed else "it puts fewer frauds first than the champion does",
    )


def _alerts(shadow: Shadow) -> ModelGate:
    old, new = alert_rate(shadow.percentile_before, ALERT), alert_rate(shadow.percentile_after, ALERT)
    least, most = old * (1 - MOST_ALERTS_APART), old * (1 + MOST_ALERTS_APART)
    passed = least <= new <= most
    return ModelGate(
        name="alert_rate",
        measured=new,
        bar=f"from {least:.4f} to {most:.4f} of orders from percentile {ALERT:g} on",
        state=PASSED if passed else FAILED,
        detail=""
        if passed
        else "reviewers would get another number of orders; rules on percentiles would have to move",
    )


def _stability(artefact: Artefact, shadow: Shadow) -> ModelGate:
    column = len(artefact.drift) - 1
    found = psi(artefact.drift.counts_of(column), artefact.drift.counted(column, shadow.score_after))
    passed = found < MOST_PSI
    return ModelGate(
        name="score_psi",
        measured=found,
        bar=f"below {MOST_PSI:g}",
        state=PASSED if passed else FAILED,
        detail="" if passed else "orders of today are not those that it was trained on; train it on newer ones",
    )


def _parity(card: Part) -> ModelGate:
    said = card.get("parity")
    found = max(_numbers({"parity": said} if isinstance(said, float) else said, "parity", "worst"), default=None)
    passed = found is not None and found <= MOST_APART
    return ModelGate(
        name="parity",
        measured=found,
        bar=f"at most {MOST_APART:g} apart from scikit-learn",
        state=PASSED if passed else FAILED,
        detail="" if passed else "the card does not say that the arrays score as the fitted models do; train it again",
    )


def _latency(found: float) -> ModelGate:
    passed = found < MOST_MS
    return ModelGate(
        name="latency",
        measured=found,
        bar=f"p99 below {MOST_MS:g} ms of CPU",
        state=PASSED if passed else FAILED,
        detail="" if passed else "train with fewer or smaller trees",
    )


def _numbers(value: object, *names: str) -> Iterator[float]:
    """All finite numbers under these names, or within objects under them, anywhere inside."""
    if isinstance(value, dict):
        for name, each in value.items():
            is_number = isinstance(each, int | float) and not isinstance(each, bool)
            if name in names and is_number and math.isfinite(each):
                yield float(each)
            elif not is_number:
                yield from _numbers(each, *names)
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each, *names)
