"""One call of a channel: what its answer, or the want of one, means for whoever asked."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import HostUnknown, TargetRefused
from engine.outgoing.client import Bounds, Reply
from fulfillment.channels.errors import MOST_WAIT_S, USUAL_WAIT_S, ChannelDown, SignInRefused, Throttled
from fulfillment.channels.wire import Wire

ADDRESS = "https://shop.example/orders"


class Answering:
    """A sender that has one answer, or one error."""

    def __init__(self, answer: Reply | Exception) -> None:
        self.answer = answer

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> Reply:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def waited(**headers: str) -> float:
    reply = Reply(status=429, body=b"", headers={name.replace("_", "-"): value for name, value in headers.items()})
    with pytest.raises(Throttled) as raised:
        Wire(Answering(reply)).call("GET", ADDRESS)
    return raised.value.after_s


@pytest.mark.parametrize(
    ("stated", "wait_s"),
    [
        ("7", 7.0),
        ("1.5", 1.5),
        ("0", USUAL_WAIT_S),
        ("soon", USUAL_WAIT_S),
        ("nan", USUAL_WAIT_S),
        ("inf", USUAL_WAIT_S),
        ("999999999999", MOST_WAIT_S),
        ("Sat, 21 Nov 2026 09:41:00 GMT", 60.0),
    ],
)
def test_too_many_when_it_says_how_long_then_so_long_is_waited(stated: str, wait_s: float) -> None:
    assert waited(retry_after=stated, date="Sat, 21 Nov 2026 09:40:00 GMT") == wait_s


def test_too_many_when_it_names_a_moment_and_not_its_own_then_the_usual_is_waited() -> None:
    assert waited(retry_after="Sat, 21 Nov 2026 09:41:00 GMT") == USUAL_WAIT_S


@given(st.floats())
def test_wait_when_it_is_any_number_then_it_is_one_that_a_job_can_wait(after_s: float) -> None:
    assert 0 < Throttled(after_s).after_s <= MOST_WAIT_S


def test_host_when_nobody_knows_it_now_then_it_is_tried_again() -> None:
    """The name service may be out of order; that says nothing of the shop's credentials."""
    with pytest.raises(ChannelDown, match="nobody knows"):
        Wire(Answering(HostUnknown(ADDRESS, "shop.example"))).call("GET", ADDRESS)


def test_address_when_it_may_not_be_called_then_a_person_must_look() -> None:
    with pytest.raises(SignInRefused, match="private"):
        Wire(Answering(TargetRefused(ADDRESS, "leads into a private network"))).call("GET", ADDRESS)
