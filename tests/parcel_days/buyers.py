"""What buyers want once parcels have left, and who sees to their returns."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from engine.store.sessions import WriteSession
from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.comebacks import Wish
from fulfillment.aftersales.inspecting import Grade, Looked
from fulfillment.aftersales.photos import keep_photo
from fulfillment.aftersales.returns import (
    arrive_return,
    authorise_return,
    decline_return,
    inspect_return,
    lose_return,
    receive_parcel_back,
    receive_return,
    request_return,
    send_return,
    settle_return,
)
from fulfillment.claims.opening import open_called
from fulfillment.lifecycle import RETURN_OVER
from fulfillment.records import ReturnCase, Shipment
from fulfillment.states import Comeback, Voyage
from fulfillment.store.aftersales import find_return
from fulfillment.store.shipments import find_shipment
from fulfillment.thread import at_work
from tests.parcel_days.fates import Way
from tests.parcel_days.orders import FORSAKEN_IDS, luck
from tests.parcel_days.somebody import Somebody
from tests.parcel_days.warehouse import Warehouse
from tests.return_house import PICTURE

CAUSES = tuple(Cause)
GRADES = {Grade.LIKE_NEW: 70, Grade.OPENED: 15, Grade.DAMAGED: 8, Grade.WRONG: 3, Grade.MISSING: 4}


@dataclass
class Buyers(Somebody):
    """Some want nothing."""

    warehouse: Warehouse

    def want(self, parcel: Shipment, way: Way) -> None:
        """What becomes of a parcel that left, as far as its buyer has a hand in it."""
        dice = luck(self.seed, f"buyer {parcel.id}")
        town, order_id = self.town, parcel.order_id
        if way.is_back is not None and dice.random() < 0.85:
            town.at(way.is_back + timedelta(days=dice.uniform(1, 5)), partial(self._come_back, parcel=parcel))
        if way.arrives is None and order_id not in FORSAKEN_IDS and dice.random() < 0.4:
            town.after(partial(self._missing, parcel=parcel), days=dice.uniform(12, 25))
        if way.arrives is not None and dice.random() < 0.07:
            moment = way.arrives + timedelta(days=dice.uniform(0.5, 20))
            town.at(moment, partial(self._ask_return, order_id=order_id))
        if way.arrives is not None and dice.random() < 0.01:
            word = dice.choice(("damaged", "delivered_elsewhere", "late"))
            town.at(way.arrives + timedelta(days=2), partial(self._call, parcel=parcel, word=word))

    def _come_back(self, session: WriteSession, parcel: Shipment) -> None:
        grade = self.rare.choice(("like_new", "like_new", "damaged"))
        receive_parcel_back(session, self.town.site, self.town.on(parcel.order_id), grade, parcel.id)

    def _missing(self, session: WriteSession, parcel: Shipment) -> None:
        found = find_shipment(session, self.town.merchant, parcel.id)
        if found is not None and found.state != Voyage.DELIVERED:
            if self.rare.random() < 0.5:
                self._call(session, parcel, "not_received")
            else:
                self._ask_return(session, parcel.order_id, "lost")

    def _call(self, session: WriteSession, parcel: Shipment, word: str) -> None:
        with at_work(session, self.town.site, self.town.on(parcel.order_id)) as file:
            open_called(file, parcel, word, self.town.now)
        self.town.after(self.warehouse.place_again, hours=2)

    def _ask_return(self, session: WriteSession, order_id: str, reason: str = "") -> None:
        order = self.document(order_id)
        line = self.rare.randrange(len(order.lines)) + 1
        pieces = self.rare.randint(1, order.lines[line - 1].quantity)
        wish = Wish(wish=self.rare.choice(("refund", "refund", "refund", "replacement", "keep")))
        cause = reason or self.rare.choice(CAUSES)
        case = request_return(session, self.town.site, self.town.on(order_id), {line: pieces}, cause, wish=wish)
        self.town.after(partial(self._return, return_id=case.id), hours=30)

    def _return(self, session: WriteSession, return_id: str) -> None:
        """One look at a return: by its buyer, by the house, by people; now and then nobody does anything."""
        case = find_return(session, self.town.merchant, return_id)
        assert case is not None
        self.warehouse.place_again(session)
        if case.state in RETURN_OVER or self.rare.random() < 0.08:
            return
        self.town.after(partial(self._return, return_id=return_id), days=self.rare.uniform(1, 7))
        self._move_return(session, case)

    def _move_return(self, session: WriteSession, case: ReturnCase) -> None:
        site, on, dice = self.town.site, self.town.on(case.order_id), self.rare
        match case.state:
            case Comeback.REQUESTED if case.awaits == "photos":
                keep_photo(session, site, on, case.id, PICTURE)
            case Comeback.REQUESTED:
                decide = dice.choice((authorise_return, authorise_return, decline_return))
                decide(session, site, on, case.id)
            case Comeback.AUTHORISED | Comeback.LABEL_SENT if dice.random() < 0.8:
                send_return(session, site, on, case.id)
            case Comeback.IN_TRANSIT if dice.random() < 0.05:
                lose_return(session, site, on, case.id)
            case Comeback.IN_TRANSIT if dice.random() < 0.3:
                receive_return(session, site, on, case.id, "like_new")
            case Comeback.IN_TRANSIT:
                arrive_return(session, site, on, case.id)
            case Comeback.RECEIVED:
                pieces = [int(line) for line, many in case.lines.items() for _ in range(many)]
                grades = dice.choices(tuple(GRADES), tuple(GRADES.values()), k=len(pieces))
                looked = [
                    Looked(line=line, grade=grade, quantity=1) for line, grade in zip(pieces, grades, strict=True)
                ]
                inspect_return(session, site, on, case.id, looked)
            case Comeback.RESTOCKED | Comeback.WRITTEN_OFF | Comeback.TO_SUPPLIER:
                settle_return(session, site, on, case.id)
