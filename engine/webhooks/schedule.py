"""When a delivery is tried again, how long an endpoint that fails is left in peace, and when it is given up.

The steps are those that Standard Webhooks 1.0.0 proposes: at once, then after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and
24 hours, some three days in all. Each is drawn out by chance, so that what failed together does not come back together.
"""

from datetime import timedelta

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
TRIES = len(PAUSES) + 1
JITTER = 0.2
FAILING_FOR = timedelta(days=3)  # with nothing delivered in between, then the endpoint is disabled
# A single failure is the delivery's own matter; from here on the endpoint itself is left in peace.
PATIENCE = 3
FIRST_REST, MOST_REST = timedelta(seconds=10), timedelta(minutes=15)
MOST_ASKED = timedelta(days=1)  # the longest rest that a receiver may ask for


def next_pause(tries: int, luck: float) -> timedelta | None:
    """The pause after so many tries have failed, for a random `luck` from 0 to 1; None when it was the last one."""
    return None if tries >= TRIES else _drawn_out(PAUSES[tries - 1], luck)


def rest(failures: int, luck: float, *, throttled: bool = False, asked: timedelta | None = None) -> timedelta | None:
    """How long nothing is sent to an endpoint after so many failures in a row; None for not at all.

    `throttled`: it said that it has too much to do; `asked`: and for how long.
    """
    steps = failures - 1 if throttled else failures - PATIENCE
    own = None if steps < 0 else _drawn_out(min(MOST_REST, FIRST_REST * 2.0 ** min(steps, 20)), luck)
    if asked is None:
        return own
    wished = min(max(asked, timedelta(0)), MOST_ASKED)
    return wished if own is None else max(own, wished)


def _drawn_out(pause: timedelta, luck: float) -> timedelta:
    return pause * (1 + JITTER * luck)
