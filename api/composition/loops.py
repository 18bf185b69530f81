"""What runs beside the server: the worker, whoever looks for new editions, and the note of which keys were used."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from api.access.keyring import Keyring
from api.access.sessions import Sessions
from engine.desk.desk import Desk
from engine.errors import ClearwayError
from engine.journal import journal, tell, where

LOG = journal("loops")
Noted = Keyring | Sessions
Loop = Callable[[threading.Event], None]
AGAIN_AFTER_S = 1.0
STOPS_WITHIN_S = 30.0
NOTES_EVERY_S = 60.0


@contextmanager
def running(loops: Sequence[Loop]) -> Iterator[None]:
    """Runs each loop in a thread while the block runs. A loop returns soon after its event is set."""
    stop = threading.Event()
    # Daemons, so that one which does not stop cannot keep the process.
    threads = [threading.Thread(target=_kept, args=(loop, stop), name=_name(loop), daemon=True) for loop in loops]
    try:
        # Inside, since a signal may come between two starts: those that run have threads which the process waits for.
        for thread in threads:
            thread.start()
        yield
    finally:
        stop.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(STOPS_WITHIN_S)
            if thread.is_alive():
                tell(LOG, logging.ERROR, "loop_left", loop=thread.name, after_s=STOPS_WITHIN_S)


def _kept(loop: Loop, stop: threading.Event) -> None:
    """A loop that breaks begins again: a worker that is silently gone would be noticed by its backlog only."""
    while not stop.is_set():
        try:
            loop(stop)
        except Exception as error:  # noqa: BLE001 - whatever broke it, the loop is wanted
            tell(LOG, logging.ERROR, "loop_broke", loop=_name(loop), error=type(error).__name__, where=where(error))
        else:
            return
        stop.wait(AGAIN_AFTER_S)


def _name(loop: Loop) -> str:
    return getattr(loop, "__name__", type(loop).__name__)


def keeping_up(desk: Desk) -> tuple[Loop, ...]:
    """Load what comes into force: whoever decides for longer than a moment runs these."""
    return desk.editions.watch, desk.party_lists.watch, desk.models.watch


def notes_of_uses(*noted: Noted) -> Loop:
    """Writes once a minute, and at the end, which keys and sessions were used."""

    def note_uses(stop: threading.Event) -> None:
        while not stop.wait(NOTES_EVERY_S):
            _note(noted)
        _note(noted)

    return note_uses


def _note(noted: Sequence[Noted]) -> None:
    for each in noted:
        try:
            each.note_uses()
        except ClearwayError as error:
            tell(LOG, logging.WARNING, "uses_not_noted", code=error.code)
