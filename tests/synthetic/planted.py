"""Bad orders with a label: each is an honest order with one thing wrong, or part of a known pattern of fraud.

`planted_orders(count, seed)` gives `count` orders to be judged, an even share to each label. Patterns of several orders
(card testing, one card at many doors, rings) begin with orders that nobody can tell from honest ones: these carry
`opening=True`, come on top of the count, and are there for the memory only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from engine.order.order import Order
from tests.synthetic.breaches import BREACHES
from tests.synthetic.frauds import PATTERNS
from tests.synthetic.honest import DAYS, FIRST_DAY, Shop


@dataclass(frozen=True, slots=True)
class Planted:
    """One bad order. `opening` orders of a pattern are not judged."""

    order: Order
    label: str
    opening: bool = False


LABELS = (*BREACHES, *PATTERNS)


def planted_orders(count: int, seed: int) -> Iterator[Planted]:
    """Bad orders by rising time; the same for the same count and seed."""
    shop = Shop(Random(f"planted {seed}"))
    made: list[Planted] = []
    for place, label in enumerate(LABELS):
        share = count // len(LABELS) + (place < count % len(LABELS))
        made += _singles(shop, label, share) if label in BREACHES else _patterns(shop, label, share)
    numbered = (replace(each, order=_renamed(each.order, number)) for number, each in enumerate(made, start=1))
    return iter(sorted(numbered, key=lambda each: each.order.placed_at))


def _singles(shop: Shop, label: str, share: int) -> list[Planted]:
    return [Planted(BREACHES[label](shop, _moment(shop.chance), turn), label) for turn in range(share)]


def _patterns(shop: Shop, label: str, share: int) -> list[Planted]:
    """As many bursts as give the share, the last one cut."""
    judged: list[Planted] = []
    made: list[Planted] = []
    while len(judged) < share:
        openings, orders = PATTERNS[label]
        for turn, order in enumerate(orders(shop, _moment(shop.chance))):
            planted = Planted(order, label, opening=turn < openings)
            if not planted.opening:
                judged.append(planted)
            made.append(planted)
            if len(judged) == share:
                break
    return made


def _moment(chance: Random) -> datetime:
    return FIRST_DAY + timedelta(days=chance.randrange(2, DAYS), minutes=chance.randrange(1440))


def _renamed(order: Order, number: int) -> Order:
    """Its own id, kept in the payment's reference as well."""
    id_ = f"PL-{number:05d}"
    payment = order.payment
    if payment is not None and payment.merchant_reference is not None:
        payment = replace(payment, merchant_reference=id_)
    return replace(order, id=id_, payment=payment)
