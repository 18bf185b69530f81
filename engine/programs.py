"""The programs of one rule book: one for each stretch of days in which nothing changes."""

from bisect import bisect_right
from collections import OrderedDict
from datetime import date
from threading import Lock

from engine.rulebook.book import RuleBook
from engine.rulebook.resolve import change_days, resolve, resolve_suppressions
from engine.rulebook.rule import Status
from engine.runtime.program import Program

MOST_KEPT = 8  # a re-screen meets two or three stretches; each holds some ten megabytes in the engine


class Programs:
    """Compiles when a stretch is first asked for, keeps the most recent ones."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._decided, self._placed = change_days(book)
        self._kept: OrderedDict[tuple[int, int], Program] = OrderedDict()
        self._guard = Lock()

    def on(self, decided_on: date, placed_on: date) -> Program:
        """The program in force for a case decided and placed on these days."""
        stretch = (bisect_right(self._decided, decided_on), bisect_right(self._placed, placed_on))
        program = self._kept.get(stretch)
        if program is not None:
            return program
        with self._guard:
            if stretch not in self._kept:
                live = [
                    each
                    for each in resolve(self._book, decided_on, placed_on)
                    if each.rule.status in {Status.LIVE, Status.SHADOW}
                ]
                quieting = resolve_suppressions(self._book, decided_on, placed_on)
                self._kept[stretch] = Program([*live, *quieting], self._book.domain)
            while len(self._kept) > MOST_KEPT:
                # Another thread may still be inside it, so it is left to the garbage collector, not closed.
                self._kept.popitem(last=False)
            return self._kept[stretch]
