"""A house that chooses services, over orders that a test has put in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.order.order import Order, ShipFrom, ShippingChoice
from engine.order.terms import Incoterm
from engine.policy_books import PolicyBook
from engine.store.sessions import ReadSession
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.documents.declaration import Consignee
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.records import ServiceChoice
from fulfillment.shipping.desk import Expected, ExpectedProfit, NoProfit, ShippingDesk
from fulfillment.store.service_choices import choices_of_order
from tests.builders import an_order
from tests.customs_files import a_file
from tests.fulfilment_site import House
from tests.money_house import ToldLaws
from tests.shipping_goods import DATA


@dataclass(frozen=True, slots=True)
class ToldCustoms:
    """Sees orders as the house has them."""

    house: House

    def file_of(
        self, session: ReadSession, merchant: str, order_id: str, leaves: ShipFrom | None = None
    ) -> CustomsFile:
        return replace(a_file(self.house.desk.orders[order_id]), order_id=order_id)

    def licence_numbers(self, session: ReadSession, merchant: str, order_id: str) -> Mapping[str, str]:
        return {}

    def consignee_of(self, session: ReadSession, merchant: str, order_id: str) -> Consignee:
        address = self.house.desk.order_of(session, order_id).shipping_address
        return Consignee(name=address.name or "", country=address.country or "")


@dataclass
class ToldProfit:
    """What every order is expected to earn."""

    minor: int

    def of_order(self, session: ReadSession, merchant: str, order_id: str) -> Expected | None:
        return Expected(profit_eur_minor=self.minor, is_complete=True)


def choosing(house: House, policy: PolicyBook | None = None, profit: ExpectedProfit | None = None) -> House:
    """The house, which chooses services from now on."""
    desk = ShippingDesk(
        data=lambda: DATA, customs=ToldCustoms(house), laws=ToldLaws(), profit=NoProfit() if profit is None else profit
    )
    house.site = replace(house.site, shipping=desk)
    house.desk.policies = {} if policy is None else {"shipping": policy}
    house.rewire()
    return house


def unnamed(**changes: object) -> Order:
    """An order that names no carrier."""
    return an_order(**{"shipping": ShippingChoice(incoterm=Incoterm.DDP), **changes})


def packed(house: House, order_id: str = "ord_1", order: Order | None = None) -> None:
    """Until its box is closed, and what follows is done."""
    house.decide("admit", order_id, unnamed() if order is None else order)
    house.drain()
    with house.database.write() as session:
        record_pick(session, house.site, house.on(order_id))
    with house.database.write() as session:
        pack(session, house.site, house.on(order_id), 500)
    house.drain()


def choices(house: House, order_id: str = "ord_1") -> list[ServiceChoice]:
    """What was chosen for an order, oldest first."""
    with house.database.read() as session:
        return list(choices_of_order(session, house.merchant, order_id))
