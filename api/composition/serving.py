"""Runs the service: the server, and the loops beside it, until a signal ends both."""

import gc
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.composition.house import House
from api.composition.loops import Loop, notes_of_uses, running
from engine.journal import journal, tell

LOG = journal("server")
GRACE_S = 20
BACKLOG = 2048
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is put into the service. `publish` puts the bundled rule book into force when none is, and answers in a
    line what it did; `build` makes the application; `background` makes the loops that run beside it, `beside` what else
    does. `ending` is set as soon as the process is told to end."""

    publish: Callable[[House], str | None]
    build: Callable[[House], FastAPI]
    background: Callable[[House], Sequence[Loop]]
    beside: Callable[[House], AbstractContextManager[None]] = lambda _: nullcontext()
    ending: threading.Event = field(default_factory=threading.Event)


def listen(host: str, port: int) -> socket.socket:
    """The socket, bound before anything is printed, so that the port 0 has become a number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def serve(house: House, parts: Parts, listening: socket.socket) -> None:
    """Serves until a signal; then finishes what has begun, first requests, then loops. See `ended_by_signals`."""
    app = parts.build(house)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # the door writes its own line, which names no personal data
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_S,
    )
    gc.collect()
    gc.freeze()  # rule book and data stay: to look through them again and again would stop all for 150 ms each time
    loops = (*parts.background(house), notes_of_uses(house.keyring, house.door.sessions))
    with parts.beside(house), running(loops):
        _Server(config, parts.ending, house.settings.drain_s).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends in two steps when it is asked to (SIGTERM): first it only says that it is not ready, so that nobody sends
    more; then it takes no more, and finishes what it has. A second signal, or Ctrl-C, skips the first step."""

    def __init__(self, config: uvicorn.Config, ending: threading.Event, drain_s: float) -> None:
        super().__init__(config)
        self._ending = ending
        self._drain_s = drain_s

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """What uvicorn calls when a signal comes."""
        asked_before = self._ending.is_set()
        self._ending.set()
        if sig != signal.SIGTERM or asked_before or self._drain_s <= 0:
            super().handle_exit(sig, frame)
            return
        tell(LOG, logging.INFO, "draining_began", seconds=self._drain_s)
        later = threading.Timer(self._drain_s, super().handle_exit, (sig, frame))
        later.daemon = True
        later.start()


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Ends the block, in order, at SIGINT or SIGTERM.

    Uvicorn ends on a signal and then sends it again, which would kill the process before the loops have ended.
    """
    before = {each: signal.signal(each, _end) for each in _SIGNALS}
    try:
        yield
    except _Ended:
        pass
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class _Ended(BaseException):
    """A signal asked the process to end."""


def _end(_: int, __: FrameType | None) -> None:
    raise _Ended
