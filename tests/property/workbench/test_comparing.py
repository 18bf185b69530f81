"""Sums of a backtest agree with each other, whatever the orders; intervals hold their figure and come out again."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.workbench.comparing.comparison import compare
from engine.workbench.comparing.document import document
from engine.workbench.comparing.intervals import counts_of, mean_of, sum_of, wilson
from engine.workbench.comparing.order import OUTCOMES, Compared, made_by
from engine.workbench.comparing.slices import BY
from tests.compared_orders import ABOUT, HISTORIES, compared_orders

COUNTS = st.lists(st.integers(0, 50), min_size=1, max_size=40)


@given(HISTORIES)
def test_flow_when_filled_then_rows_and_columns_sum_to_all_orders(orders: list[Compared]) -> None:
    flow = compare(orders).flow
    assert sum(flow.before(each).orders for each in OUTCOMES) == len(orders)
    assert sum(flow.after(each).orders for each in OUTCOMES) == len(orders)
    assert sum(flow.before(each).value for each in OUTCOMES) == sum(each.value or 0 for each in orders)
    assert flow.flipped == sum(each.is_flipped for each in orders)


@given(HISTORIES)
@settings(max_examples=25)
def test_money_when_counted_then_what_one_outcome_loses_the_others_gain(orders: list[Compared]) -> None:
    found = compare(orders)
    worth = found.money.worth(found.flow)
    assert all(each.after - each.before == each.change.estimate for each in worth)
    assert sum(each.change.estimate for each in worth) == 0
    assert worth[0].change.estimate == found.flow.after(OUTCOMES[0]).value - found.flow.before(OUTCOMES[0]).value


@given(HISTORIES)
def test_slices_when_filled_then_parts_sum_to_the_whole(orders: list[Compared]) -> None:
    found = compare(orders)
    for by in BY:
        parts = found.slices.of(by)
        assert sum(each.orders for each in parts) == len(orders)
        assert sum(each.flipped for each in parts) == found.flow.flipped


@given(HISTORIES)
def test_rules_when_counted_then_one_sided_counts_explain_the_difference(orders: list[Compared]) -> None:
    deltas = compare(orders).rules.deltas()
    assert all(each.after - each.before == each.only_after - each.only_before for each in deltas)
    assert [each.moved for each in deltas] == sorted((each.moved for each in deltas), reverse=True)


@given(HISTORIES)
@settings(max_examples=25)
def test_workload_when_counted_then_days_follow_each_other_and_sum_to_the_flow(orders: list[Compared]) -> None:
    found = compare(orders)
    days = found.workload.days()
    assert all((late.day - early.day).days == 1 for early, late in pairwise(days))
    assert sum(each.holds_after for each in days) == found.flow.after("hold").orders
    for each in found.workload.load(found.flow).work:
        for interval in (each.before, each.after, each.change):
            assert interval.low <= interval.estimate <= interval.high


@given(HISTORIES)
def test_labels_when_counted_then_every_judged_order_is_in_one_place(orders: list[Compared]) -> None:
    labels = compare(orders).labels
    for side in ("before", "after"):
        found = labels.quality(side)
        assert found.caught + found.missed + found.disturbed + found.spared == labels.judged
    assert labels.censored_let_go <= labels.censored


@given(compared_orders())
def test_made_by_when_the_outcome_stands_then_names_nothing_and_else_only_rules_of_one_side(order: Compared) -> None:
    named = made_by(order)
    assert order.is_flipped or not named
    assert all(order.before_rules.get(rule) != order.after_rules.get(rule) for rule in named)


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_when_asked_then_holds_the_share_within_zero_and_one(hits: int, others: int) -> None:
    found = wilson(hits, hits + others)
    if found is None:
        assert hits + others == 0
    else:
        assert 0 <= found.low <= found.estimate <= found.high <= 1


@given(COUNTS)
@settings(max_examples=40)
def test_bootstrap_when_drawn_again_then_is_the_same_and_holds_its_figure(values: list[int]) -> None:
    mean, total = mean_of(values), sum_of(values, len(values) * 3)
    assert mean is not None
    assert mean.low <= mean.estimate <= mean.high
    assert total.low <= total.estimate <= total.high
    assert (mean, total) == (mean_of(values), sum_of(values, len(values) * 3))


@given(COUNTS)
@settings(max_examples=40)
def test_counts_when_drawn_again_then_stay_among_the_orders(cells: list[int]) -> None:
    found = counts_of(cells, [1] + [0] * (len(cells) - 1))
    assert 0 <= found.low <= found.estimate <= found.high <= sum(cells)
    assert found.estimate == cells[0]


@given(HISTORIES)
@settings(max_examples=10)
def test_document_when_made_twice_then_is_the_same(orders: list[Compared]) -> None:
    assert document(ABOUT, compare(orders)) == document(ABOUT, compare(orders))
