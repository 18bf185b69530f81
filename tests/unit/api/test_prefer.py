"""`Prefer` as RFC 7240 writes it."""

import pytest

from api.schemas.prefer import read_prefer


@pytest.mark.parametrize(
    ("sent", "is_async"),
    [
        (["respond-async"], True),
        (["Respond-Async"], True),
        (["return=minimal, respond-async; wait=10"], True),
        (["return=minimal", "respond-async, wait=5"], True),
        (['respond-async=""'], True),
        (["respond-asynchronously"], False),
        (['x="respond-async'], False),
        (["", ",,;;"], False),
    ],
)
def test_prefer_when_read_then_knows_the_one_that_is_applied(sent: list[str], is_async: bool) -> None:
    assert read_prefer(sent).respond_async is is_async
