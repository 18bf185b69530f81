"""On which occasion settlements are worked on, within one transaction."""

from dataclasses import dataclass
from datetime import datetime

from engine.store.sessions import WriteSession
from fulfillment.site import Site

BOOKS = "books"  # who closes a case when what differed differs no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Whose settlements, when, and by whom: a person, or `books`."""

    session: WriteSession
    site: Site
    merchant: str
    now: datetime
    actor: str = BOOKS
