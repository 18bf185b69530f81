"""The product file: what the seller keeps of each article, files of it in and out, and what is still wanting."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import DocumentRejected
from api.routes.asking import desk_caller
from api.routes.examples import AT, a_page
from api.schemas.body import JSON
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import ProductTaskId, an_id
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.products import (
    A_DOCUMENT,
    CSV,
    FILE_BODY,
    PATCH_BODY,
    PRODUCT_BODY,
    AnsweredShown,
    ImportShown,
    ProductShown,
    ProductTaskShown,
    Sku,
    shown_import,
    shown_product,
    shown_task,
)
from api.services import ServicesOf
from engine.desk.products import Put, export_products, import_products, product_at, put_product
from engine.desk.products_asking import answer as answer_task
from engine.desk.products_asking import found_task
from engine.errors import OrderRejected
from engine.ids import Prefix
from engine.order.decoding import Json, decode
from engine.products.table import read_documents, read_table
from engine.store.product_tasks import ProductTask, product_tasks
from engine.store.products import products_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.PRODUCTS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.PRODUCTS_WRITE))]
TASK = an_id(Prefix.PRODUCT_TASK)
A_PRODUCT = {
    "sku": "PB-20K",
    "version": 3,
    "updated_at": AT,
    "updated_by": "catalogue",
    "product": {"sku": "PB-20K", **A_DOCUMENT},
}
A_FAULT = {
    "row": 7,
    "column": "HS code",
    "code": "wrong_form",
    "detail": "write six digits, without dots and spaces, with the zero in front where the code has one",
    "sku": "MUG-2",
}
AN_IMPORT = {
    "rows": 120,
    "added": 100,
    "changed": 4,
    "unchanged": 15,
    "refused": 1,
    "dry_run": False,
    "faults": [A_FAULT],
}
A_TASK = {
    "id": TASK,
    "sku": "PB-20K",
    "attributes": ["battery_packing"],
    "orders": 12,
    "state": "open",
    "opened_at": AT,
    "answered_at": None,
    "answered_by": None,
    "version": 1,
}


@routes.get(
    "/v1/products",
    **operation("list_products", "List products", Tag.PRODUCTS, Returns(Page[ProductShown], a_page(A_PRODUCT))),
)
def list_products(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """By SKU."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = products_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.product.sku,), shown_product)


@routes.post(
    "/v1/products/imports",
    **operation(
        "import_products",
        "Send a file of products",
        Tag.PRODUCTS,
        Returns(ImportShown, AN_IMPORT, "All rows were looked at; those without a fault are kept."),
        ("unknown_format", "in_flight", "store_conflict"),
    ),
)
def import_file(
    services: ServicesOf,
    who: Writer,
    request: Request,
    body: Annotated[bytes, Depends(FILE_BODY)],
    dry_run: Annotated[Literal["true", "false"], Query(description="Only look.")] = "false",
) -> Response:
    """A sheet (CSV, XLSX) or JSON. In a sheet a column that is not there leaves what is known, an empty cell takes it
    away; a JSON document stands for the whole product. The same content makes no new version, so a file may be sent
    again. Each fault names row and column.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    table = read_documents(body) if media == JSON else read_table(body)
    return answer(shown_import(import_products(services.desk, desk_caller(who), table, dry_run=dry_run == "true")))


@routes.get(
    "/v1/product-file",
    **operation(
        "export_products",
        "Fetch the whole product file as CSV",
        Tag.PRODUCTS,
        Returns(None, "sku,status,customs_name_en\r\nPB-20K,active,Power bank\r\n", "All products.", f"{CSV}"),
    ),
)
def export_file(services: ServicesOf, who: Reader) -> Response:
    """With all columns, so that it can be imported again as it is."""
    text = "".join(export_products(services.desk, desk_caller(who)))
    named = {"Content-Disposition": 'attachment; filename="products.csv"'}
    return Response(text.encode(), 200, named, CSV)


@routes.get(
    "/v1/products/{sku:path}",
    **operation(
        "get_product", "Read a product", Tag.PRODUCTS, Returns(ProductShown, A_PRODUCT), ("parameter_rejected",)
    ),
)
def get_product(services: ServicesOf, who: Reader, sku: Sku) -> Response:
    """Its `ETag` is what `If-Match` takes when it is changed."""
    with services.database.read() as session:
        stored = product_at(session, who.merchant, sku)
    return answer(shown_product(stored), headers={"ETag": etag(stored.version)})


@routes.put(
    "/v1/products/{sku:path}",
    **operation(
        "put_product",
        "Put a product",
        Tag.PRODUCTS,
        {
            200: Returns(ProductShown, A_PRODUCT, "The product as it stands, changed or not."),
            201: Returns(ProductShown, A_PRODUCT, "The product is new."),
        },
        ("product_rejected", "parameter_rejected", "version_changed", "in_flight", "store_conflict"),
    ),
)
def put(
    services: ServicesOf,
    who: Writer,
    sku: Sku,
    body: Annotated[bytes, Depends(PRODUCT_BODY)],
    match: Annotated[Match, Depends(maybe_if_match)],
) -> Response:
    """Stands for all that is known of the SKU. Orders that wait and hold it are decided anew."""
    return _put(put_product(services.desk, desk_caller(who), sku, _decoded(body), match.versions))


@routes.get(
    "/v1/product-tasks",
    **operation(
        "list_product_tasks",
        "List what is wanting of articles",
        Tag.PRODUCTS,
        Returns(Page[ProductTaskShown], a_page(A_TASK)),
    ),
)
def list_product_tasks(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    state: Annotated[Literal["open", "answered"], Query(description="Only in this state.")] = "open",
) -> Response:
    """One task a SKU, however many orders wait for it."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    with services.database.read() as session:
        rows = product_tasks(session, who.merchant, wanted.rows, after, state)
    return listing(rows, wanted, lambda row: (row.id,), shown_task)


@routes.get(
    "/v1/product-tasks/{task_id}",
    **operation("get_product_task", "Read a task", Tag.PRODUCTS, Returns(ProductTaskShown, A_TASK), ("not_found",)),
)
def get_product_task(services: ServicesOf, who: Reader, task_id: ProductTaskId) -> Response:
    """The task that a hold names; it is opened a moment after the order is held."""
    with services.database.read() as session:
        return _shown(found_task(session, who.merchant, task_id))


@routes.post(
    "/v1/product-tasks/{task_id}/answer",
    **operation(
        "answer_product_task",
        "Say what was wanting",
        Tag.PRODUCTS,
        Returns(AnsweredShown, {"task": {**A_TASK, "state": "answered"}, "product": A_PRODUCT}),
        ("not_found", "product_rejected", "version_changed", "in_flight", "store_conflict"),
    ),
)
def answer_product_task(
    services: ServicesOf,
    who: Writer,
    task_id: ProductTaskId,
    body: Annotated[bytes, Depends(PATCH_BODY)],
    match: Annotated[Match, Depends(maybe_if_match)],
) -> Response:
    """A JSON Merge Patch (RFC 7396) of the product. All orders that wait for the SKU are decided anew, together."""
    task, stored = answer_task(services.desk, desk_caller(who), task_id, _decoded(body), match.versions)
    return answer({"task": shown_task(task), "product": shown_product(stored)}, headers={"ETag": etag(task.version)})


def _decoded(body: bytes) -> dict[str, Json]:
    try:
        return decode(body)
    except OrderRejected as rejected:
        raise DocumentRejected(faults=rejected.faults) from None


def _put(done: Put) -> Response:
    stored = done.stored
    status = 201 if done.what == "added" else 200
    return answer(shown_product(stored), status, headers={"ETag": etag(stored.version)})


def _shown(task: ProductTask) -> Response:
    return answer(shown_task(task), headers={"ETag": etag(task.version)})
