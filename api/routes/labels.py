"""Labels: what orders turned out to be, one by one or as a file, and read again."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, model_validator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotUtf8
from api.routes.asking import desk_caller
from api.routes.examples import A_LABEL, ORDER, a_page
from api.schemas.body import MEBIBYTE, JsonBody, Strict
from api.schemas.file_body import FileBody
from api.schemas.ids import id_form
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.shown import LabelShown, shown_label
from api.schemas.words import LINE, LabelSource, ReasonCode
from api.services import ServicesOf
from engine.desk.label_file import Taken, take_labels, try_labels
from engine.desk.labelling import note_label, order_called
from engine.ids import Prefix
from engine.order.fields import Moment
from engine.store.labels import labels_after

routes = APIRouter()
Writer = Annotated[Caller, Depends(caller(Scope.LABELS_WRITE, Reach.NARROWED))]
Kind = Literal[
    "fraud", "legitimate", "chargeback", "friendly_fraud", "not_received", "refused_at_customs", "return_fraud"
]
OrderName = Annotated[str, Field(pattern=id_form(Prefix.ORDER))]
Ref = Annotated[str, Field(min_length=1, max_length=128, pattern=LINE)]
LARGEST = 4 * MEBIBYTE


class NewLabel(Strict):
    """What an order turned out to be. The order is named by its id here, or by the merchant's own with its shop."""

    kind: Kind
    order_id: OrderName | None = None
    merchant_order_id: Ref | None = None
    shop: Ref | None = None
    source: LabelSource = "merchant"
    reason_code: ReasonCode = None
    note: Annotated[str, Field(max_length=1000)] = ""
    known_at: Moment | None = None

    @model_validator(mode="after")
    def _names_one_order(self) -> "NewLabel":
        if (self.order_id is None) == (self.merchant_order_id is None):
            msg = "name the order either by `order_id` or by `merchant_order_id`"
            raise ValueError(msg)
        return self


class LabelFaultShown(BaseModel):
    """A row that was not taken."""

    line: int
    column: str
    detail: str


class LabelsTaken(BaseModel):
    """What became of a file: labels added, moved to an earlier moment, and those that stood already."""

    dry_run: bool
    added: int
    moved: int
    stood: int
    faults: list[LabelFaultShown]


_NEW = {"order_id": ORDER, "kind": "chargeback", "source": "chargeback", "reason_code": "10.4"}
_TAKEN = {"dry_run": True, "added": 2, "moved": 0, "stood": 1, "faults": [
    {"line": 4, "column": "kind", "detail": "`scam` is none of fraud, legitimate, chargeback, friendly_fraud"}
]}  # fmt: skip
_NOTED = {
    201: Returns(LabelShown, A_LABEL, "Noted."),
    200: Returns(LabelShown, A_LABEL, "The same label of the same source was there; its earliest moment counts."),
}


@routes.post(
    "/v1/labels",
    **operation(
        "add_label", "Say what an order turned out to be", Tag.ORDERS, _NOTED, problems=("not_found", "several_orders")
    ),
)
def add_label(
    services: ServicesOf, who: Writer, asked: Annotated[NewLabel, Depends(JsonBody(NewLabel, _NEW))]
) -> Response:
    """Later orders that share a card, device, address or e-mail with a fraud see it."""
    with services.database.write() as session:
        order_id = asked.order_id or order_called(
            session, who.merchant, asked.merchant_order_id or "", asked.shop, who.shops
        )
        noted = note_label(
            services.desk,
            session,
            desk_caller(who),
            order_id,
            asked.kind,
            source=asked.source,
            note=asked.note,
            known_at=asked.known_at,
            reason_code=asked.reason_code,
        )
    return answer(shown_label(noted.label), 201 if noted.came_to == "added" else 200)


@routes.post(
    "/v1/labels/file",
    **operation(
        "import_labels",
        "Take a file of labels in",
        Tag.ORDERS,
        Returns(LabelsTaken, _TAKEN, "Taken."),
        ("unknown_format",),
    ),
)
def add_labels(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(("text/csv",), LARGEST))],
    dry_run: Annotated[bool, Query(description="Only say what would come of it; keep nothing.")] = False,
    strict: Annotated[bool, Query(description="Take nothing where one row is faulty.")] = False,
) -> Response:
    """CSV with a heading: `order_id` (its id here or the merchant's own), `kind`, `source`, and if wanted `shop`,
    `reason_code`, `known_at`, `note`. A faulty row keeps no other from being taken."""
    try:
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError:
        raise NotUtf8 from None
    who_asks = desk_caller(who)
    taken = (
        try_labels(services.desk, who_asks, lines)
        if dry_run
        else take_labels(services.desk, who_asks, lines, strict=strict)
    )
    return answer(_shown(taken, dry_run=dry_run))


@routes.get(
    "/v1/labels",
    **operation("list_labels", "List labels", Tag.ORDERS, Returns(Page[LabelShown], a_page(A_LABEL))),
)
def list_labels(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))],
    wanted: Annotated[PageWanted, Depends(page)],
    order_id: Annotated[
        str | None, Query(description="Only those of this order.", pattern=id_form(Prefix.ORDER))
    ] = None,
    kind: Annotated[Kind | None, Query(description="Only those of this kind.")] = None,
) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    last = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = labels_after(session, who.merchant, last, wanted.rows, order=order_id, kind=kind, shops=who.shops)
    return listing(rows, wanted, lambda row: (row.id,), shown_label)


def _shown(taken: Taken, *, dry_run: bool) -> dict[str, object]:
    counted = {name: taken.counted.get(name, 0) for name in ("added", "moved", "stood")}
    faults = [{"line": each.line, "column": each.column, "detail": each.detail} for each in taken.faults[:200]]
    return {"dry_run": dry_run, **counted, "faults": faults}
