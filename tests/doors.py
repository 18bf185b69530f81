"""A front door for tests: passwords that cost next to nothing to check."""

import time
from collections.abc import Callable

from api.access.front_door import FrontDoor
from api.access.passwords import Passwords
from api.access.providers import Provider
from api.access.sessions import Sessions, Terms
from engine.clock import Clock
from engine.desk.person import Seal
from engine.ids import Ids
from engine.store.database import Database

SECRET = b"a secret of the tests, 32 bytes!"
CHEAP = Passwords(passes=1, kibibytes=8, lanes=1)


def a_front_door(
    database: Database,
    clock: Clock,
    ids: Ids,
    seal: Seal,
    ticks: Callable[[], float] = time.monotonic,
    provider: Provider | None = None,
    origin: str = "",
    shared: Clock | None = None,
) -> FrontDoor:
    """A front door over a database. `shared` is the time of the database, where the machine has another."""
    return FrontDoor(
        database=database,
        secret=SECRET,
        ids=ids,
        seal=seal,
        passwords=CHEAP,
        sessions=Sessions(database, SECRET, clock, Terms(), ticks, asked=lambda _: (shared or clock).now()),
        origin=origin,
        provider=provider,
    )
