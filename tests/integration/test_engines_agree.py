"""Clearway and the engines it is compared with say the same of every random order, or no figure would count."""

import pytest

pytest.importorskip("zen")
pytest.importorskip("cel")
pytest.importorskip("rule_engine")

from tests.benchmarks.corpus import FIRINGS, random_orders, random_rules
from tests.benchmarks.engine_speed import PEERS, measure, table


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_engines_when_given_the_same_rules_then_fire_alike(seed: int) -> None:
    rules, orders = random_rules(60, seed), random_orders(15, seed)
    answers = []
    for make in PEERS:
        peer = make(rules)
        answers.append([peer.fired(peer.prepared(order)) for order in orders])
    assert any(answers[0])
    assert all(answer == answers[0] for answer in answers)


def test_corpus_when_of_any_size_then_fires_about_as_wanted() -> None:
    peer = PEERS[-1](random_rules(400, 9))
    fired = [peer.fired(peer.prepared(order)) for order in random_orders(150, 9)]
    assert FIRINGS * 0.5 < sum(map(len, fired)) / len(fired) < FIRINGS * 1.5


def test_measure_when_run_small_then_names_every_engine() -> None:
    measured = measure(rules=20, orders=5, rounds=1)
    assert measured.agree
    assert {"clearway", "zen", "cel", "rule_engine", "generated_python"} <= set(measured.microseconds)
    assert "all agree" in table([measured])
