"""Who does something in the sixty days: buyers, warehouse, carriers' sources, gateway, people at the desks.

Each looks at how things stand and does what would be done; what the house refuses is counted and done no more.
"""

from datetime import timedelta
from functools import partial

from engine.store.sessions import WriteSession
from fulfillment.deciding import cancel_order
from tests.parcel_days.buyers import Buyers
from tests.parcel_days.claim_desk import ClaimDesk
from tests.parcel_days.gateway import Gateway
from tests.parcel_days.orders import LATE, NEVER, PAID, Stream, luck, made
from tests.parcel_days.somebody import Books, Somebody
from tests.parcel_days.town import Town
from tests.parcel_days.warehouse import Warehouse


class People(Somebody):
    """All of them, for sixty days."""

    def __init__(self, town: Town, stream: Stream) -> None:
        super().__init__(town, stream.seed, Books(), luck(stream.seed, "people"))
        self.stream = stream
        everybody = (town, self.seed, self.books, self.rare)
        self.gateway = Gateway(*everybody)
        self.warehouse = Warehouse(*everybody)
        self.warehouse.left = Buyers(*everybody, self.warehouse).want
        claim_desk = ClaimDesk(*everybody, self.warehouse)
        town.told = self.gateway.answer
        begun = town.now
        for number in range(1, stream.orders + 1):
            town.at(stream.placed_at(number), partial(self._order, number=number))
        for day in range(0, 60, 3):
            town.at(begun + timedelta(days=day), partial(self.warehouse.delivery, pieces=max(8, stream.orders // 9)))
        for day in range(1, 61):
            town.at(begun + timedelta(days=day, hours=3), claim_desk.morning)

    def _order(self, session: WriteSession, number: int) -> None:
        self.books.orders += 1
        order_id, dice, town = f"ord_{number}", luck(self.seed, f"life {number}"), self.town
        first = dice.choices(("admit", "hold", "reject"), (95, 4, 1))[0]
        money = made(self.stream, number).money
        if money == PAID:
            self.gateway.came(order_id)
        town.say(session, order_id, "cancel" if first == "reject" else first)
        if first == "hold":
            later = dice.choice(("admit", "admit", "admit", "cancel"))
            town.after(lambda s: town.say(s, order_id, later), hours=dice.uniform(2, 70))
        if dice.random() < 0.02:
            town.after(partial(self._cancel, order_id=order_id), hours=dice.uniform(1, 60))
        if dice.random() < 0.004:  # a late hit: what has left is called back
            town.after(lambda s: town.say(s, order_id, "cancel"), hours=dice.uniform(20, 200))
        if money == LATE:
            town.after(partial(self.gateway.transfer, order_id=order_id), hours=dice.uniform(5, 80))
        if money == NEVER:
            town.after(partial(self._cancel, order_id=order_id), days=7)
        if money in (PAID, LATE) and dice.random() < 0.006:
            town.after(partial(self.gateway.dispute, order_id=order_id), days=dice.uniform(3, 25))
        if dice.random() < 0.003:
            town.after(lambda _: town.books.erased.add(order_id), days=dice.uniform(10, 40))
        town.after(partial(self.warehouse.work, order_id=order_id), hours=dice.uniform(2, 12))

    def _cancel(self, session: WriteSession, order_id: str) -> None:
        cancel_order(session, self.town.site, self.town.on(order_id), "changed my mind")
