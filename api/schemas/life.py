"""How an order's life after its decision looks on the wire: models for the documentation, and what fills them."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from fulfillment.carriers.handing_over import HandedOver
from fulfillment.overview import Overview
from fulfillment.records import Fulfilment, PickLine, Refund, ReturnCase, Shipment, Stock
from fulfillment.timeline import Choice, TimelineEntry

Shown = dict[str, object]


class WorkShown(BaseModel):
    """The warehouse's work on an order."""

    id: str
    warehouse: str
    state: str
    created_at: datetime


class ShipmentShown(BaseModel):
    """The parcel whose label counts. `state` is the phase that `status`, the tracking word, belongs to."""

    id: str
    number: str = Field(description="On the label, after UPU S10.", examples=["CX000000011CN"])
    carrier: str
    service: str
    state: str
    status: str
    status_at: datetime | None
    order_version: int
    manifest_id: str | None
    created_at: datetime
    links: dict[str, str]


class PickLineShown(BaseModel):
    """What is to be fetched from a shelf."""

    line: int
    sku: str
    title: str
    quantity: int


class RefundShown(BaseModel):
    """Money that goes back; minor units."""

    id: str
    amount: int
    currency: str
    reason: str
    state: str
    created_at: datetime
    sent_at: datetime | None


class ReturnShown(BaseModel):
    """Goods on their way back. `lines`: number of the order's line -> pieces."""

    id: str
    order_id: str
    origin: str
    reason: str
    state: str
    lines: dict[str, int]
    created_at: datetime


class StepShown(BaseModel):
    """A step that leads on. `waits_for` says what keeps it from being taken now; nothing when it is empty."""

    machine: str
    event: str
    target: str
    waits_for: list[str]


class FulfilmentShown(BaseModel):
    """How an order stands, and what can happen next."""

    order_id: str
    stage: str
    payment: str
    currency: str
    total: int
    money: dict[str, int] = Field(description="What came in and did not go back, by currency, in minor units.")
    window_ends_at: datetime | None = Field(description="Until when goods may be sent back.")
    opened_at: datetime
    changed_at: datetime
    fulfilment: WorkShown | None
    shipment: ShipmentShown | None
    to_pick: list[PickLineShown]
    refunds: list[RefundShown]
    returns: list[ReturnShown]
    next: list[StepShown]
    links: dict[str, str]


class TimelineShown(BaseModel):
    """One thing that happened; `source` and `target` are the same where nothing moved."""

    at: datetime
    machine: str
    subject: str
    event: str
    source: str
    target: str
    actor: str
    data: dict[str, object]


class StayedShown(BaseModel):
    """An order that did not leave, and why; `code` is that of a problem."""

    order_id: str
    code: str
    detail: str


class ManifestShown(BaseModel):
    """What a carrier took together."""

    id: str
    carrier: str
    parcels: int
    created_at: datetime
    created_by: str
    left: list[str]
    stayed: list[StayedShown]


class StockShown(BaseModel):
    """A shelf. What is `free` may be reserved."""

    sku: str
    warehouse: str
    on_hand: int
    reserved: int
    blocked: int = Field(description="In quarantine or out of date, and not reserved.")
    free: int


def shown_life(seen: Overview) -> Shown:
    """An order's life as it stands."""
    case = seen.view.case
    work, shipment = seen.view.fulfilment, seen.view.shipment
    plain = ("order_id", "stage", "payment", "currency", "total", "window_ends_at", "opened_at", "changed_at")
    return {
        **{name: getattr(case, name) for name in plain},
        "money": dict(seen.money),
        "fulfilment": None if work is None else _of(WorkShown, work),
        "shipment": None if shipment is None else _shipment(shipment),
        "to_pick": [_of(PickLineShown, each) for each in seen.to_pick],
        "refunds": [_of(RefundShown, each) for each in seen.refunds],
        "returns": [shown_return(each) for each in seen.returns],
        "next": [_step(each) for each in seen.choices],
        "links": {"order": f"/v1/orders/{case.order_id}", "timeline": f"/v1/orders/{case.order_id}/timeline"},
    }


def shown_entries(entries: Iterable[TimelineEntry]) -> list[Shown]:
    """A timeline."""
    return [_of(TimelineShown, each) for each in entries]


def shown_return(case: ReturnCase) -> Shown:
    """A return."""
    return _of(ReturnShown, case)


def shown_manifest(done: HandedOver) -> Shown:
    """A closed manifest."""
    stayed = [{"order_id": order, "code": why.code, "detail": str(why)} for order, why in done.stayed.items()]
    plain = ("id", "carrier", "parcels", "created_at", "created_by")
    return {
        **{name: getattr(done.manifest, name) for name in plain},
        "left": list(done.left),
        "stayed": stayed,
    }


def shown_stock(shelf: Stock) -> Shown:
    """A shelf."""
    return {name: getattr(shelf, name) for name in StockShown.model_fields}


def _of(model: type[BaseModel], record: Fulfilment | PickLine | Refund | ReturnCase | TimelineEntry) -> Shown:
    return {name: getattr(record, name) for name in model.model_fields}


def _shipment(shipment: Shipment) -> Shown:
    plain = {name: getattr(shipment, name) for name in ShipmentShown.model_fields if name != "links"}
    return {**plain, "links": {"label": f"/v1/shipments/{shipment.id}/label"}}


def _step(choice: Choice) -> Shown:
    return {
        "machine": choice.machine,
        "event": choice.event,
        "target": choice.target,
        "waits_for": list(choice.unmet),
    }
