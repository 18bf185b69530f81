"""A slip in a YAML file is told where it was made, with what to write."""

import pytest

from engine.rulebook.faults import Faults
from engine.rulebook.nodes import read_yaml

SLIPS = (
    ("a: {b: 1\nc: 2\n", (1, 4), "close this `{`"),
    ("a: [1, 2\nc: 2\n", (1, 4), "close this `[`"),
    ("a: 1\nb 2\nc: 3\n", (2, 1), "write a colon"),
    ("a:\n\tb: 1\n", (2, 1), "this is a tab"),
    ("[]\n- a: 1\n", (2, 1), "take out a `[]`"),
    ("a:\n  - b\n - c\n", (3, 2), "same column"),
    ("a: b: c\n", (1, 5), "in quotes"),
)


@pytest.mark.parametrize(("text", "place", "hint"), SLIPS)
def test_yaml_when_there_is_a_slip_then_its_place_and_what_to_write_are_told(
    text: str, place: tuple[int, int], hint: str
) -> None:
    faults = Faults()
    assert read_yaml("a.yaml", text, faults) is None
    (fault,) = faults.found
    assert (fault.span.line, fault.span.column) == place
    assert fault.hint is not None
    assert hint in fault.hint
