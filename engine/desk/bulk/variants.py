"""A rule book as it counts for some sales: with the values that their shop or legal entity has of its own."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from engine.desk.bulk.rule_shift import Resolved, facts_of, in_force
from engine.order.order import Order
from engine.rulebook.book import RuleBook
from engine.rulebook.overriding import Keys, effective, keys_for
from engine.rulebook.resolve import change_days

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Variant:
    """One of a book's: where these overrides count. Inside of a stretch of days its rules are the same."""

    book: RuleBook
    keys: Keys
    decided: tuple[date, ...]
    placed: tuple[date, ...]
    _live: dict[Stretch, Resolved]
    _facts: dict[Stretch, frozenset[str]]

    def stretch(self, decided: date, placed: date) -> Stretch:
        """In which stretch of days the two lie."""
        return bisect_right(self.decided, decided), bisect_right(self.placed, placed)

    def live(self, decided: date, placed: date) -> Resolved:
        """Its rules on these days."""
        key = self.stretch(decided, placed)
        if key not in self._live:
            self._live[key] = in_force(self.book, decided, placed)
        return self._live[key]

    def reads(self, decided: date, placed: date) -> frozenset[str]:
        """The facts that its rules read on these days."""
        key = self.stretch(decided, placed)
        if key not in self._facts:
            self._facts[key] = frozenset[str]().union(*map(facts_of, self.live(decided, placed).values()))
        return self._facts[key]


class Variants:
    """Those of one book, made when an order first asks."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        # Texts decide nothing, so an override that has no parameters makes no variant.
        self._own = frozenset(each.key for each in book.overrides if each.params)
        self._made: dict[Keys, Variant] = {}

    def of(self, order: Order) -> Variant:
        """The one that counts for an order."""
        keys = keys_for(self._own, order.legal_entity, order.shop) if self._own else ()
        found = self._made.get(keys)
        if found is None:
            found = self._made[keys] = _variant(self._book, keys)
        return found


def _variant(book: RuleBook, keys: Keys) -> Variant:
    counting = effective(book, keys) if keys else book
    decided, placed = change_days(counting)
    return Variant(counting, keys, decided, placed, {}, {})
