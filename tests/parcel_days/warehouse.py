"""Who moves goods in the sixty days: suppliers, the stations, and carriers whose sources tell the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from engine.store.sessions import WriteSession
from fulfillment.carriers.handing_over import hand_over
from fulfillment.inventory.shelves import receive_stock
from fulfillment.lifecycle import ENDED
from fulfillment.packing.packing import pack
from fulfillment.parts import INSIDE, has_left
from fulfillment.picking.picking import open_lines, record_pick
from fulfillment.records import Fulfilment, Shipment
from fulfillment.states import Stage, Work
from fulfillment.store.cases import find_case, fulfilments_of, lines_of
from fulfillment.store.shipments import shipments_of
from fulfillment.tracking.taking import take_told
from tests.parcel_days.fates import Heard, Way, way_of
from tests.parcel_days.orders import FORSAKEN_IDS, MUG, TEE, luck
from tests.parcel_days.somebody import Somebody

# What is delivered every three days, and which share of the pieces.
DELIVERED = ((TEE, "SZX-1", 1), (TEE, "LEJ-1", 5), (MUG, "SZX-1", 4), (MUG, "LEJ-1", 8))
FIRST_ROUNDS = 8


@dataclass
class Warehouse(Somebody):
    """`left` is told of each parcel that left, with its way."""

    travels: set[str] = field(default_factory=set)
    left: Callable[[Shipment, Way], None] = lambda _, __: None

    def delivery(self, session: WriteSession, pieces: int) -> None:
        """Goods come in."""
        for sku, warehouse, share in DELIVERED:
            many = pieces // share
            receive_stock(session, self.town.site.ids, self.town.merchant, sku, warehouse, many, self.town.now)
            self.books.received[sku, warehouse] += many

    def work(self, session: WriteSession, order_id: str, rounds: int = 0) -> None:
        """One round at the stations; comes again while a part of the order is in the house, later and later."""
        case = find_case(session, self.town.merchant, order_id)
        if case is not None:
            if case.stage in ENDED:
                return
            for part in fulfilments_of(session, self.town.merchant, order_id):
                self._station(session, order_id, part)
            self._leave(session, order_id)
            parts = fulfilments_of(session, self.town.merchant, order_id)
            if case.stage != Stage.SCREENED and not any(each.state in INSIDE for each in parts):
                return
        hours = 4 if rounds < FIRST_ROUNDS else 24
        self.town.after(partial(self.work, order_id=order_id, rounds=rounds + 1), hours=hours)

    def _station(self, session: WriteSession, order_id: str, part: Fulfilment) -> None:
        site, on = self.town.site, self.town.on(order_id)
        if not self.town.books.standing(session, order_id).is_clear:
            return
        match part.state:
            case Work.PICKING if self.rare.random() < 0.004:
                wanted = open_lines(session, part.id)
                record_pick(session, site, on, {wanted[0].line: 0}, part.id)
            case Work.PICKING:
                record_pick(session, site, on, part=part.id)
            case Work.PICKED:
                pieces = sum(each.quantity for each in lines_of(session, part.id))
                pack(session, site, on, 140 + 260 * pieces, part=part.id)
            case Work.LABELLED:
                hand_over(session, site, on, part.id)

    def _leave(self, session: WriteSession, order_id: str) -> None:
        for parcel in shipments_of(session, self.town.merchant, order_id):
            if has_left(parcel) and parcel.id not in self.travels:
                self.travels.add(parcel.id)
                self._travel(session, parcel)

    def _travel(self, session: WriteSession, parcel: Shipment) -> None:
        dice = luck(self.seed, f"way {parcel.order_id} {len(self.travels)}")
        part = next(each for each in fulfilments_of(session, self.town.merchant, parcel.order_id)
                    if each.id == parcel.fulfilment_id)  # fmt: skip
        for line in lines_of(session, part.id):
            self.books.sent[line.sku or "", part.warehouse] += line.quantity
        country = self.document(parcel.order_id).shipping_address.country or ""
        way = way_of(self.town.now, country, dice, "lost" if parcel.order_id in FORSAKEN_IDS else "")
        self.books.fates[way.fate] += 1
        polls: dict[datetime, list[Heard]] = {}
        for each in way.heard:  # a source is asked every eight hours
            since = (each.at - self.town.now) // timedelta(hours=8) + 1
            polls.setdefault(self.town.now + since * timedelta(hours=8), []).append(each)
        for moment, heard in polls.items():
            self.town.at(moment, partial(self._tell, number=parcel.number, heard=heard))
        self.left(parcel, way)

    def _tell(self, session: WriteSession, number: str, heard: list[Heard]) -> None:
        told = [each.told for each in heard]
        take_told(session, self.town.site, self.town.merchant, number, told, self.town.now, source="tsr_1",
                  actor="source:17track")  # fmt: skip

    def place_again(self, session: WriteSession) -> None:
        """Goods that are to be sent again are orders, and admitted."""
        for order_id in self.town.books.to_place:
            self.books.placed_again += 1
            self.town.say(session, order_id, "admit")
            self.town.after(partial(self.work, order_id=order_id), hours=5)
        self.town.books.to_place.clear()
