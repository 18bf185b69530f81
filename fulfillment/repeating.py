"""Several who move one order at the same time: the slower ones read it again and repeat."""

from collections.abc import Callable
from typing import TypeVar

from engine.errors import StoreConflict
from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.errors import CaseChanged

TRIES = 10  # of two who scan one after the other the slower loses more than once in a row
T = TypeVar("T")


def repeated(database: Database, work: Callable[[WriteSession], T]) -> T:
    """What the work answers, done in a transaction of its own; once more when somebody else was faster.

    Raises CaseChanged or StoreConflict when others are faster again and again.
    """
    for _ in range(TRIES - 1):
        try:
            with database.write() as session:
                return work(session)
        except (CaseChanged, StoreConflict):
            continue
    with database.write() as session:
        return work(session)
