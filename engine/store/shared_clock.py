"""One time for all machines of an installation: the database's, which this machine's clock carries on in between."""

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.clock import Clock, moment
from engine.store.sessions import ReadSession

Asked = Callable[[ReadSession], datetime]


def database_time(session: ReadSession) -> datetime:
    """What time it is at the database, in UTC."""
    return moment(session.now())


class SharedClock:
    """How far this machine is ahead is found out by `ask`, which whoever reads the database anyhow calls first. Safe
    for several threads."""

    def __init__(self, clock: Clock, asked: Asked = database_time) -> None:
        self._clock = clock
        self._asked = asked
        self._ahead = timedelta(0)

    def ask(self, session: ReadSession) -> datetime:
        """The time, as the database says it."""
        now = self._asked(session)
        self._ahead = self._clock.now() - now
        return now

    def now(self) -> datetime:
        """The time, by what the database said last; that of this machine before."""
        return self._clock.now() - self._ahead
