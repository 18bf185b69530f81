"""Exact tests and the step-up procedure: against the same sums in whole numbers, and by what must hold of any."""

from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.learning.significance import adjusted, binomial_greater, fisher_greater

COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 60), st.integers(0, 60)).map(
    lambda drawn: (min(drawn[:2]), max(drawn[:2]), min(drawn[2:]), max(drawn[2:]))
)
CHANCES = st.lists(st.floats(0, 1), max_size=30)


def hypergeometric(cases: int, orders: int, rest_cases: int, rest_orders: int) -> Fraction:
    every, whole = cases + rest_cases, orders + rest_orders
    ways = sum(comb(every, each) * comb(whole - every, orders - each) for each in range(cases, min(orders, every) + 1))
    return Fraction(ways, comb(whole, orders))


@given(COUNTS)
def test_fisher_when_held_against_whole_numbers_then_is_the_same(counts: tuple[int, int, int, int]) -> None:
    assert fisher_greater(*counts) == pytest.approx(float(hypergeometric(*counts)), rel=1e-9, abs=1e-12)


@given(COUNTS)
def test_fisher_when_there_is_one_case_more_then_chance_is_no_greater(counts: tuple[int, int, int, int]) -> None:
    cases, orders, rest_cases, rest_orders = counts
    if cases < orders:
        assert fisher_greater(cases + 1, orders, rest_cases, rest_orders) <= fisher_greater(*counts) + 1e-9


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 99))
def test_binomial_when_held_against_whole_numbers_then_is_the_same(one: int, other: int, percent: int) -> None:
    cases, orders, share = min(one, other), max(one, other), Fraction(percent, 100)
    exact = sum(comb(orders, each) * share**each * (1 - share) ** (orders - each) for each in range(cases, orders + 1))
    assert binomial_greater(cases, orders, percent / 100) == pytest.approx(float(exact), rel=1e-9, abs=1e-12)


def test_group_when_there_is_no_rest_then_nothing_is_told_of_it() -> None:
    assert fisher_greater(5, 20, 0, 0) == pytest.approx(1.0)


@given(CHANCES)
def test_adjusted_when_compared_with_the_step_up_then_believes_the_same(chances: list[float]) -> None:
    for bound in (0.01, 0.05, 0.2):
        ranked = sorted(chances)
        believed = max((at for at, each in enumerate(ranked, 1) if each <= bound * at / len(ranked)), default=0)
        by_share = sum(each <= bound for each in adjusted(chances))
        assert by_share == pytest.approx(believed, abs=sum(abs(each * len(ranked) / at - bound) < 1e-12
                                                           for at, each in enumerate(ranked, 1)))  # fmt: skip


@given(CHANCES)
def test_adjusted_when_compared_with_the_chances_then_keeps_their_order_and_is_no_lower(chances: list[float]) -> None:
    found = adjusted(chances)
    pairs = sorted(zip(chances, found, strict=True))
    assert all(low <= high for (_, low), (_, high) in pairwise(pairs))
    assert all(share >= chance for chance, share in pairs)
