"""How packing plans, boxes and consignments look on the wire: models for the documentation, and what fills them."""

from datetime import datetime

from pydantic import BaseModel, Field

from fulfillment.consigning.refusals import TEXTS
from fulfillment.consigning.settling import ConsignmentView
from fulfillment.packing.errors import TableRejected
from fulfillment.packing.proposal import PackingPlan, PlannedBox
from fulfillment.records import BoxType, Consignment

Shown = dict[str, object]


class BoxShown(BaseModel):
    """A kind of box; millimetres and grams. `max_g` counts the goods alone, `cost_minor` is of `currency`."""

    warehouse: str = Field(description="Empty for a box that every warehouse has.")
    name: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    outer_length_mm: int
    outer_width_mm: int
    outer_height_mm: int
    empty_g: int
    max_g: int
    cost_minor: int
    currency: str
    materials: list[str]


class BadRowShown(BaseModel):
    """A row that cannot be read."""

    where: str
    name: str
    detail: str


class BoxesTakenShown(BaseModel):
    """What a table of boxes led to."""

    kept: list[BoxShown]
    refused: list[BadRowShown]


class PlacementShown(BaseModel):
    """Where a piece lies; x runs along the length of the box, y along its width, z up."""

    sku: str
    x_mm: int
    y_mm: int
    z_mm: int
    length_mm: int
    width_mm: int
    height_mm: int
    cushion_mm: int


class BilledShown(BaseModel):
    """What a carrier makes of a box."""

    carrier: str
    dimensional_g: int
    billed_g: int


class PlannedBoxShown(BaseModel):
    """A planned box. `contents`: number of the order's line -> pieces."""

    box: str
    weight_g: int
    cost_minor: int
    void_cm3: int
    contents: dict[str, int]
    placements: list[PlacementShown]
    billed: list[BilledShown]


class LeftOutShown(BaseModel):
    """An article that fits in no box."""

    sku: str
    reason: str


class WarningShown(BaseModel):
    """What a packer has to heed, or what is not met yet."""

    code: str = Field(examples=["epr_number_missing"])
    about: list[str]


class PackingPlanShown(BaseModel):
    """The plan of a part. `carrier` is the one whose limits it heeds, empty where none is known."""

    fulfilment_id: str
    order_id: str
    warehouse: str
    carrier: str
    filler: str
    cost_minor: int
    boxes: list[PlannedBoxShown]
    left_out: list[LeftOutShown]
    warnings: list[WarningShown]


class RefusalShown(BaseModel):
    """Why orders may not share a parcel."""

    code: str
    about: list[str]
    text: str


class MemberShown(BaseModel):
    """A part of an order in a consignment; `left_at` where it is in no more."""

    order_id: str
    fulfilment_id: str
    order_version: int
    left_at: datetime | None
    why: str


class ConsignmentShown(BaseModel):
    """Orders that share a parcel. `outcome` is that of the rules over all of them as one, under `edition`."""

    id: str
    warehouse: str
    state: str = Field(examples=["proposed"])
    outcome: str
    edition: str
    reasons: list[RefusalShown]
    number: str = Field(description="On the shared label, once it is packed.")
    box: str
    weight_g: int
    members: list[MemberShown]
    created_at: datetime
    created_by: str
    decided_at: datetime | None
    decided_by: str
    packed_at: datetime | None


class ProposedShown(BaseModel):
    """What a look at all that waits led to."""

    data: list[ConsignmentShown]


def shown_box(box: BoxType) -> Shown:
    """A box."""
    plain = {name: getattr(box, name) for name in BoxShown.model_fields if name != "materials"}
    return {**plain, "materials": box.materials.split()}


def shown_bad_row(bad: TableRejected) -> Shown:
    """A row that was refused."""
    return {"where": bad.where, "name": bad.name, "detail": bad.detail}


def shown_plan(plan: PackingPlan) -> Shown:
    """A packing plan."""
    return {
        "fulfilment_id": plan.part.id,
        "order_id": plan.part.order_id,
        "warehouse": plan.part.warehouse,
        "carrier": plan.carrier,
        "filler": plan.filler,
        "cost_minor": plan.cost_minor,
        "boxes": [_planned(each) for each in plan.boxes],
        "left_out": [{"sku": sku, "reason": reason} for sku, reason in plan.left_out],
        "warnings": [{"code": each.code, "about": list(each.about)} for each in plan.warnings],
    }


def _planned(each: PlannedBox) -> Shown:
    return {
        "box": each.packed.box.name,
        "weight_g": each.packed.weight_g,
        "cost_minor": each.packed.material_minor,
        "void_cm3": each.void_mm3 // 1000,
        "contents": {str(line): many for line, many in each.contents.items()},
        "placements": [
            {
                "sku": one.article.sku,
                "x_mm": one.x_mm,
                "y_mm": one.y_mm,
                "z_mm": one.z_mm,
                "length_mm": one.length_mm,
                "width_mm": one.width_mm,
                "height_mm": one.height_mm,
                "cushion_mm": one.margin_mm,
            }
            for one in each.packed.placements
        ],
        "billed": [
            {"carrier": one.carrier, "dimensional_g": one.dimensional_g, "billed_g": one.billed_g}
            for one in each.billed
        ],
    }


def shown_consignment(view: ConsignmentView) -> Shown:
    """A consignment with its members."""
    found = view.consignment
    special = {"reasons", "members"}
    plain = {name: getattr(found, name) for name in ConsignmentShown.model_fields if name not in special}
    members = [{name: getattr(each, name) for name in MemberShown.model_fields} for each in view.members]
    return {**plain, "reasons": shown_reasons(found), "members": members}


def shown_reasons(consignment: Consignment) -> list[Shown]:
    """Why it was refused or ended, in words."""
    told = consignment.data.get("reasons")
    rows = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    found: list[Shown] = [{**each, "text": TEXTS.get(str(each.get("code")), "")} for each in rows]
    why = consignment.data.get("why")
    return [*found, {"code": "person", "about": [], "text": str(why)}] if why else found
