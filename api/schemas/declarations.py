"""Declarations as they are asked for and shown."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.routes.examples import Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import Name
from engine.ids import Prefix
from fulfillment.documents.advance_data import AdvanceData, to_tree
from fulfillment.documents.completeness import PaperFault
from fulfillment.documents.customs_file import Contents
from fulfillment.documents.declaring import Wish
from fulfillment.documents.preparing import Prepared

MOST = 1 << 40
Minor = Annotated[int, Field(ge=0, le=MOST)]
LineNumber = Annotated[str, Field(pattern="^[1-9][0-9]{0,2}$")]

ASKED: Example = {"gross_g": 420, "materials": ["corrugated_board", "paper_cushion"]}
A_MESSAGE: Example = {
    "format": "clearway-advance-data",
    "version": 1,
    "postal_item": {
        "customs_reference": an_id(Prefix.ORDER),
        "nature_of_transaction": "sale",
        "currency": "EUR",
        "destination_country": "DE",
        "gross_weight_g": 420,
    },
    "totals": {"declared_value": 3998, "goods_value": 3998, "net_weight_g": 360, "number_of_pieces": 1},
}
A_FAULT: Example = {
    "pointer": "/postal_item/content_pieces/0/maker_product_id",
    "code": "manufacturer_id_missing",
    "message": {"en": "there is no product number of the maker", "zh": "缺少制造商商品编号"},
    "remedy": {
        "en": "Add the seller's SKU and the maker's number to the product file; a GTIN where there is one.",
        "zh": "在商品档案中补充卖家 SKU 和制造商编号；如有 GTIN 亦须填写。",
    },
    "rule": "product-ids",
    "stops": True,
}
A_DECLARATION: Example = {"may_print": False, "form": "CN22", "faults": [A_FAULT], "declaration": A_MESSAGE}


class DeclarationAsked(Strict):
    """Which parcel is declared and how. Without `pieces` the whole order is one parcel."""

    number: Name | None = Field(default=None, description="The parcel's own; else the order's id.")
    pieces: dict[LineNumber, Annotated[int, Field(ge=1, le=1_000_000)]] | None = Field(
        default=None, description="Number of the order's line, pieces of it in the parcel.", max_length=500
    )
    before: dict[LineNumber, Annotated[int, Field(ge=0, le=1_000_000)]] = Field(
        default={}, description="Pieces of the same lines that earlier parcels hold.", max_length=500
    )
    gross_g: Annotated[int, Field(ge=0, le=10_000_000)] = Field(default=0, description="As the scale told, in grams.")
    materials: Annotated[list[Name], Field(max_length=20)] = Field(
        default=[], description="What box and cushioning are made of."
    )
    warehouse: Name | None = None
    treated: bool = Field(default=False, description="Raw wood bears the mark of ISPM 15.")
    value: Minor | None = Field(
        default=None, description="A wished total, minor units, for this answer alone; refused below the due."
    )
    category: Literal["sale", "gift", "sample", "return", "documents", "dangerous", "other"] | None = Field(
        default=None, description="A wished category; refused when it is not the due one."
    )
    tax_in_prices: Minor = Field(default=0, description="Tax within the prices, minor units of the order's currency.")

    def contents(self, order_id: str, ordered: Mapping[int, int]) -> Contents:
        """What lies in the parcel."""
        chosen = self.pieces
        pieces = ordered if chosen is None else {int(line): many for line, many in chosen.items()}
        return Contents(
            number=self.number or order_id,
            pieces=pieces,
            before={int(line): many for line, many in self.before.items()},
            gross_g=self.gross_g,
            materials=tuple(self.materials),
            warehouse=self.warehouse or "",
        )

    @property
    def wish(self) -> Wish | None:
        """What is wished for, if anything is."""
        has_wish = self.value is not None or self.category is not None
        return Wish(value=self.value, category=self.category) if has_wish else None


class PaperFaultShown(BaseModel):
    """Something of a declaration that is missing or wrong. With `stops` nothing is printed before it is mended."""

    pointer: str = Field(description="Place in the advance data (RFC 6901).")
    code: str
    message: dict[str, str] = Field(description="What is wrong, by language.")
    remedy: dict[str, str] = Field(description="What to do about it, by language.")
    rule: str = Field(description="The row of data/customs/paper_fields.yaml that asks for it.")
    stops: bool


class DeclarationShown(BaseModel):
    """A declaration with all that is wrong with it. `declaration` is advance data without the consignee."""

    may_print: bool
    form: Literal["CN22", "CN23"] = Field(description="The postal form that serves.")
    faults: list[PaperFaultShown]
    declaration: dict[str, object]


class AdvanceDataShown(BaseModel):
    """Electronic advance data; see docs/schemas/advance-data.schema.json."""

    format: Literal["clearway-advance-data"]
    version: Literal[1]
    postal_item: dict[str, object]
    totals: dict[str, int]
    addressee: dict[str, object] | None = None


def shown_declaration(found: Prepared) -> Mapping[str, object]:
    """Without anything personal."""
    return {
        "may_print": found.checked.may_print,
        "form": found.form.value,
        "faults": [shown_fault(each) for each in found.checked.faults],
        "declaration": to_tree(AdvanceData(declaration=found.declaration)),
    }


def shown_fault(fault: PaperFault) -> Mapping[str, object]:
    """A fault in all languages."""
    return {
        "pointer": fault.pointer,
        "code": fault.code,
        "message": dict(fault.message),
        "remedy": dict(fault.remedy),
        "rule": fault.rule,
        "stops": fault.stops,
    }
