"""Zeroes that a record leaves out and those that it tells: the same values come back, whatever was remembered."""

from hypothesis import given
from hypothesis import strategies as st

from engine.lexicon.spec import Value
from engine.lexicon.velocity_grid import GRID, KINDS, first_seen, with_zeroes, without_zeroes

NAMES = [*(cell.name for cell in GRID["card"]), GRID["ip"][0].name, first_seen("card"), "link.orders"]


@given(kinds=st.sets(st.sampled_from(KINDS)), some=st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2)))
def test_zeroes_when_left_out_then_told_again(kinds: set[str], some: dict[str, int]) -> None:
    values: dict[str, Value] = {cell.name: 0 for kind in kinds for cell in GRID[kind]}
    values |= some
    counted, rest = without_zeroes(values)
    assert kinds <= set(counted)
    assert with_zeroes(counted, rest) == values
