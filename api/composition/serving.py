"""Runs the service: the server, and the loops beside it, until a signal ends both."""

import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.composition.house import House
from api.composition.loops import Loop, notes_of_uses, running

GRACE_S = 20
BACKLOG = 2048
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is put into the service. `publish` puts the bundled rule book into force when none is, and answers in a
    line what it did; `build` makes the application; `background` makes the loops that run beside it."""

    publish: Callable[[House], str | None]
    build: Callable[[House], FastAPI]
    background: Callable[[House], Sequence[Loop]]


def listen(host: str, port: int) -> socket.socket:
    """The socket, bound before anything is printed, so that the port 0 has become a number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def serve(house: House, parts: Parts, listening: socket.socket) -> None:
    """Serves until a signal; then finishes what has begun, first requests, then loops. See `ended_by_signals`."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells at each look which database it looks at
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
    with running(loops):
        uvicorn.Server(config).run(sockets=[listening])


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
