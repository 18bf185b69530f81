"""What must hold of every comparison, whatever rules and models say; and a second, plain way to count the same."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.training.comparing import RULES, Cases, Comparison, compare, workload_of
from engine.training.splits import WEEK

SCORES = st.sampled_from((float("nan"), 0.0, 1.0, 2.0, 3.0, 4.0))
SHARES = st.sampled_from((0.01, 0.1, 0.25, 0.5, 1.0))


@st.composite
def many_cases(draw: st.DrawFn) -> Cases:
    rows = draw(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 99), SCORES, SCORES), max_size=30))
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return Cases(
        placed=np.array(columns[0], dtype=np.int64) * WEEK,
        fraud=np.array(columns[1], dtype=np.bool_),
        amount=np.array(columns[2], dtype=np.int64),
        rules=np.array(columns[3], dtype=np.float64),
        models={"forest": np.array(columns[4], dtype=np.float64)},
        scheme=tuple("abcd"[amount % 4] for amount in columns[2]),
    )


def frauds(found: Comparison) -> dict[str, int]:
    return {each.way.name: each.caught.frauds for each in found.ways}


@given(many_cases(), SHARES)
def test_ways_when_compared_then_none_looks_at_more_than_the_workload(cases: Cases, share: float) -> None:
    found = compare(cases, share)
    assert all(each.caught.frauds <= each.looked_at <= found.workload for each in found.ways)


@given(many_cases(), SHARES)
def test_overlap_when_summed_then_is_what_each_catches_and_all_fraud(cases: Cases, share: float) -> None:
    found = compare(cases, share)
    (each,) = found.overlaps
    parts = (each.rules_only, each.both, each.model_only, each.neither)
    assert sum(part.frauds for part in parts) == found.frauds.frauds
    assert sum(part.amount for part in parts) == found.frauds.amount
    assert each.rules_only.frauds + each.both.frauds == frauds(found)[RULES]
    assert each.model_only.frauds + each.both.frauds == frauds(found)["forest"]


@given(many_cases(), SHARES)
def test_parts_when_summed_then_are_the_whole(cases: Cases, share: float) -> None:
    found = compare(cases, share)
    for parts in (found.weeks, found.schemes):
        sums = [sum(column) for column in zip(*(each.caught for each in parts), strict=True)]
        assert sums == (list(frauds(found).values()) if parts else [])


@given(many_cases())
def test_curves_when_the_share_grows_then_those_of_one_source_never_fall(cases: Cases) -> None:
    for curve in compare(cases, 0.3).curves:
        if curve.way.how == "":
            assert list(curve.frauds) == sorted(curve.frauds)


@given(many_cases())
def test_best_when_everything_is_looked_at_then_catches_what_either_names(cases: Cases) -> None:
    named = ~np.isnan(cases.rules) | ~np.isnan(cases.models["forest"])
    assert frauds(compare(cases, 1.0))["rules+forest:best"] == int((named & cases.fraud).sum())


@given(many_cases(), SHARES)
def test_first_when_rules_stop_nothing_then_is_the_model_alone(cases: Cases, share: float) -> None:
    found = frauds(compare(replace(cases, loud=9.0), share))
    assert found["rules+forest:first"] == found["forest"]


@given(many_cases(), SHARES)
def test_first_when_rules_stop_all_that_they_name_then_catches_what_they_do(cases: Cases, share: float) -> None:
    found = frauds(compare(cases, share))
    assert found["rules+forest:first"] >= found[RULES]


@given(many_cases(), SHARES)
def test_alone_when_counted_plainly_then_lies_within_what_ties_allow(cases: Cases, share: float) -> None:
    least = most = 0
    for week in range(4):
        rows = [row for row in range(len(cases)) if cases.placed[row] == week * WEEK]
        named = [row for row in rows if not np.isnan(cases.rules[row])]
        workload = workload_of(len(rows), share)
        for sign in (1, -1):  # ties end with fraud first, or last
            first = sorted(named, key=lambda row: (-cases.rules[row], sign * bool(cases.fraud[row])))[:workload]
            count = sum(bool(cases.fraud[row]) for row in first)
            least, most = (least + count, most) if sign == 1 else (least, most + count)
    assert least <= frauds(compare(cases, share))[RULES] <= most
