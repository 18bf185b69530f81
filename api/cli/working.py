"""What `clearway worker` does: works until it is told to stop, and says what it did."""

import signal
import time
from collections import Counter
from threading import Event, Lock

import typer

from api.cli.failing import Exit, say
from api.storage import current
from api.worker import handlers, make_worker, parts_of
from engine.settings import Settings
from engine.store.handling import Ended

EVERY_S = 5.0
WORDS = {"done": "done", "ready": "to be tried again", "dead": "given up", "lost": "taken over by others"}


class Teller:
    """A line for each attempt that failed, and sums every few seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sums: Counter[str] = Counter()
        self._next = time.monotonic() + EVERY_S

    def ended(self, ended: Ended) -> None:
        """Counts an attempt, and tells of it when it failed."""
        with self._lock:
            self._sums[ended.state] += 1
            if ended.error:
                job = ended.job
                say(f"{job.id} {job.kind} {job.aggregate}, attempt {job.attempts}: {WORDS[ended.state]}: {ended.error}")
            if time.monotonic() >= self._next:
                self._tell()

    def troubled(self, error: str) -> None:
        """Tells why a round could not be done."""
        say(f"trouble, trying again: {error}")

    def close(self) -> None:
        """Tells what was not told yet."""
        with self._lock:
            self._tell()

    def _tell(self) -> None:
        self._next = time.monotonic() + EVERY_S
        if self._sums:
            typer.echo(", ".join(f"{self._sums[state]} {word}" for state, word in WORDS.items() if self._sums[state]))
            self._sums.clear()


def run(*, once: bool) -> Exit:
    """Works. Ends by SIGTERM or SIGINT, with what is begun finished; with `once`, when nothing is due any more."""
    settings, stop, teller = Settings(), Event(), Teller()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with current(settings) as database:
        parts = parts_of(database, settings)
        worker = make_worker(parts, teller)
        typer.echo(f"working on {', '.join(sorted(handlers(parts))) or 'no kind of job yet'}; Ctrl-C ends it")
        if once:
            while worker.run_once() and not stop.is_set():
                pass
        else:
            worker.run_until(stop)
    teller.close()
    return Exit.DONE
