"""What is made of files that were read before: the last few results, each by the content that it was made of.

Nothing kept here can grow old, since a key says all that its result depends on; another content is another key.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Once(Generic[Key, Made]):
    """The results asked for last, `most` of them. Safe for several threads; nobody who finds one waits for somebody who
    makes another, and what fails is not kept. Results are shared, so nobody may change them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Made] = OrderedDict()
        self._guard = Lock()

    def of(self, key: Key, make: Callable[[], Made]) -> Made:
        """The result of this key, made only where it is not kept. Raises what `make` raises."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._guard:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
