"""What the orders of a random life have, how each is brought to an end, and what a repeat must not change."""

import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from engine.ids import Ids
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.aftersales.returns import (
    decline_return,
    receive_parcel_back,
    receive_return,
)
from fulfillment.claims.moving import declare_lost, move_claim
from fulfillment.errors import FulfilmentError
from fulfillment.inventory.shelves import receive_stock, stock_list
from fulfillment.lifecycle import ENDED, NOT_SOLD
from fulfillment.machines.shipment import COMING
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.taking import PaymentEvent
from fulfillment.records import Case, Fulfilment, Shipment
from fulfillment.states import Event, Stage
from fulfillment.store.aftersales import returns_of
from fulfillment.store.cases import find_case, fulfilments_of, history
from fulfillment.store.claims import claims_of
from fulfillment.store.money import kept, movements, refunds_of
from fulfillment.store.notices import notices_of
from fulfillment.store.shipments import shipments_of, tracked
from tests.builders import a_payment, an_order
from tests.fulfilment_site import CountingIds, House

SKU, SHELF = "TEE-M-BLUE", "SZX-1"
numbers = itertools.count(1)


class TwoOrders(RuleBasedStateMachine):
    """Each example is a merchant of its own in one database; a refusal is an answer, any other error is not."""

    database: Database
    folder: Path
    ids: Ids = CountingIds()

    def __init__(self) -> None:
        super().__init__()
        number = next(numbers)
        self.house = House(self.database, self.folder / str(number), self.ids, merchant=f"m{number}")
        self.orders = (f"ord_{number}a", f"ord_{number}b")
        self.versions = Counter(dict.fromkeys(self.orders, 1))
        self.started: dict[str, Order] = dict(
            zip(self.orders, (an_order(), an_order(payment=a_payment(status=PaymentStatus.PENDING, captured=None))),
                strict=True)
        )  # fmt: skip
        self.left: Counter[str] = Counter()
        self.told: list[PaymentEvent] = []
        self.put(3)

    def attempt(self, act: Callable[[WriteSession], object]) -> None:
        with suppress(FulfilmentError), self.house.database.write() as session:
            act(session)

    def put(self, pieces: int) -> None:
        house = self.house
        self.attempt(lambda s: receive_stock(s, self.ids, house.merchant, SKU, SHELF, pieces, house.clock.now()))

    def found(self, order_id: str) -> Case | None:
        with self.house.database.read() as session:
            return find_case(session, self.house.merchant, order_id)

    def parts_of(self, which: int) -> tuple[Fulfilment, ...]:
        with self.house.database.read() as session:
            return fulfilments_of(session, self.house.merchant, self.orders[which])

    def parcels_of(self, which: int) -> tuple[Shipment, ...]:
        with self.house.database.read() as session:
            return shipments_of(session, self.house.merchant, self.orders[which])

    def bring_to_an_end(self, order_id: str) -> None:
        house, which = self.house, self.orders.index(order_id)
        house.drain()
        case = self.found(order_id)
        if case is None:
            return
        if case.stage in (Stage.SCREENED, Stage.ACCEPTED, Stage.FULFILLING):
            house.decide("cancel", order_id, version=self.versions[order_id])
        house.drain()
        on = house.on(order_id)
        for each in self.parcels_of(which):  # those that have not arrived come back, or never do
            ending = self.comes_back if each.state in COMING else self.never_comes
            ending(each)
        house.drain()
        with house.database.read() as session:
            open_returns = returns_of(session, house.merchant, order_id)
            open_claims = claims_of(session, house.merchant, order_id)
        for back in open_returns:
            self.attempt(lambda s, id_=back.id: decline_return(s, house.site, on, id_))  # type: ignore[misc]
            self.attempt(lambda s, id_=back.id: receive_return(s, house.site, on, id_, "damaged"))  # type: ignore[misc]
        for claim in open_claims:
            self.attempt(lambda s, id_=claim.id: move_claim(s, house.site, on, id_, Event.WITHDRAW))  # type: ignore[misc]
        with house.database.read() as session:
            disputed = sum(each.kind == Event.DISPUTE for each in movements(session, house.merchant, order_id))
        for number in range(disputed or 1):  # each ends the newest that is open
            won = PaymentEvent(kind=Event.WIN, amount=0, currency="EUR", reference=f"won{number}", at=house.clock.now())
            self.attempt(partial(confirm_payment, site=house.site, occasion=on, event=won))
        house.pass_by(days=31)
        house.drain()
        ended = house.case(order_id)
        assert ended.stage in ENDED
        with house.database.read() as session:
            assert ended.stage not in NOT_SOLD or not kept(session, order_id)

    def comes_back(self, parcel: Shipment) -> None:
        on = self.house.on(parcel.order_id)
        self.attempt(lambda s: receive_parcel_back(s, self.house.site, on, "damaged", parcel.id))

    def never_comes(self, parcel: Shipment) -> None:
        self.attempt(lambda s: declare_lost(s, self.house.site, self.house.on(parcel.order_id), parcel.id))

    def picture(self) -> object:
        """Everything that a repeat must not change."""
        merchant = self.house.merchant
        with self.house.database.read() as session:
            return [
                (
                    find_case(session, merchant, order_id),
                    history(session, merchant, order_id),
                    movements(session, merchant, order_id),
                    [replace(each, state="") for each in refunds_of(session, merchant, order_id)],
                    [(each.kind, each.about) for each in notices_of(session, merchant, order_id)],
                    [(each, tracked(session, each.id)) for each in shipments_of(session, merchant, order_id)],
                    returns_of(session, merchant, order_id),
                )
                for order_id in self.orders
            ], stock_list(session, merchant)
