"""Orders for the service, none sent twice: three-line orders of an own shop, placed minutes ago, and its history."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

import orjson

from engine.clock import SystemClock
from engine.order.card_leak import may_leak
from engine.order.order import Order
from engine.order.reading import faults_of
from tests.desks import document
from tests.synthetic.honest import Shop, own_shop_order

LINES = 3
SEED = 20261126
HISTORY = 10_000
DAYS = 30
AGO = timedelta(minutes=5)


class OrderStream:
    """Orders of one shop, whose buyers come back."""

    def __init__(self) -> None:
        self._shop = Shop(Random(SEED))
        self._now = SystemClock().now()

    def history(self) -> Sequence[Order]:
        """The orders of thirty days before."""
        step = timedelta(days=DAYS) / HISTORY
        start = self._now - timedelta(days=DAYS, hours=1)
        return [self._order(number * step + start) for number in range(HISTORY)]

    def bodies(self) -> Iterator[bytes]:
        """New orders as a shop sends them, without end."""
        while True:
            order = self._order(self._now - AGO)
            body = orjson.dumps(document(order))
            if len(order.lines) == LINES and not _refused(body):
                yield body

    def _order(self, placed_at: datetime) -> Order:
        self._shop.orders += 1
        return own_shop_order(self._shop, placed_at)


def _refused(body: bytes) -> bool:
    """One in thousands: a card's made-up fingerprint may have digits that could be a card's number."""
    return may_leak(body.decode()) and bool(faults_of(body))
