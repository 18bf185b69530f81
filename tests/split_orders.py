"""Orders of several parts and parcels, for tests: how they come about, and what stations and carriers do with them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from engine.order.order import Order
from fulfillment.carriers.handing_over import hand_over
from fulfillment.inventory.allocating import Part
from fulfillment.inventory.shelves import receive_stock
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.planning import replace_part
from fulfillment.states import Work
from fulfillment.store.notices import notices_of
from fulfillment.thread import at_work
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word
from tests.builders import a_line, an_order
from tests.fulfilment_site import House

TEE, MUG = "TEE-M-BLUE", "MUG-WHITE"
NEAR, FAR = "SZX-1", "LEJ-1"
ORDER = an_order(lines=(a_line(), a_line(sku=MUG, title="Mug, stoneware", quantity=1, unit_price=500, weight_g=300)))
TEES, MUGS = Part(warehouse=NEAR, lines={1: 2}), Part(warehouse=FAR, lines={2: 1})


def stocked(house: House, pieces: int = 5) -> None:
    """Both warehouses have both articles."""
    with house.database.write() as session:
        for sku in (TEE, MUG):
            for warehouse in (NEAR, FAR):
                receive_stock(session, house.site.ids, "main", sku, warehouse, pieces, house.clock.now())


def split(house: House, parts: Sequence[Part] = (TEES, MUGS), order: Order = ORDER) -> None:
    """An admitted order that is sent in these parts, each of which is being picked."""
    stocked(house)
    house.decide("admit", order=order)
    house.drain()
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        replace_part(file, file.fulfilment().id, parts)
    house.drain()


def pick(house: House, part: str | None = None, found: Mapping[int, int] | None = None) -> None:
    with house.database.write() as session:
        record_pick(session, house.site, house.on(), found, part)
    house.drain()


def box(house: House, weight_g: int, part: str | None = None, contents: Mapping[int, int] | None = None) -> None:
    with house.database.write() as session:
        pack(session, house.site, house.on(), weight_g, contents, part=part)
    house.drain()


def send(house: House, part: str | None = None) -> None:
    with house.database.write() as session:
        hand_over(session, house.site, house.on(), part)
    house.drain()


def through(house: House, part: str) -> None:
    """One part is picked, packed, labelled and leaves."""
    pick(house, part)
    box(house, 900, part)
    send(house, part)


def scanned(house: House, number: str, *words: Word) -> None:
    """The carrier tells these words, one an hour."""
    scans = [Scan(status=word, at=house.clock.now() + timedelta(hours=at)) for at, word in enumerate(words)]
    with house.database.write() as session:
        record_tracking(session, house.site, "main", number, scans, house.clock.now())
    house.drain()


def works(house: House) -> list[str]:
    """Where each part stands."""
    return [str(each.state) for each in house.parts() if each.state != Work.CANCELLED]


def told(house: House) -> list[tuple[str, str]]:
    """Kind of each notice, and the numbers that it names."""
    with house.database.read() as session:
        return [(each.kind, str(each.params.get("number", ""))) for each in notices_of(session, "main", "ord_1")]
