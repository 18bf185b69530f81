"""Two orders of one buyer for tests of consignments: admitted, picked, proposed, packed together."""

from datetime import timedelta

from engine.order.order import Order
from fulfillment.consigning.packing_together import pack_together
from fulfillment.consigning.proposing import Asker, propose_orders
from fulfillment.consigning.settling import accept, view_of
from fulfillment.inventory.shelves import receive_stock
from fulfillment.picking.picking import record_pick
from fulfillment.records import Consignment
from fulfillment.states import Stage
from tests.builders import PLACED_AT, an_order
from tests.fulfilment_site import House

FIRST, SECOND, THIRD = "ord_1", "ord_2", "ord_3"
SHELF = "SZX-1"


def order(number: int, **changes: object) -> Order:
    """One of several honest orders of the same buyer, an hour apart."""
    told = {"id": f"A-{number}", "placed_at": PLACED_AT + timedelta(hours=number), **changes}
    return an_order(**told)


def admitted(house: House, *order_ids: str, picked: bool = True, **changes: object) -> None:
    """Orders on their way, goods picked."""
    with house.database.write() as session:
        receive_stock(session, house.site.ids, "main", "TEE-M-BLUE", SHELF, 100, house.clock.now())
    for order_id in order_ids:
        house.decide("admit", order_id, order(int(order_id[-1]), **changes))
    house.drain()
    for order_id in order_ids if picked else ():
        with house.database.write() as session:
            record_pick(session, house.site, house.on(order_id))
    house.drain()


def asker(house: House, merchant: str = "main") -> Asker:
    return Asker(merchant=merchant, name="mia", now=house.clock.now())


def proposed(house: House, *order_ids: str) -> Consignment:
    with house.database.write() as session:
        return propose_orders(session, house.site, asker(house), [(each, None) for each in order_ids])


def merged(house: House, *order_ids: str) -> str:
    """Proposed and accepted; answers its id."""
    made = proposed(house, *order_ids)
    with house.database.write() as session:
        return accept(session, house.site, asker(house), made.id).id


def boxed(house: House, id_: str, weight_g: int = 1000) -> None:
    """Packed together, and labelled."""
    with house.database.write() as session:
        pack_together(session, house.site, asker(house), id_, weight_g, "M")
    house.drain()


def state(house: House, id_: str) -> str:
    with house.database.read() as session:
        return view_of(session, "main", id_).consignment.state


def inside(house: House, id_: str) -> list[str]:
    """Orders that are in it."""
    with house.database.read() as session:
        return [each.order_id for each in view_of(session, "main", id_).members if each.slot is not None]


def works(house: House, *order_ids: str) -> list[str]:
    return [house.parts(each)[-1].state for each in order_ids]


def has_left(house: House, order_id: str) -> bool:
    return house.case(order_id).stage not in (Stage.SCREENED, Stage.ACCEPTED, Stage.FULFILLING, Stage.CANCELLED)
