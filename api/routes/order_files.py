"""Files of orders: sent in one piece, decided row by row, given back with what came of each; and column profiles."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.cli.phrases import Language as Words
from api.describing import Returns, Tag, operation
from api.order_sheets import answered, as_csv, as_xlsx, sheet
from api.routes.asking import desk_caller
from api.routes.examples import AT, a_page
from api.routes.language import Language
from api.schemas.file_body import FileBody
from api.schemas.ids import OrderFileId, an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import Name
from api.services import ServicesOf
from engine.desk.order_files import LARGEST, Sent, found_file, take_in
from engine.desk.submitting import refusal_of
from engine.ids import Prefix
from engine.store.order_files import OrderFile, Standing, acting_of, files_after, standing_after, states_of
from engine.store.sessions import ReadSession
from engine.store.submissions import REJECTED, submission_of

routes = APIRouter()
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
BEHIND_ALL = "~"
KINDS = {CSV: "csv", XLSX: "xlsx", JSON: "json"}
FILE = FileBody((CSV, XLSX, JSON), LARGEST)
Sender = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE, Reach.NARROWED))]
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Personal = Annotated[Caller, Depends(caller(Scope.PERSONAL_READ, Reach.NARROWED))]


class OrderFileShown(BaseModel):
    """A file of orders, and how far it is."""

    id: str
    kind: str = Field(json_schema_extra={"enum": ["csv", "json", "xlsx"]})
    shop: str | None
    profile: str | None = Field(description="The column profile that was asked for; null: the best that knows it.")
    state: str = Field(json_schema_extra={"enum": ["waiting", "read", "refused"]})
    read_until: int = Field(description="The last row of it that was taken out.")
    orders: int
    pending: int
    decided: int
    rejected: int
    acts: dict[str, int] | None = Field(
        description="Who acts on how many of its orders as they stand now: `nobody`, `buyer`, else who its holds name; "
        "null where files are listed."
    )
    code: str | None = Field(description="Why nothing could be read from it.")
    detail: str = Field(description="In words; of one that was read, the headers from which nothing is read.")
    created_at: str
    created_by: str
    read_at: str | None


A_FILE = {
    "id": an_id(Prefix.ORDER_FILE),
    "kind": "csv",
    "shop": None,
    "profile": None,
    "state": "read",
    "read_until": 201,
    "orders": 200,
    "pending": 0,
    "decided": 198,
    "rejected": 2,
    "acts": {"nobody": 171, "buyer": 12, "risk": 9, "product_data": 6},
    "code": None,
    "detail": "",
    "created_at": AT,
    "created_by": "operator",
    "read_at": AT,
}


class FileOrderShown(BaseModel):
    """An order of a file as it stands now."""

    row: int = Field(description="Of the sheet, as spreadsheets count them.")
    merchant_order_id: str | None
    state: str = Field(json_schema_extra={"enum": ["pending", "decided", "rejected"]})
    order_id: str | None
    outcome: str | None
    reasons: list[str]
    code: str | None = Field(description="Why the row is no order.")
    faults: list[str]


A_FILE_ORDER = {
    "row": 2,
    "merchant_order_id": "A-1",
    "state": "decided",
    "order_id": an_id(Prefix.ORDER),
    "outcome": "ask_customer",
    "reasons": ["ADR_POSTCODE"],
    "code": None,
    "faults": [],
}


@routes.post(
    "/v1/order-files",
    **operation(
        "send_order_file",
        "Send a file of orders",
        Tag.ORDERS,
        {
            202: Returns(OrderFileShown, A_FILE | {"state": "waiting"}, "Taken in; its orders are decided one by one."),
            200: Returns(OrderFileShown, A_FILE, "The same content came before."),
        },
        problems=("order_file_refused", "not_found", "in_flight"),
    ),
)
def send_order_file(
    services: ServicesOf,
    who: Sender,
    request: Request,
    body: Annotated[bytes, Depends(FILE)],
    shop: Annotated[Name | None, Query(description="Whose orders these are.")] = None,
    profile: Annotated[Name | None, Query(description="Which column profile knows the headers.")] = None,
) -> Response:
    """A sheet (CSV, XLSX) whose headers a column profile knows, or orders in JSON of any format that is read. A row
    that is no order is refused with its faults, and spoils no other. Read the file until `pending` is 0, then fetch
    it."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    sent: Sent = take_in(services.desk, desk_caller(who), body, KINDS[media], shop=shop, profile=profile)
    with services.database.read() as session:
        shown = _counted(session, sent.file)
    return answer(shown, 202 if sent.is_new else 200)


@routes.get(
    "/v1/order-files",
    **operation(
        "list_order_files",
        "List files of orders",
        Tag.ORDERS,
        Returns(Page[OrderFileShown], a_page(A_FILE | {"acts": None})),
    ),
)
def list_order_files(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Newest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = files_after(session, who.merchant, BEHIND_ALL if key is None else str(key[0]), wanted.rows, who.shops)
        shown = {each.id: _shown(session, each) for each in rows}
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown[row.id])


@routes.get(
    "/v1/order-files/{order_file_id}",
    **operation(
        "read_order_file", "Read a file of orders", Tag.ORDERS, Returns(OrderFileShown, A_FILE), problems=("not_found",)
    ),
)
def read_order_file(services: ServicesOf, who: Reader, order_file_id: OrderFileId) -> Response:
    """How far it is."""
    with services.database.read() as session:
        file = found_file(session, desk_caller(who), order_file_id)
        return answer(_counted(session, file))


@routes.get(
    "/v1/order-files/{order_file_id}/orders",
    **operation(
        "list_order_file_orders",
        "List the orders of a file",
        Tag.ORDERS,
        Returns(Page[FileOrderShown], a_page(A_FILE_ORDER)),
        problems=("not_found",),
    ),
)
def list_order_file_orders(
    services: ServicesOf, who: Reader, order_file_id: OrderFileId, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """By their rows, each as it stands now. What was wrong with a row is shown to whoever may see personal data, since
    it may quote them."""
    key = wanted.after(int)
    with services.database.read() as session:
        file = found_file(session, desk_caller(who), order_file_id)
        rows = standing_after(session, who.merchant, file.id, 0 if key is None else int(key[0]), wanted.rows)
        shown = {each.number: _order_shown(services, session, who, each) for each in rows}
    return listing(rows, wanted, lambda row: (row.number,), lambda row: shown[row.number])


@routes.get(
    "/v1/order-files/{order_file_id}/result",
    **operation(
        "fetch_order_file",
        "Fetch a file with what came of its orders",
        Tag.ORDERS,
        Returns(None, "row,订单号,outcome,reasons,next_step\r\n2,A-1,admit,,\r\n", "Row by row.", CSV),
        problems=("not_found",),
    ),
)
def fetch_order_file(
    services: ServicesOf,
    who: Personal,
    order_file_id: OrderFileId,
    language: Language,
    form: Annotated[Literal["csv", "xlsx"], Query(alias="format", description="Of the answer.")] = "csv",
) -> Response:
    """The rows as they were sent, each with outcome, reasons and next step in your language; `pending` where it still
    waits. Rows of buyers who were erased since are left out."""
    asks = desk_caller(who)
    with services.database.read() as session:
        file = found_file(session, asks, order_file_id)
        spoken = Words(language)
        rows = sheet(file, answered(services.desk, session, file, spoken), spoken)
        content = as_csv(rows) if form == "csv" else as_xlsx(rows)
    named = {"Content-Disposition": f'attachment; filename="{order_file_id}.{form}"'}
    return Response(content, 200, named, CSV if form == "csv" else XLSX)


def _order_shown(services: ServicesOf, session: ReadSession, who: Caller, row: Standing) -> dict[str, object]:
    faults: list[str] = []
    submission = submission_of(session, who.merchant, row.submission_id) if row.state == REJECTED else None
    refused = None if submission is None else refusal_of(services.desk, submission)
    if refused is not None and who.sees_people:
        faults = list(map(str, refused.faults)) or [refused.detail]
    return {
        "row": row.number,
        "merchant_order_id": row.ref,
        "state": row.state,
        "order_id": row.order_id,
        "outcome": row.outcome,
        "reasons": row.reasons,
        "code": None if refused is None else refused.code,
        "faults": faults,
    }


def _counted(session: ReadSession, file: OrderFile) -> dict[str, object]:
    return _shown(session, file) | {"acts": acting_of(session, file.merchant, file.id)}


def _shown(session: ReadSession, file: OrderFile) -> dict[str, object]:
    states = states_of(session, file.merchant, file.id)
    return {
        "id": file.id,
        "kind": file.kind,
        "shop": file.shop or None,
        "profile": file.profile,
        "state": file.state,
        "read_until": file.read_until,
        "orders": file.orders,
        **{name: states.get(name, 0) for name in ("pending", "decided", "rejected")},
        "acts": None,
        "code": file.code,
        "detail": file.detail,
        "created_at": file.created_at,
        "created_by": file.created_by,
        "read_at": file.read_at,
    }
