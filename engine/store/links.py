"""Links in the desk's database. The worker keeps them, one order at a time, since a joining reads what was joined."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import text

from engine.facts.link_forest import join
from engine.facts.links import LINKING
from engine.facts.sighting import Sighting
from engine.store.feed import under_lock
from engine.store.link_statements import LinkShelf, Row, Values
from engine.store.sessions import WriteSession

_TOLD = ("at", "order", *LINKING)
_text = cache(text)


def told_of(row: Sighting) -> list[int]:
    """What a job has to tell of an order so that it can be joined."""
    return [getattr(row, name) for name in _TOLD]


def join_told(session: WriteSession, merchant: str, told: Sequence[int]) -> None:
    """Has an order joined, when the transaction ends, to what it shares keys with; a second time changes nothing.

    Holds the lock under which events are numbered, so that no two workers join at once.
    """
    nothing = dict.fromkeys(Sighting._fields, 0)
    under_lock(session, _join_all, (merchant, Sighting(**nothing | dict(zip(_TOLD, told, strict=True)))))


def _join_all(session: WriteSession, told: Sequence[tuple[str, Sighting]]) -> None:
    asked = _Session(session)
    for merchant, row in told:
        join(LinkShelf(asked, merchant), row)


class _Session:
    """A transaction as the shelf asks it."""

    def __init__(self, session: WriteSession) -> None:
        self._session = session

    def rows(self, statement: str, values: Values) -> Sequence[Row]:
        """All rows."""
        return self._session.rows(_text(statement), values)

    def run(self, statement: str, values: Sequence[Values]) -> None:
        """Executes once for each of the values."""
        self._session.run_all(_text(statement), values)
