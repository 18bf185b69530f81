"""A small warehouse that picks in waves, with orders for it, for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fulfillment.inventory.keeping import keep_bin, keep_warehouse
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, receive
from fulfillment.picking.gathering import WavesWanted, plan_waves
from fulfillment.picking.layout import Layout
from fulfillment.picking.releasing import WaveSeen, release_wave, wave_seen
from fulfillment.picking.scanning import Scanned, WalkSeen, scan_pick, walk_seen
from fulfillment.picking.stored_layout import stored_layout
from fulfillment.records import Bin, PickTerms, WalkStop, Warehouse, Wave
from fulfillment.store.waves import put_pick_terms
from tests.builders import a_line, an_order
from tests.fulfilment_site import House

HERE = "SZX-1"
TEE, MUG, PEN = "TEE", "MUG", "PEN"
BINS = ("01-03", "01-08", "02-05", "03-02", "04-09")
LAYOUT = Layout(
    aisles=4, cells=10, aisle_distance_mm=4000, cell_mm=1000, cross_aisles=(0, 10), zones={"A": (1, 2), "B": (3, 4)}
)
PLACES: Mapping[str, Sequence[tuple[str, str, str, int]]] = {
    TEE: (("01-03", "", "", 4), ("02-05", "", "", 20)),
    MUG: (("01-08", "M1", "2027-12-31", 5), ("03-02", "M2", "2028-06-30", 20)),
    PEN: (("04-09", "", "", 50),),
}


def set_up(house: House, places: Mapping[str, Sequence[tuple[str, str, str, int]]] = PLACES, **terms: object) -> None:
    """The warehouse with its bins, layout and stock: article -> bin, lot, last day, pieces."""
    with house.database.write() as session:
        warehouse = Warehouse(merchant_id="main", code=HERE, country="CN", time_zone="Asia/Shanghai", cut_off="21:00")
        keep_warehouse(session, warehouse)
        for code in BINS:
            keep_bin(session, Bin(merchant_id="main", warehouse=HERE, code=code))
        kept = PickTerms(merchant_id="main", warehouse=HERE, layout=stored_layout(LAYOUT), in_waves=1)
        put_pick_terms(session, replace(kept, **terms))  # type: ignore[arg-type]
    stock(house, places)


def stock(house: House, places: Mapping[str, Sequence[tuple[str, str, str, int]]], warehouse: str = HERE) -> None:
    """Puts pieces into places."""
    voucher = Voucher(reason=Reason.RECEIVED, actor="tests", at=house.clock.now())
    with house.database.write() as session:
        for sku, spots in places.items():
            for bin_, lot, until, pieces in spots:
                receipt = Receipt(sku=sku, warehouse=warehouse, pieces=pieces, bin=bin_, lot=lot, expires_on=until)
                receive(session, house.site.ids, "main", receipt, voucher)


def admit(house: House, number: int, lines: Mapping[str, int], carrier: str = "dhl_express") -> str:
    """An order of these articles, reserved."""
    order_id = f"ord_{number}"
    made = tuple(a_line(sku=sku, title=f"{sku} of tests", quantity=many) for sku, many in lines.items())
    order = an_order(id=f"A-{number}", lines=made)
    assert order.shipping is not None
    sent = replace(order, shipping=replace(order.shipping, carrier=carrier), ship_from=None)
    house.decide("admit", order_id, sent)
    house.drain()
    return order_id


def plan(house: House, **wanted: object) -> tuple[Wave, ...]:
    """Plans waves."""
    asked = WavesWanted(warehouse=HERE, **wanted)  # type: ignore[arg-type]
    with house.database.write() as session:
        return plan_waves(session, house.site, "main", asked, house.clock.now(), "tests")


def release(house: House, wave: Wave) -> WaveSeen:
    """Releases a wave."""
    with house.database.write() as session:
        return release_wave(session, house.site, "main", wave.id, house.clock.now(), "tests")


def released(house: House, **wanted: object) -> WaveSeen:
    """The one wave of all that is reserved, released."""
    return release(house, plan(house, **wanted)[0])


def seen(house: House, wave: Wave) -> WaveSeen:
    """A wave as it stands."""
    with house.database.read() as session:
        return wave_seen(session, "main", wave.id)


def walk_of(house: House, walk_id: str) -> WalkSeen:
    """A list as it stands."""
    with house.database.read() as session:
        return walk_seen(session, "main", walk_id)


def scan(house: House, walk_id: str, id_: str, **told: object) -> WalkSeen:
    """One scan."""
    with house.database.write() as session:
        return scan_pick(session, house.site, house.on(""), walk_id, Scanned(id=id_, **told))  # type: ignore[arg-type]


def pick_all(house: House, walk_id: str) -> None:
    """Scans everything that is left."""
    while True:
        left = [each for each in walk_of(house, walk_id).stops if each.state == "open"]
        if not left:
            return
        fetch(house, left[0])


def fetch(house: House, stop: WalkStop, quantity: int | None = None) -> WalkSeen:
    """Scans what is left of a stop, or some of it."""
    many = stop.missing if quantity is None else quantity
    id_ = f"scan-{stop.stop}-{stop.picked}"
    return scan(house, stop.walk_id, id_, bin=stop.bin, item=stop.sku, tote=str(stop.tote), quantity=many)
