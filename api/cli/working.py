"""What `clearway worker` does: works until it is told to stop, and says what it did."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Lock

import typer

from api.cli.failing import Exit
from api.composition.house import furnished
from api.composition.log_lines import write_log
from api.composition.loops import keeping_up, running
from api.composition.watched import make_watched
from api.storage import current
from api.worker import begin_daily, make_worker
from engine.settings import Settings
from engine.store.handling import Ended

EVERY_S = 5.0
WORDS = {"done": "done", "ready": "to be tried again", "dead": "given up", "lost": "taken over by others"}


class Teller:
    """Sums every few seconds; what failed stands in the log."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sums: Counter[str] = Counter()
        self._next = time.monotonic() + EVERY_S

    def ended(self, ended: Ended) -> None:
        """Counts an attempt."""
        with self._lock:
            self._sums[ended.state] += 1
            if time.monotonic() >= self._next:
                self._tell()

    def troubled(self, error: str) -> None:
        """The log tells."""

    def close(self) -> None:
        """Tells what was not told yet."""
        with self._lock:
            self._tell()

    def _tell(self) -> None:
        self._next = time.monotonic() + EVERY_S
        if self._sums:
            typer.echo(", ".join(f"{self._sums[state]} {word}" for state, word in WORDS.items() if self._sums[state]))
            self._sums.clear()


@contextmanager
def _set_by_signals(stop: Event) -> Iterator[None]:
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run(*, once: bool) -> Exit:
    """Works. Ends by SIGTERM or SIGINT, with what is begun finished; with `once`, when nothing is due any more."""
    settings, stop, teller = Settings(), Event(), Teller()
    write_log(settings)
    watched = make_watched(settings)
    with current(settings) as database, _set_by_signals(stop), ExitStack() as stack:
        house = furnished(settings, database)
        stack.enter_context(watched.beside(house))
        worker = make_worker(house, teller, watching=watched.watching)
        typer.echo(f"working on {', '.join(worker.kinds) or 'no kind of job yet'}; Ctrl-C ends it")
        if once:
            while worker.run_once() and not stop.is_set():
                pass
        else:
            begin_daily(house)
            with running(keeping_up(house.desk)):  # what is decided anew follows the law and lists of now
                worker.run_until(stop)
    teller.close()
    return Exit.DONE
