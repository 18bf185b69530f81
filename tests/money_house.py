"""What tests of freight and profit share: orders as customs see them, packed and labelled parcels, stored rates."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from engine.order.order import Order, ShipFrom
from engine.products.product import Product, PurchaseCost
from engine.store.sessions import ReadSession
from fulfillment.documents.converting import StoredRates
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.documents.declaration import Consignee
from fulfillment.errors import NotFound
from fulfillment.freight.sources import Sources
from fulfillment.profit.keeping import ProfitBooks
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.reporting import each_order
from fulfillment.profit.wanted import Wanted
from fulfillment.records import BoxType, Case, Entry, Fulfilment, FulfilmentLine, Parcel, Shipment
from fulfillment.states import Event, Machine, Pay, Stage, Voyage, Work
from fulfillment.store.boxes import put_box
from fulfillment.store.cases import add_case, add_entries, add_fulfilment
from fulfillment.store.shipments import add_shipment
from fulfillment.store.warehouse import add_parcel
from tests.customs_files import TEE, a_file, a_lane, the_rates
from tests.fulfilment_site import NOON, House
from tests.shipping_goods import DATA

PACKED_AT = NOON - timedelta(days=3)
HANDED_AT = NOON - timedelta(days=2)
COSTED = replace(TEE, purchase_cost=PurchaseCost(minor=3200, currency="CNY"))
BOX = BoxType(
    merchant_id="main", name="B1", inner_length_mm=290, inner_width_mm=190, inner_height_mm=90, outer_length_mm=300,
    outer_width_mm=200, outer_height_mm=100, empty_g=60, max_g=5000, cost_minor=40, currency="EUR",
)  # fmt: skip


@dataclass
class ToldFiles:
    """Implements CustomsView with files that the test has put in."""

    files: dict[str, CustomsFile] = field(default_factory=dict)

    def file_of(
        self, session: ReadSession, merchant: str, order_id: str, leaves: ShipFrom | None = None
    ) -> CustomsFile:
        if order_id not in self.files or self.files[order_id].order.merchant != merchant:
            raise NotFound("order", order_id)
        return self.files[order_id]

    def licence_numbers(self, session: ReadSession, merchant: str, order_id: str) -> dict[str, str]:
        return {}

    def consignee_of(self, session: ReadSession, merchant: str, order_id: str) -> Consignee:
        raise NotFound("order", order_id)


@dataclass
class ToldLaws:
    """Implements Laws without an embargo."""

    in_force: str = "first"

    def embargo_over(self, merchant: str, country: str, state: str, postcode: str, on: date) -> str:
        return ""

    def reference_rates(self, merchant: str) -> StoredRates | None:
        return the_rates()

    def edition(self, merchant: str) -> str:
        return self.in_force


def the_sources(*files: CustomsFile) -> Sources:
    """Of these orders."""
    return Sources(view=ToldFiles({each.order_id: each for each in files}), data=DATA, laws=ToldLaws())


def books_of(house: House, sources: Sources) -> ProfitBooks:
    """Profits that are kept of this house."""
    return ProfitBooks(database=house.database, sources=sources, clock=house.clock)


def kept_orders(house: House, sources: Sources, wanted: Wanted) -> list[KeptOrder]:
    """All that are wanted, counted."""
    books_of(house, sources).catch_up(wanted)
    return list(each_order(house.database, wanted))


def file_of(order: Order, order_id: str = "ord_1", product: Product | None = None, **lane: object) -> CustomsFile:
    """An order to Germany under the one-stop shop, whose T-shirts cost 32 yuan each."""
    found = a_file(order, {"TEE-M-BLUE": COSTED if product is None else product}, a_lane(**lane))
    return replace(found, order_id=order_id)


def sent(
    house: House, order_id: str = "ord_1", *, number: str = "", service: str = "line-yunexpress", weight_g: int = 420,
    carrier: str = "yunexpress", state: Voyage = Voyage.IN_TRANSIT, handed_at: datetime | None = HANDED_AT,
    pieces: dict[int, int] | None = None, box: str = "B1", currency: str = "EUR", total: int = 4488, part: int = 1,
) -> Shipment:  # fmt: skip
    """A packed box of an order with its label, put into the books without its life; its case where it has none."""
    merchant = house.merchant
    packed = {1: 2} if pieces is None else pieces
    part_id = f"ful_{order_id}_{part}"
    parcel = Parcel(
        id=f"par_{order_id}_{part}", merchant_id=merchant, order_id=order_id, fulfilment_id=part_id, number=1,
        weight_g=weight_g, packed_at=PACKED_AT, packed_by="tests", box=box,
        contents={str(line): many for line, many in packed.items()},
    )  # fmt: skip
    shipment = Shipment(
        id=f"shp_{order_id}_{part}", merchant_id=merchant, order_id=order_id, fulfilment_id=part_id,
        parcel_id=parcel.id, carrier=carrier, service="LX", number=number or f"YT{order_id[4:]}{part}", state=state,
        status="label_created" if handed_at is None else "accepted", order_version=1,
        created_at=PACKED_AT, service_id=service,
    )  # fmt: skip
    with house.database.write() as session:
        if part == 1:
            add_case(session, a_case(house, order_id, currency, total))
        lines = [
            FulfilmentLine(fulfilment_id=part_id, line=line, merchant_id=merchant, sku="TEE-M-BLUE", quantity=many)
            for line, many in packed.items()
        ]
        stands = Work.LABELLED if handed_at is None else Work.HANDED_OVER
        fulfilment = Fulfilment(
            id=part_id, merchant_id=merchant, order_id=order_id, warehouse="SZX-1", state=stands,
            created_at=PACKED_AT, number=part,
        )  # fmt: skip
        add_fulfilment(session, fulfilment, lines)
        put_box(session, replace(BOX, merchant_id=merchant))
        add_parcel(session, parcel)
        add_shipment(session, shipment)
        if handed_at is not None:
            add_entries(session, [_handed(house, order_id, part_id, part, handed_at)])
    return shipment


def a_case(house: House, order_id: str, currency: str = "EUR", total: int = 4488) -> Case:
    """Fulfilment has taken the order over."""
    return Case(
        order_id=order_id, merchant_id=house.merchant, stage=Stage.SHIPPED, payment=Pay.CAPTURED, currency=currency,
        total=total, opened_at=PACKED_AT, changed_at=PACKED_AT,
    )  # fmt: skip


def _handed(house: House, order_id: str, part_id: str, seq: int, at: datetime) -> Entry:
    return Entry(
        order_id=order_id, seq=seq, merchant_id=house.merchant, machine=Machine.FULFILMENT, subject=part_id,
        event=Event.HAND_OVER, source=Work.LABELLED, target=Work.HANDED_OVER, at=at, actor="tests",
    )  # fmt: skip
