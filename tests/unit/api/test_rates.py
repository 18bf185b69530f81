"""Token buckets: what one may do at once, and for as long as one likes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.buckets import Bucket, Buckets, Policy
from api.access.rates import read_limits

POLICY = Policy("key", rate=2.0, burst=4)


def test_bucket_when_spent_then_fills_with_time() -> None:
    bucket = Bucket(POLICY, 4.0, 0.0)
    assert [bucket.spend() for _ in range(5)] == [True] * 4 + [False]
    assert bucket.after_s == 1
    bucket.fill(1.0)
    assert [bucket.spend() for _ in range(3)] == [True, True, False]


def test_bucket_when_shown_then_says_what_is_left_and_when_all_is() -> None:
    bucket = Bucket(POLICY, 4.0, 0.0)
    bucket.spend()
    assert bucket.headers == ((b"ratelimit", b'"key";r=3;t=1'), (b"ratelimit-policy", b'"key";q=4;w=2'))


def test_buckets_when_many_names_come_then_only_so_many_are_kept() -> None:
    buckets = Buckets(POLICY, lambda: 0.0, most=2)
    first = buckets.of("a")
    first.spend()
    buckets.of("b")
    buckets.of("c")
    assert buckets.of("a") is not first


@given(st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_bucket_when_called_at_any_times_then_never_lets_more_through_than_rate_and_burst(waits: list[float]) -> None:
    now, through = 0.0, 0
    bucket = Bucket(POLICY, 4.0, 0.0)
    for wait in waits:
        now += wait
        bucket.fill(now)
        through += bucket.spend()
    assert through <= POLICY.burst + POLICY.rate * now + 1e-6


def test_limits_when_read_then_keys_may_differ() -> None:
    limits = read_limits(200.0, 400, "key_a=50/100 key_b=5", 60)
    assert limits.keys == {"key_a": Policy("key", 50.0, 100), "key_b": Policy("key", 5.0, 5)}
    assert limits.failures.rate == 1.0


def test_limits_when_they_are_no_numbers_then_value_error() -> None:
    with pytest.raises(ValueError, match="fast"):
        read_limits(200.0, 400, "key_a=fast", 60)
