"""Lets callers of the feed wait for what comes next.

On the event loop, so that nobody who waits holds a thread, and with one look into the database for all who wait for the
same merchant.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
from anyio.to_thread import run_sync

LONGEST_S = 20  # as long as the server gives requests to end when it stops
EVERY_S = 0.25
MOST_WAITING = 500

Head = Callable[[str], int]
IsGone = Callable[[], Awaitable[bool]]


@dataclass(slots=True)
class _Seen:
    """The newest number of one merchant, and when it was looked up."""

    lock: anyio.Lock = field(default_factory=anyio.Lock)
    at: float = 0.0
    head: int = 0


class FeedWaiting:
    """Everybody who waits in this process.

    Args:
        longest_s: how long one waits at most; tests have less time.
        most: how many wait at once; who comes then is answered at once.
    """

    def __init__(self, longest_s: float = LONGEST_S, most: int = MOST_WAITING) -> None:
        self._longest_s = longest_s
        self._most = most
        self._seen: dict[str, _Seen] = {}
        self._waiting = 0

    def deadline(self, seconds: float) -> float:
        """Until when somebody waits who wants to wait so long, on the loop's own clock."""
        return anyio.current_time() + min(seconds, self._longest_s)

    async def for_more(self, merchant: str, head: Head, behind: int, until: float, is_gone: IsGone) -> bool:
        """Waits until something stands behind a number; false when the time is over, too many wait, or the caller left.

        `head` looks the newest number of a merchant up, in a thread.
        """
        if self._waiting >= self._most:
            return False
        self._waiting += 1
        try:
            while anyio.current_time() < until:
                await anyio.sleep(min(EVERY_S, max(0.0, until - anyio.current_time())))
                if await is_gone():
                    return False
                if await self._head(merchant, head) > behind:
                    return True
        finally:
            self._waiting -= 1
        return False

    async def _head(self, merchant: str, head: Head) -> int:
        seen = self._seen.setdefault(merchant, _Seen())
        async with seen.lock:
            if anyio.current_time() - seen.at >= EVERY_S / 2:
                seen.head = await run_sync(head, merchant)
                seen.at = anyio.current_time()
            return seen.head
