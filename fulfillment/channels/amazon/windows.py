"""Bounds of a search at Amazon, and cursors that keep them: a token is good for the very question it came with.

Amazon wants the upper bound two minutes old; a younger one is left out, and Amazon sets its own. What is younger then
comes with the next window, which overlaps.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fulfillment.channels.documents import stamp

SETTLED = timedelta(minutes=3)  # one minute for a clock of ours that is ahead


@dataclass(frozen=True, slots=True)
class Names:
    """How an interface calls the bounds and the token."""

    after: str
    before: str
    token: str


@dataclass(frozen=True, slots=True)
class Search:
    """A question for one page; the first one has no token."""

    names: Names
    lower: str
    upper: str
    token: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As Amazon takes it."""
        given = {self.names.after: self.lower, self.names.before: self.upper, self.names.token: self.token}
        return {name: value for name, value in given.items() if value}

    @property
    def anew(self) -> "Search":
        """The first page of the same window."""
        return Search(self.names, self.lower, self.upper)

    def following(self, token: str) -> str | None:
        """The cursor behind this page."""
        return f"{self.upper}|{token}" if token else None


def search(names: Names, since: datetime, until: datetime, cursor: str | None, now: datetime) -> Search:
    """The question for the page at a cursor."""
    newest = now - SETTLED
    lower = stamp(min(since, newest))
    if cursor is not None:
        upper, _, token = cursor.partition("|")
        return Search(names, lower, upper, token)
    return Search(names, lower, stamp(until) if until <= newest else "")
