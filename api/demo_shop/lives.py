"""What becomes of orders that were admitted: warehouse, carriers and gateway, each at its time, by the real steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random

from api.demo_shop.buyers import Buyers
from api.demo_shop.chargebacks import tell_dispute
from api.demo_shop.fates import way_of
from api.demo_shop.names import DEMO
from api.demo_shop.orders import Planned
from api.demo_shop.town import Town
from fulfillment.lifecycle import ENDED
from fulfillment.parts import has_left
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.records import Shipment
from fulfillment.states import Stage
from fulfillment.store.cases import find_case
from fulfillment.timeline import view
from fulfillment.tracking.taking import take_told
from fulfillment.tracking.told import Told as Scanned
from fulfillment.walkthrough import PlayedClock, act

FIRST_LOOK_H, NEXT_LOOK_H, WAITS_H = (2.0, 14.0), (1.0, 5.0), 20.0
MOST_LOOKS = 16
RECENT = timedelta(days=25)
SOURCE, CARRIER = "tsr_demo", "source:17track"
DISPUTED = 0.012
UNTOUCHED = frozenset({Stage.SHIPPED, Stage.IN_TRANSIT, Stage.DELIVERED})  # the carrier's and time's


@dataclass
class Lives:
    """Everybody who carries orders on."""

    town: Town
    buyers: Buyers
    chance: Random
    _travels: set[str] = field(default_factory=set)

    def follow(self, order_id: str, one: Planned) -> None:
        """Sees to an order from now on."""
        self.town.after(partial(self._look, order_id, one, 0), hours=self.chance.uniform(*FIRST_LOOK_H))

    def _look(self, order_id: str, one: Planned, looks: int) -> None:
        """One look at the stations; again while the order is in the house."""
        with self.town.house.database.read() as session:
            case = find_case(session, DEMO, order_id)
        if case is not None and case.stage in ENDED:
            return
        moved = case is not None and case.stage not in UNTOUCHED and self._station(order_id)
        left = self._leave(order_id, one)
        if left or looks >= MOST_LOOKS:
            return
        hours = self.chance.uniform(*NEXT_LOOK_H) if moved else WAITS_H
        self.town.after(partial(self._look, order_id, one, looks + 1), hours=hours)

    def _station(self, order_id: str) -> bool:
        """Does what is due where the order stands; whether anything moved."""
        town = self.town
        with town.house.database.write() as session:
            seen = view(session, DEMO, order_id)
            act(session, town.site, seen, PlayedClock(town.now - timedelta(minutes=20)))
            return view(session, DEMO, order_id) != seen

    def _leave(self, order_id: str, one: Planned) -> bool:
        with self.town.house.database.read() as session:
            parcels = view(session, DEMO, order_id).shipments if find_case(session, DEMO, order_id) else ()
        left = [each for each in parcels if has_left(each)]
        for parcel in left:
            if parcel.id not in self._travels:
                self._travels.add(parcel.id)
                self._travel(parcel, one)
        return bool(left) and len(left) == len(parcels)

    def _travel(self, parcel: Shipment, one: Planned) -> None:
        is_recent = self.town.ends - self.town.now < RECENT
        way = way_of(self.town.now, one.order.shipping_address.country or "", self.chance, is_recent=is_recent)
        for at, told in way.told:
            self.town.at(at + timedelta(hours=self.chance.uniform(0.1, 3)), partial(self._tell, parcel.number, told))
        self.buyers.await_parcel(parcel, way.arrives)
        if self.chance.random() < DISPUTED:
            self.town.after(partial(self._dispute, parcel.order_id, one), days=self.chance.uniform(6, 20))

    def _tell(self, number: str, told: Sequence[Scanned]) -> None:
        with self.town.house.database.write() as session:
            take_told(session, self.town.site, DEMO, number, told, self.town.now, source=SOURCE, actor=CARRIER)

    def _dispute(self, order_id: str, one: Planned) -> None:
        tell_dispute(self.town, order_id, one.order, Kind.DISPUTE)
        end = self.chance.choice((Kind.WIN, Kind.LOSE))
        self.town.after(partial(tell_dispute, self.town, order_id, one.order, end), days=14)
