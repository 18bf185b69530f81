"""Windows of whole tables against the definition, row by row, and against pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training.windows import Codes, Column, Convention, History, Sightings, Times

ROWS = st.lists(
    st.tuples(st.integers(-1, 3), st.integers(0, 30), st.integers(-1, 4), st.integers(0, 9)), min_size=1, max_size=40
)
WIDTH, SHIFT = st.integers(1, 20), st.integers(0, 12)
Table = tuple[Codes, Times, Codes, Column]


def columns(rows: list[tuple[int, int, int, int]]) -> Table:
    code, time, other, amount = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return code, time, other, amount.astype(np.float64)


def seen(row: int, table: Table, convention: Convention, width: int, shift: int) -> list[int]:
    """The rows in a window, by its definition."""
    code, time, _, _ = table
    end = time[row] - shift
    found = []
    for each in range(len(code)):
        if code[each] != code[row] or code[row] < 0:
            continue
        if convention is Convention.BEFORE:
            inside = end - width <= time[each] < end
        else:
            later_tie = shift == 0 and time[each] == end and each > row
            inside = end - width < time[each] <= end and not later_tie
        if inside:
            found.append(each)
    return found


@pytest.mark.parametrize("convention", list(Convention))
@settings(deadline=None, max_examples=60)
@given(rows=ROWS, width=WIDTH, shift=SHIFT)
def test_figures_of_windows_when_counted_at_once_then_as_counted_one_by_one(
    convention: Convention, rows: list[tuple[int, int, int, int]], width: int, shift: int
) -> None:
    table = columns(rows)
    code, time, other, amount = table
    history = History(code, time, convention)
    span = history.window(width, shift=shift)
    ours = [
        history.spread(each)
        for each in (
            span.count,
            history.sums(amount, span),
            history.highest(amount, span),
            history.distinct(other, span),
        )
    ]
    for row in range(len(code)):
        inside = seen(row, table, convention, width, shift)
        others = {int(other[each]) for each in inside if other[each] >= 0}
        expected = [len(inside), amount[inside].sum(), amount[inside].max(initial=-1), len(others)]
        found = [-1.0 if code[row] >= 0 and np.isnan(column[row]) else column[row] for column in ours]
        assert code[row] < 0 or found == expected
        assert code[row] >= 0 or np.isnan(found).all()


@pytest.mark.parametrize("convention", list(Convention))
@settings(deadline=None, max_examples=60)
@given(rows=ROWS, width=WIDTH, delay=st.integers(1, 12))
def test_sightings_when_labels_take_a_constant_time_then_as_a_shifted_window(
    convention: Convention, rows: list[tuple[int, int, int, int]], width: int, delay: int
) -> None:
    code, time, _, _ = columns(rows)
    history = History(code, time, convention)
    shifted = history.window(width, shift=delay).count
    found = Sightings(code, time + delay, convention).count(code[history.at], time[history.at], width)
    assert (found == shifted).all()


@settings(deadline=None, max_examples=40)
@given(rows=ROWS, width=WIDTH)
def test_windows_with_the_row_when_counted_by_pandas_then_the_same(
    rows: list[tuple[int, int, int, int]], width: int
) -> None:
    code, time, _, amount = columns([(abs(code), time, other, amount) for code, time, other, amount in rows])
    frame = pd.DataFrame({"code": code, "at": pd.to_datetime(time, unit="s"), "amount": amount})
    frame = frame.sort_values(["code", "at"], kind="stable")
    rolling = frame.set_index("at").groupby("code")["amount"].rolling(f"{width}s")
    history = History(code, time, Convention.WITH)
    span = history.window(width)
    assert span.count.tolist() == rolling.count().tolist()
    assert np.allclose(history.sums(amount, span), rolling.sum().to_numpy())
