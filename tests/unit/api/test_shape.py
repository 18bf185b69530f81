"""Depth and members of JSON, counted without building it: held to what a reader finds."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.refusals import BodyTooComplex, BodyTooDeep
from api.schemas.shape import refuse_shape

TEXTS = st.text(alphabet='[]{},:"\\ab', max_size=6)
JSON = st.recursive(
    st.none() | st.integers(-5, 5) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def depth(value: Any) -> int:  # noqa: ANN401
    """How deep a value nests."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max((depth(each) for each in inner), default=0)


def commas(value: Any) -> int:  # noqa: ANN401
    """How many commas its members need."""
    inner = list(value.values() if isinstance(value, dict) else value if isinstance(value, list) else [])
    return max(0, len(inner) - 1) + sum(commas(each) for each in inner)


@given(JSON)
def test_shape_when_counted_in_bytes_then_is_what_a_reader_finds(value: Any) -> None:  # noqa: ANN401
    body = orjson.dumps(value)
    deep, wide = depth(value), commas(value)
    refuse_shape(body, deepest=deep, members=wide + 1)
    if deep:
        with pytest.raises(BodyTooDeep):
            refuse_shape(body, deepest=deep - 1, members=wide + 1)
    if wide:
        with pytest.raises(BodyTooComplex):
            refuse_shape(body, deepest=deep, members=wide)


@given(st.binary(max_size=60))
def test_shape_when_it_is_no_json_then_nothing_else_is_raised(body: bytes) -> None:
    try:
        refuse_shape(body, deepest=2, members=2)
    except (BodyTooDeep, BodyTooComplex):
        return
