"""A house that takes goods back by the returns policy that comes with Clearway."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from engine.domains import POLICIES
from engine.order.order import Order
from engine.policy_books import PolicyBook
from engine.rulebook.folder import load_rulebook
from fulfillment.aftersales.comebacks import USUAL, Wish
from fulfillment.aftersales.photos import keep_photo
from fulfillment.aftersales.returns import request_return, return_of
from fulfillment.carriers.handing_over import hand_over
from fulfillment.inventory.shelves import receive_stock
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.records import ReturnCase
from fulfillment.store.notices import notices_of
from fulfillment.store.shipments import shipments_of
from fulfillment.tracking.recording import Scan, record_tracking
from fulfillment.tracking.vocabulary import Word
from tests.builders import an_address, an_order
from tests.fulfilment_site import House

RULES = Path(__file__).parents[1] / "rules"
SKU, SHELF = "TEE-M-BLUE", "SZX-1"
PICTURE = b"\xff\xd8\xff\xe0 a picture"
ABROAD = an_address(country="US", state="NY", city="New York", postcode="10001")


@cache
def returns_policy() -> PolicyBook:
    """The policy in force."""
    return PolicyBook(load_rulebook(RULES / "returns", POLICIES["returns"]))


def delivered(house: House, order: Order | None = None, word: Word = Word.DELIVERED, order_id: str = "ord_1") -> None:
    """An order that has arrived, or of which the carrier says something else, in a house with the policy."""
    house.desk.policies = {"returns": returns_policy()}
    house.desk.returning = replace(house.desk.returning, by_itself=True)
    with house.database.write() as session:
        receive_stock(session, house.site.ids, house.merchant, SKU, SHELF, 5, house.clock.now())
    house.decide("admit", order_id, order or an_order())
    house.drain()
    with house.database.write() as session:
        record_pick(session, house.site, house.on(order_id))
        pack(session, house.site, house.on(order_id), 480)
    house.drain()
    with house.database.write() as session:
        hand_over(session, house.site, house.on(order_id))
    arrives(house, word, order_id)


def arrives(house: House, word: Word, order_id: str) -> None:
    """The carrier says so now, of every parcel."""
    with house.database.read() as session:
        sent = shipments_of(session, house.merchant, order_id)
    for each in sent:
        with house.database.write() as session:
            scan = Scan(status=word, at=house.clock.now())
            record_tracking(session, house.site, house.merchant, each.number, [scan], house.clock.now())
    house.drain()


def asked(house: House, lines: Mapping[int, int], reason: str, wish: Wish = USUAL, photos: int = 0) -> ReturnCase:
    """A return that somebody asked for, and what the policy made of it."""
    with house.database.write() as session:
        case = request_return(session, house.site, house.on(), lines, reason, wish=wish)
    for number in range(photos):
        with house.database.write() as session:
            keep_photo(session, house.site, house.on(), case.id, PICTURE + bytes([number]))
    house.drain()
    return now(house, case)


def now(house: House, case: ReturnCase) -> ReturnCase:
    """The return as it stands."""
    with house.database.read() as session:
        return return_of(session, house.merchant, case.id)


def told(house: House) -> list[str]:
    """What customers were told, by kind."""
    with house.database.read() as session:
        return [each.kind for each in notices_of(session, house.merchant, "ord_1")]
