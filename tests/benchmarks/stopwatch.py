"""CPU of named parts of a running service: functions are wrapped where they are called from, and each part counts its
own time only, without that of the parts inside it."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Generic, TypeVar

from api.routes import orders
from engine.admission import Admission
from engine.desk import deciding, hold_opening, intake
from engine.desk.person import Seal
from engine.store import decision_rows, order_rows
from engine.store.database import Database

T = TypeVar("T")
Anything = Callable[..., Any]

# Whose attribute is wrapped, and the part that it counts to. `desk` is what is left of a use case without the others.
PLACES: tuple[tuple[object, str, str], ...] = (
    (orders, "submit", "desk"),
    (orders, "_decided", "response"),
    (intake, "read_for", "read"),
    (intake, "order_digest", "read"),
    (Seal, "person", "read"),
    (intake, "entities", "read"),
    (intake, "standing", "standing, velocity"),
    (deciding, "sight", "standing, velocity"),
    (deciding, "seen_before", "standing, velocity"),
    (Admission, "decide", "decide"),
    (deciding, "record", "record, pack, seal"),
    (deciding, "to_document", "record, pack, seal"),
    (Seal, "split", "record, pack, seal"),
    (Seal, "closed", "record, pack, seal"),
    (Seal, "new_key", "record, pack, seal"),
    (order_rows, "pack", "record, pack, seal"),
    (decision_rows, "pack", "record, pack, seal"),
    (deciding, "add_version", "inserts"),
    (deciding, "add_decision", "inserts"),
    (deciding, "remember", "inserts"),
    (hold_opening, "add_holds", "inserts"),
    (deciding, "enqueue", "inserts"),
)
TRANSACTION = "begin, commit"


class Stopwatch:
    """Sums nanoseconds by part. Safe for several threads: each keeps its own sums."""

    def __init__(self) -> None:
        self._of_thread = threading.local()
        self._sums: list[Counter[str]] = []

    def install(self) -> None:
        """Wraps all places."""
        for owner, name, part in PLACES:
            setattr(owner, name, self.timed(part, getattr(owner, name)))
        write = Database.write
        setattr(Database, "write", lambda database: _Timed(self, write(database)))  # noqa: B010 - its type is another

    def read(self) -> Mapping[str, int]:
        """Nanoseconds so far."""
        total: Counter[str] = Counter()
        for each in list(self._sums):
            total.update(dict(each))
        return total

    def timed(self, part: str, function: Anything) -> Anything:
        """The function, its time counted."""

        def counted(*args: object, **named: object) -> object:
            inside, sums = self._own()
            inside.append(0)
            start = time.thread_time_ns()
            try:
                return function(*args, **named)
            finally:
                took = time.thread_time_ns() - start
                sums[part] += took - inside.pop()
                if inside:
                    inside[-1] += took

        return counted

    def _own(self) -> tuple[list[int], Counter[str]]:
        if not hasattr(self._of_thread, "own"):
            self._of_thread.own = ([], Counter())
            self._sums.append(self._of_thread.own[1])
        own: tuple[list[int], Counter[str]] = self._of_thread.own
        return own


class _Timed(Generic[T]):
    """A context manager whose beginning and end are counted, and not what happens between them."""

    def __init__(self, watch: Stopwatch, block: AbstractContextManager[T]) -> None:
        self._watch = watch
        self._block = block

    def __enter__(self) -> T:
        begun: T = self._watch.timed(TRANSACTION, self._block.__enter__)()
        return begun

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        ended: bool | None = self._watch.timed(TRANSACTION, self._block.__exit__)(kind, error, trace)
        return ended
