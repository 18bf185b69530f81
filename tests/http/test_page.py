"""Cursors: what is written reads back, and what was not written by us is refused, never an error of ours."""

from base64 import urlsafe_b64encode

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.refusals import CursorNotValid
from api.schemas.page import LARGEST, PageWanted, read_cursor, write_cursor
from engine.clock import microseconds
from tests.http.conftest import Service, is_problem
from tests.http.probe import ROWS

parts = st.one_of(st.integers(-LARGEST, LARGEST), st.text(st.characters(exclude_characters="\0", codec="utf-8")))


@given(st.lists(parts, max_size=4).map(tuple))
def test_cursor_when_written_then_reads_back(key: tuple[int | str, ...]) -> None:
    assert read_cursor(write_cursor(key), *(type(part) for part in key)) == key


@given(st.one_of(st.text(), st.binary().map(lambda data: urlsafe_b64encode(data).decode())))
def test_cursor_when_not_ours_then_is_refused(text: str) -> None:
    try:
        key = read_cursor(text, int)
    except CursorNotValid:
        return
    assert write_cursor(key) == text


@example(LARGEST)
@given(parts)
def test_moment_when_made_up_then_is_read_or_refused(part: int | str) -> None:
    try:
        after = PageWanted(1, write_cursor((part, "x"))).after_moment()
    except CursorNotValid:
        return
    assert after is not None
    assert microseconds(after[0]) == part


@given(
    st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.integers(-LARGEST, LARGEST),
                 lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
)  # fmt: skip
def test_cursor_when_of_another_shape_then_is_refused(value: object) -> None:
    try:
        text = urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")
    except TypeError:
        return
    if isinstance(value, list) and len(value) == 1 and type(value[0]) is int:
        assert read_cursor(text, int) == (value[0],)
    else:
        with pytest.raises(CursorNotValid):
            read_cursor(text, int)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 200])
def test_listing_when_followed_then_shows_each_row_once(lone_service: Service, limit: int) -> None:
    seen, cursor = [], None
    while True:
        query = f"?limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        body = lone_service.get(f"/v1/probes{query}").json()
        seen += [each["said"] for each in body["data"]]
        assert (body["next_cursor"] is not None) == body["has_more"]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert seen == [str(number) for number in range(ROWS)]


@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", write_cursor(("a",)), write_cursor((1, 2)), "a" * 2000])
def test_listing_when_its_cursor_is_malformed_then_400(lone_service: Service, cursor: str) -> None:
    assert is_problem(lone_service.get(f"/v1/probes?cursor={cursor}"), 400, "cursor_not_valid")


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "", "1000", "٣", "1 "])
def test_listing_when_its_limit_is_out_of_bounds_then_422(lone_service: Service, limit: str) -> None:
    assert is_problem(lone_service.get(f"/v1/probes?limit={limit}"), 422, "parameter_rejected")
