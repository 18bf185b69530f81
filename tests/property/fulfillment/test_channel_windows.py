"""Windows that overlap leave no gap, whenever the looks come and however the channel's clock runs."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.windows import MOST_PAUSE_S, MOST_WINDOW, next_window, pause_s

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LAG = timedelta(seconds=30)


@given(
    gaps=st.lists(st.integers(1, 40_000), min_size=1, max_size=30),
    overlap_s=st.integers(0, 3600),
    skew_s=st.integers(-4000, 4000),
    happens_s=st.integers(0, 200_000),
)
def test_change_when_within_overlap_and_lag_then_is_in_a_window_read_after_it(
    gaps: list[int], overlap_s: int, skew_s: int, happens_s: int
) -> None:
    """A change at our time T is stamped T + skew; it is seen by a look at or after T whose window holds the stamp."""
    overlap, happens = timedelta(seconds=overlap_s), NOON + timedelta(seconds=happens_s)
    stamp = happens + timedelta(seconds=skew_s)
    now = read_until = NOON
    is_seen = False
    for gap in [*gaps, 400_000]:
        now += timedelta(seconds=gap)
        while (window := next_window(read_until, None, now - LAG, overlap)) is not None:
            is_seen = is_seen or (now >= happens and window.since <= stamp < window.until)
            read_until = window.until
    assert is_seen or timedelta(seconds=skew_s) < -(overlap + LAG) or stamp < NOON - overlap


@given(st.integers(0, 10**6), st.integers(0, 3600))
def test_window_when_made_then_is_bounded_and_goes_on(behind_s: int, overlap_s: int) -> None:
    window = next_window(NOON, None, NOON + timedelta(seconds=behind_s), timedelta(seconds=overlap_s))
    assert (window is None) == (behind_s == 0)
    assert window is None or NOON < window.until <= NOON + MOST_WINDOW


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pause_when_failures_grow_then_grows_up_to_a_bound(failures: int, luck: float) -> None:
    assert 0 < pause_s(failures, luck) <= MOST_PAUSE_S
    assert pause_s(failures, luck) <= pause_s(failures + 1, luck)
