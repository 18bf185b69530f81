"""Rules and models at the same workload: what each catches, alone and together."""

import numpy as np
import pytest

from engine.training.comparing import Cases, Comparison, Tally, Way, compare, workload_of
from engine.training.splits import WEEK

NAN = float("nan")


def some_cases(**changes: object) -> Cases:
    """Ten orders of one week: 0 to 3 are fraud; rules name 0, 1 and 8, the forest likes 0, 2 and 9 best."""
    values: dict[str, object] = {
        "placed": np.arange(10, dtype=np.int64),
        "fraud": np.arange(10) < 4,
        "amount": np.full(10, 1000, dtype=np.int64),
        "rules": np.array([90, 70, NAN, NAN, NAN, NAN, NAN, NAN, 80, NAN]),
        "models": {"forest": np.array([0.95, 0.1, 0.9, 0.3, 0.2, 0.15, 0.1, 0.1, 0.1, 0.99])},
    }
    return Cases(**(values | changes))  # type: ignore[arg-type]


def caught(found: Comparison) -> dict[str, tuple[int, int]]:
    return {each.way.name: (each.looked_at, each.caught.frauds) for each in found.ways}


def test_ways_when_compared_then_each_has_the_same_workload() -> None:
    assert caught(compare(some_cases(), 0.4)) == {
        "rules": (3, 2),
        "forest": (4, 3),
        "rules+forest:half": (3, 1),
        "rules+forest:best": (4, 2),
        "rules+forest:first": (4, 2),
    }


def test_rules_when_they_name_fewer_than_the_workload_then_the_rest_is_left() -> None:
    assert caught(compare(some_cases(), 1.0))["rules"] == (3, 2)


def test_half_when_both_name_an_order_then_it_is_looked_at_once() -> None:
    cases = some_cases(rules=np.array([0.95, 0.1, 0.9, 0.3, 0.2, 0.15, 0.1, 0.1, 0.1, 0.99]))
    assert caught(compare(cases, 0.4))["rules+forest:half"] == (2, 1)
    assert caught(compare(cases, 0.4))["rules+forest:best"] == (4, 3)


def test_first_when_rules_do_not_stop_an_order_then_the_model_has_the_say() -> None:
    assert caught(compare(some_cases(loud=85.0), 0.4))["rules+forest:first"] == (4, 3)
    assert caught(compare(some_cases(loud=1000.0), 0.4))["rules+forest:first"] == (4, 3)
    assert caught(compare(some_cases(), 0.1))["rules+forest:first"] == (1, 1)


def test_overlap_when_compared_then_every_fraud_stands_once() -> None:
    (overlap,) = compare(some_cases(), 0.4).overlaps
    assert (overlap.rules_only, overlap.both) == (Tally(1, 1000), Tally(1, 1000))
    assert (overlap.model_only, overlap.neither) == (Tally(2, 2000), Tally(0, 0))


def test_weeks_when_there_are_two_then_each_has_its_own_workload() -> None:
    placed = np.array([0] * 5 + [WEEK] * 5, dtype=np.int64)
    found = compare(some_cases(placed=placed), 0.2)
    assert [(each.orders, each.frauds.frauds) for each in found.weeks] == [(5, 4), (5, 0)]
    assert found.workload == 2
    assert caught(found)["forest"] == (2, 1)


def test_week_when_nothing_happened_in_it_then_is_left_out() -> None:
    placed = np.array([0] * 5 + [3 * WEEK] * 5, dtype=np.int64)
    assert len(compare(some_cases(placed=placed), 0.2).weeks) == 2


def test_schemes_when_the_data_name_them_then_frauds_stand_under_each() -> None:
    schemes = ("testing", "testing", "ring", "ring", "", "", "", "", "", "gift")
    found = compare(some_cases(scheme=schemes), 0.4)
    assert [(each.name, each.frauds.frauds, each.caught[:2]) for each in found.schemes] == [
        ("ring", 2, (0, 2)),
        ("testing", 2, (2, 1)),
    ]


def test_money_when_frauds_differ_in_worth_then_is_summed() -> None:
    amount = np.array([10, 20, 40, 80, 1, 1, 1, 1, 1, 1], dtype=np.int64)
    found = compare(some_cases(amount=amount), 0.4)
    assert found.frauds == Tally(4, 150)
    assert {each.way.name: each.caught.amount for each in found.ways}["forest"] == 10 + 40 + 80


def test_comparison_when_there_is_no_order_then_is_empty() -> None:
    nothing = np.array([], dtype=np.int64)
    cases = Cases(placed=nothing, fraud=nothing > 0, amount=nothing, rules=nothing.astype(np.float64), models={})
    found = compare(cases, 0.1)
    assert (found.orders, found.workload, found.weeks) == (0, 0, ())


@pytest.mark.parametrize(("orders", "share", "workload"), [(1000, 0.01, 10), (3, 0.01, 1), (0, 0.5, 0), (4, 1.0, 4)])
def test_workload_when_orders_are_few_then_is_one_at_least(orders: int, share: float, workload: int) -> None:
    assert workload_of(orders, share) == workload


def test_name_when_a_way_has_both_then_says_how() -> None:
    assert [Way(rules=True).name, Way(rules=False, model="forest").name, Way(True, "forest", "best").name] == [
        "rules", "forest", "rules+forest:best",
    ]  # fmt: skip
