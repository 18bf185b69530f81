"""Warehouses, their bins, and how orders are shared out among them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.stock_examples import A_BIN, A_WAREHOUSE, SOME_TERMS
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.stock import (
    BinShown,
    SharingTermsShown,
    WarehouseShown,
    shown_bin,
    shown_terms,
    shown_warehouse,
)
from api.schemas.words import LINE, Name
from api.services import ServicesOf
from fulfillment.inventory.keeping import keep_bin, keep_terms, keep_warehouse
from fulfillment.records import Bin, SharingTerms, Warehouse
from fulfillment.store.warehouses import bins_after, sharing_terms, warehouses_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Text = Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]([ -~]*[!-~])?$")]
Cost = Annotated[int, Field(ge=0, le=100_000_000)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
AtWarehouse = Annotated[
    str | None, Query(description="Only of this warehouse.", min_length=1, max_length=128, pattern=LINE)
]


class WarehouseAsked(Strict):
    """A warehouse, whole: what is left out is as if it had never been set."""

    code: Code
    country: Country
    name: Text = ""
    address: Text = ""
    city: Text = ""
    region: Text = ""
    postcode: Text = ""
    time_zone: Name = "UTC"
    cut_off: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "16:00"
    days: Annotated[str, Field(pattern="^[1-7]{1,7}$")] = "12345"
    serves: Annotated[tuple[Country, ...], Field(max_length=300, strict=False)] = ()
    carriers: Annotated[tuple[Annotated[str, Field(pattern="^[!-~]{1,64}$")], ...],
                        Field(max_length=50, strict=False)] = ()  # fmt: skip
    dangerous_goods: bool = True
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    handling: Cost = 0
    handling_piece: Cost = 0
    parcel_home: Cost = 0
    parcel_union: Cost = 0
    parcel_abroad: Cost = 0
    border: Cost = 0
    is_open: bool = True
    handling_days: Annotated[int, Field(ge=0, le=60)] = 1
    closed: Annotated[tuple[Day, ...], Field(max_length=400, strict=False)] = ()
    works_on_holidays: bool = False

    def warehouse(self, merchant: str) -> Warehouse:
        """As it is kept."""
        plain = self.model_dump(
            exclude={"serves", "carriers", "dangerous_goods", "is_open", "closed", "works_on_holidays"}
        )
        return Warehouse(
            merchant_id=merchant,
            serves=" ".join(self.serves),
            carriers=" ".join(self.carriers),
            dangerous_goods=int(self.dangerous_goods),
            is_open=int(self.is_open),
            closed=" ".join(self.closed),
            works_on_holidays=int(self.works_on_holidays),
            **plain,
        )


class BinAsked(Strict):
    """A bin, whole."""

    warehouse: Name
    code: Code
    zone: Text = ""
    aisle: Text = ""
    place: Text = ""
    level: Text = ""
    kind: Literal["pick", "reserve", "quarantine", "receiving"] = "pick"
    max_weight_g: Annotated[int, Field(ge=0, le=100_000_000)] = 0


class TermsAsked(Strict):
    """`nearest` by the way, `cheapest` by what handling, parcel and border cost, `fewest` parcels."""

    policy: Literal["nearest", "cheapest", "fewest"]
    split: Literal["never", "when_needed", "always_cheapest"]


@routes.get(
    "/v1/warehouses",
    **operation("list_warehouses", "List warehouses", Tag.FULFILMENT,
                Returns(Page[WarehouseShown], a_page(A_WAREHOUSE))),
)  # fmt: skip
def list_warehouses(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """By code."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = warehouses_after(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(found, wanted, lambda each: (each.code,), shown_warehouse)


@routes.post(
    "/v1/warehouses",
    **operation("put_warehouse", "Set up a warehouse, or change it", Tag.FULFILMENT,
                Returns(WarehouseShown, A_WAREHOUSE, "As it is kept."), ("warehouse_refused", "store_conflict")),
)  # fmt: skip
def put_warehouse(
    services: ServicesOf, who: Writer, asked: Annotated[WarehouseAsked, Depends(JsonBody(WarehouseAsked, A_WAREHOUSE))]
) -> Response:
    """By its code. Orders that are planned from now on are shared out with it."""
    kept = tried(services, lambda session: keep_warehouse(session, asked.warehouse(who.merchant)))
    return answer(shown_warehouse(kept))


@routes.get(
    "/v1/sharing-terms",
    **operation("get_sharing_terms", "Read how orders are shared out", Tag.FULFILMENT,
                Returns(SharingTermsShown, SOME_TERMS)),
)  # fmt: skip
def get_terms(services: ServicesOf, who: Reader) -> Response:
    """Among warehouses; as set, or as it is unless set."""
    with services.database.read() as session:
        return answer(shown_terms(sharing_terms(session, who.merchant)))


@routes.put(
    "/v1/sharing-terms",
    **operation("put_sharing_terms", "Set how orders are shared out", Tag.FULFILMENT,
                Returns(SharingTermsShown, SOME_TERMS, "As it is kept."), ("store_conflict",)),
)  # fmt: skip
def put_terms(
    services: ServicesOf, who: Writer, asked: Annotated[TermsAsked, Depends(JsonBody(TermsAsked, SOME_TERMS))]
) -> Response:
    """Counts for orders that are planned from now on."""
    terms = SharingTerms(merchant_id=who.merchant, policy=asked.policy, split=asked.split)
    return answer(shown_terms(tried(services, lambda session: keep_terms(session, terms))))


@routes.get(
    "/v1/bins",
    **operation("list_bins", "List bins", Tag.FULFILMENT, Returns(Page[BinShown], a_page(A_BIN))),
)
def list_bins(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], warehouse: AtWarehouse = None
) -> Response:
    """By warehouse and code."""
    key = wanted.after(str, str)
    after = None if key is None else (str(key[0]), str(key[1]))
    with services.database.read() as session:
        found = bins_after(session, who.merchant, wanted.rows, after, warehouse)
    return listing(found, wanted, lambda each: (each.warehouse, each.code), shown_bin)


@routes.post(
    "/v1/bins",
    **operation("put_bin", "Set up a bin, or change it", Tag.FULFILMENT, Returns(BinShown, A_BIN, "As it is kept."),
                ("not_found", "warehouse_refused", "store_conflict")),
)  # fmt: skip
def put_bin(
    services: ServicesOf, who: Writer, asked: Annotated[BinAsked, Depends(JsonBody(BinAsked, A_BIN))]
) -> Response:
    """By warehouse and code. What lies in a bin that becomes one of quarantine is not given any more."""
    bin_ = Bin(merchant_id=who.merchant, **asked.model_dump())
    return answer(shown_bin(tried(services, lambda session: keep_bin(session, bin_))))
