"""How an order's life after its decision looks on the wire: models for the documentation, and what fills them."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from engine.errors import Fault
from fulfillment.carriers.handing_over import HandedOver
from fulfillment.documents.errors import PaperIncomplete
from fulfillment.errors import StepBlocked
from fulfillment.overview import Overview
from fulfillment.reason import Reason
from fulfillment.records import Fulfilment, FulfilmentLine, Parcel, PickLine, Refund, ReturnCase, Shipment, Stock
from fulfillment.timeline import Choice, PartView, TimelineEntry

Shown = dict[str, object]


class WorkShown(BaseModel):
    """A warehouse's work on its part of an order; `number` counts the parts from 1."""

    id: str
    number: int
    warehouse: str
    state: str
    created_at: datetime


class PartLineShown(BaseModel):
    """What a part sends of a line of the order."""

    line: int
    sku: str
    quantity: int


class ParcelShown(BaseModel):
    """A closed box. `contents`: number of the order's line -> pieces."""

    id: str
    number: int
    box: str
    weight_g: int
    contents: dict[str, int]
    packed_at: datetime
    packed_by: str


class ShipmentShown(BaseModel):
    """A parcel whose label counts. `state` is the phase that `status`, the tracking word, belongs to."""

    id: str
    fulfilment_id: str
    parcel_id: str
    number: str = Field(description="On the label, after UPU S10.", examples=["CX000000011CN"])
    carrier: str
    service: str
    service_id: str = Field(description="Which service was chosen; empty where none was.")
    state: str
    status: str
    status_at: datetime | None
    order_version: int
    manifest_id: str | None
    recalled_at: datetime | None = Field(description="When the carrier was asked to bring it back, if it still is.")
    created_at: datetime
    links: dict[str, str]


class PickLineShown(BaseModel):
    """What is to be fetched from a shelf."""

    line: int
    sku: str
    title: str
    quantity: int


class PartShown(WorkShown):
    """A part of an order: what it sends, what is to be picked of it now, its boxes and their shipments."""

    lines: list[PartLineShown]
    to_pick: list[PickLineShown]
    parcels: list[ParcelShown]
    shipments: list[ShipmentShown]


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
    """Goods on their way back. `lines`: number of the order's line -> pieces. `shipment_id`: the parcel, where it is
    the carrier who brings it back. Amounts are minor units of the order's currency."""

    id: str
    number: str = Field(description="What customers call it; as a QR code on its label.", examples=["R-2A7F30C4D5E6"])
    order_id: str
    origin: str
    reason: str
    cause: str = Field(description="The code of the reason; `other` where a person has to read it.")
    wish: str
    seal: str = Field(description="What was told of its seal: `whole`, `broken`, or nothing.")
    state: str
    way: str = Field(description="How it is settled; empty until somebody says so.")
    awaits: str = Field(description="For what it stands still: `goods`, `arrival`, `photos`, a `person`, or nothing.")
    due_at: datetime | None = Field(description="When that waiting ends.")
    lines: dict[str, int]
    shipment_id: str | None
    label: str = Field(description="The number of the parcel on the label that the house pays for.")
    amount: int = Field(description="What went back.")
    withheld: int = Field(description="What was kept of what was paid for the pieces.")
    resent: str = Field(description="The order by which they were sent again.")
    sent_at: datetime | None = Field(description="Since when there is proof that they were sent.")
    created_at: datetime


class KeptByShown(BaseModel):
    """Why the order may not go on: a finding of its decision, or a hold by hand, which has no rule."""

    rule: str
    code: str
    verdict: str
    text: str


class StepShown(BaseModel):
    """A step that leads on. `waits_for` says what keeps it from being taken now; nothing when it is empty.

    `subject` is the id of what steps; `told_by` from whom the event comes; `reasons` why the order is kept.
    """

    machine: str
    subject: str
    event: str
    target: str
    told_by: list[str]
    waits_for: list[str]
    reasons: list[KeptByShown]


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
    fulfilment: WorkShown | None = Field(description="The first part that is not cancelled; `fulfilments` has all.")
    shipment: ShipmentShown | None = Field(description="The parcel that was labelled first; `fulfilments` has all.")
    fulfilments: list[PartShown] = Field(description="The parts of the order by number, cancelled ones too.")
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


class LackingShown(BaseModel):
    """What papers lack: a place in the advance data, a stable code, what to do."""

    pointer: str
    code: str
    detail: str


class StayedShown(BaseModel):
    """An order that did not leave, and why; `code` is that of a problem, `reasons` why the order is kept,
    `missing` what its papers lack."""

    order_id: str
    code: str
    detail: str
    reasons: list[KeptByShown]
    missing: list[LackingShown]


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


def shown_life(seen: Overview, language: str = "en") -> Shown:
    """An order's life as it stands; reasons in the language of whoever asks."""
    case = seen.view.case
    work, shipment = seen.view.fulfilment, seen.view.shipment
    plain = ("order_id", "stage", "payment", "currency", "total", "window_ends_at", "opened_at", "changed_at")
    return {
        **{name: getattr(case, name) for name in plain},
        "money": dict(seen.money),
        "fulfilment": None if work is None else _of(WorkShown, work),
        "shipment": None if shipment is None else _shipment(shipment),
        "fulfilments": [_part(each, seen.view.shipments) for each in seen.view.parts],
        "to_pick": [_of(PickLineShown, each) for each in seen.to_pick],
        "refunds": [_of(RefundShown, each) for each in seen.refunds],
        "returns": [shown_return(each) for each in seen.returns],
        "next": [_step(each, language) for each in seen.choices],
        "links": {"order": f"/v1/orders/{case.order_id}", "timeline": f"/v1/orders/{case.order_id}/timeline"},
    }


def shown_entries(entries: Iterable[TimelineEntry]) -> list[Shown]:
    """A timeline."""
    return [_of(TimelineShown, each) for each in entries]


def shown_return(case: ReturnCase) -> Shown:
    """A return."""
    return _of(ReturnShown, case)


def shown_manifest(done: HandedOver, language: str) -> Shown:
    """A closed manifest; reasons in the language of whoever asks."""
    stayed = [
        {
            "order_id": order,
            "code": why.code,
            "detail": str(why),
            "reasons": [_reason(each, language) for each in why.reasons] if isinstance(why, StepBlocked) else [],
            "missing": [_of(LackingShown, each) for each in why.faults] if isinstance(why, PaperIncomplete) else [],
        }
        for order, why in done.stayed.items()
    ]
    plain = ("id", "carrier", "parcels", "created_at", "created_by")
    return {
        **{name: getattr(done.manifest, name) for name in plain},
        "left": list(done.left),
        "stayed": stayed,
    }


def shown_stock(shelf: Stock) -> Shown:
    """A shelf."""
    return {name: getattr(shelf, name) for name in StockShown.model_fields}


Kept = Fault | Fulfilment | FulfilmentLine | Parcel | PickLine | Refund | ReturnCase | TimelineEntry


def _of(model: type[BaseModel], record: Kept) -> Shown:
    return {name: getattr(record, name) for name in model.model_fields}


def _shipment(shipment: Shipment) -> Shown:
    plain = {name: getattr(shipment, name) for name in ShipmentShown.model_fields if name != "links"}
    return {**plain, "links": {"label": f"/v1/shipments/{shipment.id}/label"}}


def _part(part: PartView, shipments: Iterable[Shipment]) -> Shown:
    return {
        **_of(WorkShown, part.fulfilment),
        "lines": [_of(PartLineShown, each) for each in part.lines],
        "to_pick": [_of(PickLineShown, each) for each in part.to_pick],
        "parcels": [_of(ParcelShown, each) for each in part.parcels],
        "shipments": [_shipment(each) for each in shipments if each.fulfilment_id == part.fulfilment.id],
    }


def _step(choice: Choice, language: str) -> Shown:
    return {
        "machine": choice.machine,
        "subject": choice.subject,
        "event": choice.event,
        "target": choice.target,
        "told_by": list(choice.who),
        "waits_for": list(choice.unmet),
        "reasons": [_reason(each, language) for each in choice.reasons],
    }


def _reason(reason: Reason, language: str) -> Shown:
    return {"rule": reason.rule, "code": reason.code, "verdict": reason.verdict, "text": reason.text(language)}
