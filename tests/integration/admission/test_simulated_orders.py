"""What the bundled rule book does with simulated orders: honest ones pass, planted schemes do so less often."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.admission import Admission
from engine.bundled import data_folder, rules_folder
from engine.facts.context import Context
from engine.facts.memory_velocity import MemoryVelocity
from engine.facts.rates import EcbRates
from engine.simulation import Scenario, simulate
from tests.benchmarks.accuracy import simulated_table
from tests.benchmarks.simulated_budget import many_schemes, simulated_budget

SCENARIO = Scenario(orders=1500, days=30, seed=17, customers_before=500)
THIEVES = frozenset({"card_testing", "account_takeover", "reshipping", "triangulation", "forwarder_fraud"})


def outcomes(scenario: Scenario) -> Iterator[tuple[str | None, str]]:
    """Scheme and outcome of each order, decided ten minutes after it, with memory of those before."""
    admission, rates = Admission.load(rules_folder(), data_folder()), EcbRates.load()
    memory = MemoryVelocity(rates)
    for each in simulate(scenario):
        decided_at = each.order.placed_at + timedelta(minutes=10)
        decision = admission.decide(each.order, Context(decided_at=decided_at, velocity=memory, rates=rates))
        memory.remember(each.order)
        yield each.scheme, decision.outcome


def shares(scenario: Scenario) -> tuple[Counter[str], Counter[str]]:
    """Outcomes of honest orders, and of thieves'."""
    honest: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for scheme, outcome in outcomes(scenario):
        if scheme is None:
            honest[outcome] += 1
        elif scheme in THIEVES:
            planted[outcome] += 1
    return honest, planted


def assert_honest_pass(honest: Counter[str]) -> None:
    assert honest["cancel"] == 0
    assert honest["hold"] <= 0.02 * honest.total()
    assert honest["ask_customer"] <= 0.01 * honest.total()


def test_simulated_orders_when_decided_then_honest_ones_pass_and_thieves_are_stopped_more_often() -> None:
    honest, planted = shares(SCENARIO)
    assert_honest_pass(honest)
    assert 0.1 < 1 - planted["admit"] / planted.total() < 0.9


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_simulated_orders_when_many_then_honest_ones_stay_within_the_budget(seed: int) -> None:
    honest, _ = shares(Scenario(orders=5000, seed=seed))
    assert_honest_pass(honest)


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2])
def test_simulated_orders_when_a_model_helps_then_none_escapes_by_it_and_honest_ones_still_pass(seed: int) -> None:
    found = simulated_budget(Admission.load(rules_folder(), data_folder()), many_schemes(12_000, seed))
    print(simulated_table(found))  # docs/proof.md
    assert found.classifier == "linear"
    assert all(both >= rules for _, rules, both in found.caught().values())  # a model only raises
    assert found.raised <= 0.01 * found.honest()
    assert found.both.honest.shares()["all"]["admit"] >= 97
