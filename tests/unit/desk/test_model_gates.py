"""Each gate of a model refuses for its own reason."""

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.desk.model_errors import ModelGate
from engine.desk.model_gates import Evidence, gates, latency_ms
from engine.desk.model_shadow import Shadow
from engine.store.models import Model
from tests.desks import NOW
from tests.small_models import AS_OF, a_model

ORDERS = 4000


def evidence(**changes: object) -> Evidence:
    made = a_model()
    model = Model(
        merchant="main",
        digest=made.digest,
        version=made.version,
        schema=made.artefact.schema,
        card=json.loads(made.card),
        as_of=AS_OF,
        created_at=NOW,
        created_by="bea",
    )
    whole = Evidence(model=model, artefact=made.artefact, latency_ms=0.4, least_orders=1000)
    return replace(whole, **changes)  # type: ignore[arg-type]


def a_shadow(**changes: object) -> Shadow:
    """Two models that agree, on orders as those of training, a tenth of them fraud that both put first."""
    luck = np.random.default_rng(3)
    percentile = luck.random(ORDERS) * 100
    drift = a_model().artefact.drift
    column = len(drift) - 1
    shares = drift.counts_of(column)[:-1] / drift.counts_of(column).sum()
    edges = drift.edges_of(column)
    score = np.append(edges, edges[-1] + 0.01)[luck.choice(len(shares), ORDERS, p=shares)]
    whole = Shadow(
        day=np.arange(ORDERS) // 200,
        before=percentile,
        after=percentile,
        percentile_before=percentile,
        percentile_after=percentile,
        score_after=score,
        fraud=luck.random(ORDERS) * 100 < percentile - 90,
        usable=np.ones(ORDERS, np.bool_),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def states(found: tuple[ModelGate, ...]) -> dict[str, str]:
    return {each.name: each.state for each in found}


def test_gates_when_two_models_agree_then_all_are_open() -> None:
    assert set(states(gates(evidence(shadow=a_shadow()))).values()) == {"passed"}


def closing() -> Iterator[tuple[str, Evidence]]:
    shadow = a_shadow()
    yield "orders", evidence(shadow=shadow, least_orders=ORDERS + 1)
    yield "average_precision", evidence(shadow=replace(shadow, after=100 - shadow.after))
    yield "alert_rate", evidence(shadow=replace(shadow, percentile_after=shadow.percentile_after * 0.99))
    yield "score_psi", evidence(shadow=replace(shadow, score_after=shadow.score_after + 0.05))
    yield "latency", evidence(shadow=shadow, latency_ms=1.2)
    bare = json.loads(a_model("m0", parity=False).card)
    yield "parity", evidence(shadow=shadow, model=replace(evidence().model, card=bare))
    apart = json.loads(a_model().card) | {"parity": {"worst": 1e-3}}
    yield "parity", evidence(shadow=shadow, model=replace(evidence().model, card=apart))


@pytest.mark.parametrize(("name", "found"), list(closing()), ids=lambda each: each if isinstance(each, str) else "")
def test_gates_when_one_thing_is_wrong_then_that_one_is_closed_and_says_why(name: str, found: Evidence) -> None:
    stood = gates(found)
    assert [each.name for each in stood if not each.is_open] == [name]
    assert next(each.detail for each in stood if each.name == name)


def test_gates_when_few_frauds_are_known_then_precision_is_not_measured_and_lets_pass() -> None:
    found = gates(evidence(shadow=a_shadow(fraud=np.zeros(ORDERS, np.bool_))))
    assert states(found)["average_precision"] == "not_measured"


def test_gates_when_it_is_the_first_then_what_training_measured_counts() -> None:
    assert states(gates(evidence())) == {
        "orders": "passed",
        "average_precision": "passed",
        "parity": "passed",
        "latency": "passed",
    }


def test_gates_when_the_first_has_labels_and_no_test_then_it_is_closed() -> None:
    card = {**json.loads(a_model().card), "tested": None}
    found = gates(evidence(model=replace(evidence().model, card=card)))
    assert states(found)["average_precision"] == "failed"


def test_latency_when_measured_then_is_the_worst_of_a_hundred_of_the_best_round() -> None:
    ticks = iter(number * 0.0005 for number in range(100_000))
    assert latency_ms(a_model().artefact, lambda: next(ticks)) == pytest.approx(0.5)
