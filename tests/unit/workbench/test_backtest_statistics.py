"""What a backtest tells of some orders: known figures."""

import pytest

from engine.workbench.comparing.comparison import compare
from engine.workbench.comparing.intervals import mean_of, sum_of, wilson
from engine.workbench.comparing.labels import is_bad
from engine.workbench.comparing.order import made_by
from tests.compared_orders import a_compared, some_history


def test_flow_when_the_candidate_holds_more_then_says_how_many_and_what_they_are_worth() -> None:
    flow = compare(some_history()).flow
    assert (flow.cell("admit", "hold").orders, flow.cell("admit", "hold").value) == (4, 70_000)
    assert flow.cell("ask_customer", "admit").orders == 2
    assert flow.flipped == 6


def test_labels_when_the_candidate_stops_a_loss_and_an_honest_order_then_counts_both() -> None:
    labels = compare(some_history()).labels
    before, after = labels.quality("before"), labels.quality("after")
    assert (before.caught, before.missed, before.disturbed) == (1, 1, 1)
    assert (after.caught, after.missed, after.disturbed) == (2, 0, 2)
    assert (after.caught_value, after.disturbed_value) == (10_000, 17_000)
    assert (labels.judged, labels.unclear) == (4, 1)


def test_labels_when_orders_were_stopped_unjudged_then_counts_them_as_unknowable() -> None:
    labels = compare([a_compared("hold", "admit"), a_compared("hold", "hold"), a_compared("admit", "hold")]).labels
    assert (labels.censored, labels.censored_let_go) == (2, 1)


@pytest.mark.parametrize(
    ("labels", "bad"),
    [
        ((), None),
        (("friendly_fraud",), None),
        (("legitimate",), False),
        (("legitimate", "chargeback"), True),
        (("fraud",), True),
    ],
)
def test_is_bad_when_labels_disagree_then_a_loss_counts(labels: tuple[str, ...], bad: bool | None) -> None:
    assert is_bad(labels) is bad


def test_made_by_when_an_order_is_stopped_then_names_the_rules_that_stop_it() -> None:
    order = a_compared(
        "admit", "hold", before_rules={"R-1": "admit"}, after_rules={"R-1": "admit", "R-2": "hold", "R-3": "shadow"}
    )
    assert made_by(order) == ("R-2",)


def test_made_by_when_an_order_is_freed_then_names_the_rules_that_stopped_it() -> None:
    order = a_compared("hold", "ask_customer", before_rules={"R-1": "hold"}, after_rules={"R-2": "ask_customer"})
    assert made_by(order) == ("R-1",)


def test_wilson_when_ten_of_a_hundred_then_is_as_published() -> None:
    found = wilson(10, 100)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0552, 0.1744)


def test_mean_when_days_are_alike_then_is_sure() -> None:
    found = mean_of([4] * 20)
    assert found is not None
    assert (found.low, found.estimate, found.high) == (4, 4, 4)


def test_sum_when_few_of_many_orders_count_then_is_as_wide_as_chance() -> None:
    found = sum_of([100] * 25, among=1000)
    assert 1_400 < found.low < 1_700
    assert 3_300 < found.high < 3_700


def test_workload_when_there_are_few_days_then_orders_are_drawn() -> None:
    found = compare([a_compared("hold", "admit"), a_compared()])
    load = found.workload.load(found.flow)
    assert (load.days, load.by_days) == (1, False)
    assert (load.work[0].before.estimate, load.work[0].change.estimate) == (1, -1)


def test_slices_when_sorted_then_the_most_changed_comes_first_and_months_in_their_order() -> None:
    found = compare(some_history()).slices
    assert found.of("country")[0].flipped == max(each.flipped for each in found.of("country"))
    assert [each.name for each in found.of("month")] == ["2026-11"]
