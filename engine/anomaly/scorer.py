"""The models in force as a scorer of decisions: champion and challenger, facts and reasons. It never fails."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.anomaly.artefact import Artefact
from engine.anomaly.reasons import Reason, floored, reasons
from engine.anomaly.scoring import Scoring, probability_of
from engine.anomaly.trees import Floats
from engine.lexicon.scored import ABSENT, Scored
from engine.lexicon.spec import Value

NAT: Final = 1 / math.log(2)  # bits of a nat
DIGITS: Final = 12  # of a raw score as it is kept


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the champion from outside: `status` is ok, drift or stale; `drift_permille` the largest
    stability index of the score or of a feature, times 1000, when it was measured last."""

    status: str = "ok"
    drift_permille: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one model says of one order. `percentile` is exact; the probability is calibrated, none without a
    classifier."""

    version: str
    score: float
    percentile: float
    anomaly: tuple[Reason, ...]
    probability: float | None
    fraud: tuple[Reason, ...]

    def plain(self) -> dict[str, object]:
        """As the record keeps it."""
        told: dict[str, object] = {
            "version": self.version,
            "anomaly": {
                "score": round(self.score, DIGITS),
                "percentile": floored(self.percentile),
                "reasons": [each.plain() for each in self.anomaly],
            },
        }
        if self.probability is not None:
            reasons_told = [each.plain() for each in self.fraud]
            told["fraud"] = {"probability": round(self.probability, DIGITS), "reasons": reasons_told}
        return told


class ModelScorer:
    """Scores with the champion and, in its shadow, the challenger. What goes wrong inside is told, never raised.

    It is a `Scorer` of `engine.facts.context`, and safe for several threads.
    """

    def __init__(
        self, champion: Artefact | None, challenger: Artefact | None = None, state: State | None = None
    ) -> None:
        self._champion = None if champion is None else Scoring(champion)
        self._challenger = None if challenger is None else Scoring(challenger)
        self._state = State() if state is None else state

    def score(self, features: tuple[float, ...]) -> Scored:
        """Facts and detail of a row in the order of `engine.anomaly.features`. Without a champion: absent."""
        if self._champion is None:
            return ABSENT
        try:
            row = np.array(features, dtype=np.float64)
            answer = answered(self._champion, row)
            facts = _facts(answer, row, self._state)
        except Exception as fault:  # noqa: BLE001 - whatever breaks, the order is decided, and rules are told
            return Scored(ABSENT.facts, {"fault": type(fault).__name__})
        return Scored(facts, {**answer.plain(), **self._shadow(row)})

    def _shadow(self, row: Floats) -> Mapping[str, object]:
        """The challenger's answer: kept, compared later, and read by no rule."""
        if self._challenger is None:
            return {}
        try:
            return {"challenger": answered(self._challenger, row).plain()}
        except Exception as fault:  # noqa: BLE001 - a trial never disturbs the decision
            return {"challenger": {"version": self._challenger.artefact.version, "fault": type(fault).__name__}}


def answered(scoring: Scoring, row: Floats) -> Answer:
    """What one model says of one row, in the order of its features; ValueError when the row is of another length."""
    artefact = scoring.artefact
    if row.shape != (len(artefact.names),):
        raise ValueError(row.shape)
    anomaly, fraud = scoring.anomaly(row), scoring.fraud(row)
    raw = 2.0**anomaly.total
    probability = None if fraud is None else float(scoring.calibrated(np.array(probability_of(fraud.total))))
    return Answer(
        version=artefact.version,
        score=raw,
        percentile=artefact.scores.place(0, raw)[0],
        anomaly=reasons(artefact, row, anomaly.given),
        probability=probability,
        fraud=() if fraud is None else reasons(artefact, row, fraud.given * NAT),
    )


def _facts(answer: Answer, row: Floats, state: State) -> dict[str, Value]:
    """Facts for rules. Shares are rounded down: 99.97 % of past orders are not yet 1000 permille."""
    facts: dict[str, Value] = {
        "model.status": state.status,
        "model.anomaly_percentile": math.floor(answer.percentile + 1e-9),
        "model.anomaly_permille": math.floor(answer.percentile * 10 + 1e-9),
        "model.coverage_percent": int(np.count_nonzero(~np.isnan(row))) * 100 // len(row),
        "model.reasons": frozenset(each.feature for each in (*answer.anomaly, *answer.fraud)),
    }
    if answer.probability is not None:
        facts["model.fraud_permille"] = math.floor(answer.probability * 1000 + 1e-9)
    if state.drift_permille is not None:
        facts["model.drift_permille"] = state.drift_permille
    return facts
