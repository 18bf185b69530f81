"""The programs of one rule book: one for each stretch of days in which nothing changes, and for each shop or legal
entity that has parameters of its own."""

from bisect import bisect_right
from collections import OrderedDict
from datetime import date
from threading import Lock

from engine.rulebook.book import RuleBook
from engine.rulebook.overriding import Keys, effective
from engine.rulebook.resolve import change_days, resolve, resolve_suppressions
from engine.rulebook.rule import Status
from engine.runtime.program import Program

MOST_KEPT = 8  # a re-screen meets two or three stretches; each holds some ten megabytes in the engine
MOST_OF_OVERRIDE = 2  # stretches of each shop or legal entity with parameters of its own


class _Variant:
    """The book as it counts for some sales, with the days on which it changes."""

    __slots__ = ("book", "decided", "placed")

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.decided, self.placed = change_days(book)


class Programs:
    """Compiles when a stretch is first asked for, keeps the most recent ones."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._plain = _Variant(book)
        with_params = {each.key for each in book.overrides if each.params}
        self._with_params = with_params
        self._variants: dict[Keys, _Variant] = {}
        self._most = MOST_KEPT + MOST_OF_OVERRIDE * len(with_params)
        self._kept: OrderedDict[tuple[Keys, int, int], Program] = OrderedDict()
        self._guard = Lock()

    def on(self, decided_on: date, placed_on: date, overrides: Keys = ()) -> Program:
        """The program in force for a case decided and placed on these days, where these overrides count."""
        keys = tuple(key for key in overrides if key in self._with_params) if overrides else ()
        variant = self._variant(keys) if keys else self._plain
        stretch = (keys, bisect_right(variant.decided, decided_on), bisect_right(variant.placed, placed_on))
        program = self._kept.get(stretch)
        if program is not None:
            return program
        with self._guard:
            if stretch not in self._kept:
                live = [
                    each
                    for each in resolve(variant.book, decided_on, placed_on)
                    if each.rule.status in {Status.LIVE, Status.SHADOW}
                ]
                quieting = resolve_suppressions(variant.book, decided_on, placed_on)
                self._kept[stretch] = Program([*live, *quieting], variant.book.domain)
            while len(self._kept) > self._most:
                # Another thread may still be inside it, so it is left to the garbage collector, not closed.
                self._kept.popitem(last=False)
            return self._kept[stretch]

    def _variant(self, keys: Keys) -> _Variant:
        found = self._variants.get(keys)
        if found is None:  # two threads make the same one
            found = self._variants[keys] = _Variant(effective(self._book, keys))
        return found
