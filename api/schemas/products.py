"""How products, imports and tasks look on the wire, and the bodies that they come in."""

from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from api.describing import Document
from api.schemas.body import JSON, REFERENCES, JsonBytes
from api.schemas.shown import Shown
from api.schemas.words import LINE
from engine.desk.products import Imported
from engine.order.decoding import Json
from engine.products.reading import product_schema, to_document
from engine.products.sheets import MOST_BYTES
from engine.store.product_tasks import ProductTask
from engine.store.products import StoredProduct

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MERGE_PATCH = "application/merge-patch+json"

Sku = Annotated[
    str, Path(min_length=1, max_length=128, pattern=LINE, description="The seller's own SKU.", examples=["PB-20K"])
]
A_DOCUMENT: dict[str, Json] = {
    "customs_name_en": "Power bank, lithium-ion, 20000 mAh",
    "customs_name_zh": "移动电源",
    "hs6": "850760",
    "national_codes": [{"country": "US", "code": "8507600020"}],
    "origin": "CN",
    "weight_g": 350,
    "declared_value": {"minor": 1250, "currency": "USD"},
    "battery": {"kind": "lithium_ion", "packing": "alone", "watt_hours": 74, "un38_3": True},
    "gtin": "4006381333931",
}


class ProductShown(BaseModel):
    """A product as it stands. `version` counts its changes from 1."""

    sku: str
    version: int
    updated_at: datetime
    updated_by: str
    product: dict[str, object]


class RowFaultShown(BaseModel):
    """One thing wrong in a file: in which row, counted as the file counts, and under which header."""

    row: int
    column: str
    code: str = Field(examples=["wrong_form"])
    detail: str
    sku: str | None


class ImportShown(BaseModel):
    """What an import did. Rows that are refused changed nothing; all others are kept."""

    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    dry_run: bool
    faults: list[RowFaultShown]


class ProductTaskShown(BaseModel):
    """What is wanting of an article. `orders` wait for it; an answer decides them all anew."""

    id: str
    sku: str
    attributes: list[str]
    orders: int
    state: str = Field(json_schema_extra={"enum": ["open", "answered"]})
    opened_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    version: int


class AnsweredShown(BaseModel):
    """A task after an answer, and the product as it stands then."""

    task: ProductTaskShown
    product: ProductShown


def _described() -> Document:
    """The schema of a product whose SKU the path may name."""
    schema: Document = dict(product_schema(REFERENCES))
    schema["required"] = [name for name in schema.get("required", []) if name != "sku"]
    return schema


class _FileBytes(JsonBytes):
    """A file of products; each media type has its own schema and example."""

    def describe(self, operation: Document) -> None:
        """The body, for the OpenAPI document."""
        example = {"products": [{"sku": "PB-20K", **A_DOCUMENT}]}
        products: Document = {"type": "array", "items": {}}  # what is no product is refused by its row
        listed = {"type": "object", "properties": {"products": products}, "required": ["products"]}
        operation["requestBody"] = {
            "required": True,
            "content": {
                JSON: {"schema": listed, "example": example},
                CSV: {"schema": {"type": "string"}, "example": "sku,hs6,origin\nPB-20K,850760,CN\n"},
                XLSX: {"schema": {"type": "string", "format": "binary"}},
            },
        }


PRODUCT_BODY = JsonBytes(_described(), A_DOCUMENT)
PATCH_BODY = JsonBytes(
    {"type": "object"},
    {"battery": {"kind": "lithium_ion", "packing": "alone", "watt_hours": 74}},
    media=(MERGE_PATCH, JSON),
)
FILE_BODY = _FileBytes({}, None, media=(JSON, CSV, XLSX), most=MOST_BYTES)


def shown_product(stored: StoredProduct) -> Shown:
    """A product."""
    return {
        "sku": stored.product.sku,
        "version": stored.version,
        "updated_at": stored.created_at,
        "updated_by": stored.created_by,
        "product": to_document(stored.product),
    }


def shown_import(done: Imported) -> Shown:
    """What an import did."""
    counts = {name: getattr(done, name) for name in ("rows", "added", "changed", "unchanged", "refused")}
    return {**counts, "dry_run": done.is_dry_run, "faults": list(done.faults)}


def shown_task(task: ProductTask) -> Shown:
    """A task."""
    return {name: getattr(task, name) for name in ProductTaskShown.model_fields}
