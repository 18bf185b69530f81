"""What all people of the sixty days share: the town, chance, and books of what was really done."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from engine.order.order import Order
from tests.parcel_days.town import Town


@dataclass
class Books:
    """What was really done, beside the house's own books: money by currency, pieces by article and warehouse."""

    came: Counter[str] = field(default_factory=Counter)
    charged_back: Counter[str] = field(default_factory=Counter)
    received: Counter[tuple[str, str]] = field(default_factory=Counter)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    orders: int = 0
    placed_again: int = 0


@dataclass
class Somebody:
    """Who looks at how things stand and does what would be done; `rare` is chance that all share."""

    town: Town
    seed: int
    books: Books
    rare: Random

    def document(self, order_id: str) -> Order:
        """The order as it was placed."""
        return self.town.books.document(order_id)
