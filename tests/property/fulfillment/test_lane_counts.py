"""Histograms of days: quantiles are bounds, and what is taken out again was never there."""

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.tracking.histogram import WHOLE, quantile, share_bp

histograms = st.dictionaries(st.integers(0, 90), st.integers(1, 50), min_size=1, max_size=12)


@given(histograms, st.integers(1, 1000))
def test_quantile_when_read_then_so_many_arrived_within_and_fewer_a_day_before(
    counted: dict[int, int], permille: int
) -> None:
    days, whole = quantile(counted, permille), sum(counted.values())
    within = sum(parcels for value, parcels in counted.items() if value <= days)
    before = sum(parcels for value, parcels in counted.items() if value < days)
    assert within * 1000 >= permille * whole
    assert before * 1000 < permille * whole


@given(histograms)
def test_quantiles_when_compared_then_never_fall(counted: dict[int, int]) -> None:
    found = [quantile(counted, permille) for permille in (500, 900, 950)]
    assert found == sorted(found)


@given(st.integers(0, 500), st.integers(0, 500))
def test_share_when_read_then_lies_within_half_a_basis_point(part: int, rest: int) -> None:
    whole = part + rest
    assert abs(share_bp(part, whole) * whole - part * WHOLE) * 2 <= max(whole, 0)


def test_quantile_when_nothing_was_counted_then_is_nothing() -> None:
    assert quantile({}, 500) == 0
