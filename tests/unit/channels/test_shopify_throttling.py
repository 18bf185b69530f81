"""The leaky bucket: whoever waits as long as it says can pay."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.node import Node
from fulfillment.channels.shopify.throttling import Bucket, bucket_of
from tests.desks import NOW

points = st.floats(0, 2000)


@given(left=points, cost=points, rate=st.floats(1, 1000), passed=st.integers(0, 100))
def test_bucket_when_waited_for_then_it_can_pay(left: float, cost: float, rate: float, passed: int) -> None:
    bucket, now = Bucket(2000, left, rate, NOW), NOW + timedelta(seconds=passed)
    wait = bucket.wait_for(cost, now)
    assert bucket.wait_for(cost, now + timedelta(seconds=wait + 0.001)) == 0


def test_bucket_when_the_cost_is_more_than_it_holds_then_a_full_one_is_waited_for() -> None:
    assert Bucket(1000, 0, 100, NOW).wait_for(5000, NOW) == 10


def test_bucket_when_the_answer_tells_none_then_there_is_none() -> None:
    status = {"maximumAvailable": 1000, "currentlyAvailable": True, "restoreRate": 50}
    assert bucket_of(Node({"cost": {"throttleStatus": status}}), NOW) is None
