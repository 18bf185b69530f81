"""Looks a name up in bounded time: the machine's resolver can be told no limit, and asks a name server that is silent
for half a minute and longer."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, look: Callable[[], T]) -> T:
    """What `look` answers. Raises what it raises, and TimeoutError where it takes longer; it is then left to end by
    itself, in a thread that keeps no process."""
    found: list[T] = []
    failed: list[BaseException] = []

    def looking() -> None:
        try:
            found.append(look())
        except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
            failed.append(error)

    thread = threading.Thread(target=looking, daemon=True, name="lookup")
    thread.start()
    thread.join(max(0.0, seconds))
    if failed:
        raise failed[0]
    if not found:
        msg = f"no answer within {seconds:g} s"
        raise TimeoutError(msg)
    return found[0]
