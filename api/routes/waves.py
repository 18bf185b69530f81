"""Waves: planned, released, cancelled; and how a warehouse picks."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.paper_language import PaperLanguage
from api.routes.pick_lists import AtWarehouse
from api.routes.wave_examples import A_WAVE, A_WAVE_FILE, SOME_TERMS
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.ids import WaveId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.waves import (
    PickTermsShown,
    WaveFileShown,
    WaveShown,
    shown_pick_terms,
    shown_wave,
    shown_wave_file,
)
from api.schemas.words import Name
from api.services import ServicesOf
from fulfillment.documents.walk_sheets import walk_sheets
from fulfillment.picking.gathering import LARGEST, USUAL_MOST, WavesWanted, plan_waves
from fulfillment.picking.layout import Depot, Layout
from fulfillment.picking.releasing import cancel_wave, release_wave, wave_seen
from fulfillment.picking.scanning import walk_seen
from fulfillment.picking.stored_layout import stored_layout
from fulfillment.picking.terms import keep_pick_terms
from fulfillment.records import PickTerms
from fulfillment.store.waves import pick_terms, waves_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Word = Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
Carrier = Annotated[str, Field(pattern=r"^[!-<>-~]{1,64}$")]
Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Length = Annotated[int, Field(ge=1, le=1_000_000)]
Place = Annotated[int, Field(ge=0, le=10_000)]
WarehousePath = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[!-~]+$", examples=["HAM-1"])]
WaveState = Annotated[
    Literal["planned", "released", "done", "cancelled"] | None, Query(description="Only of this state.")
]
ACTING = ("not_found", "wave_refused", "case_changed", "store_conflict", "person_erased", "route_refused")
PDF = "application/pdf"


class WavesAsked(Strict):
    """What to gather; what is left out sets no limit. `by_zone` puts orders of different zones into different waves."""

    warehouse: Name
    carrier: Word = ""
    zone: Word = ""
    method: Literal["", "single", "batch", "zone"] = ""
    by_zone: bool = False
    most: Annotated[int, Field(ge=1, le=LARGEST, description="Orders in one wave.")] = USUAL_MOST


class DepotAsked(Strict):
    """Where walks begin: an aisle, and the number of its cross aisle from 0 at the front."""

    aisle: Annotated[int, Field(ge=1, le=1000)] = 1
    cross: Place = 0


class ZoneAsked(Strict):
    """A range of aisles."""

    name: Name
    first: Annotated[int, Field(ge=1, le=1000, alias="from")]
    last: Annotated[int, Field(ge=1, le=1000, alias="to")]


class LayoutAsked(Strict):
    """A warehouse of parallel aisles, in millimetres; cross aisles after so many cells, front and back if left out."""

    aisles: Annotated[int, Field(ge=1, le=1000)]
    cells: Annotated[int, Field(ge=1, le=10_000)]
    aisle_distance_mm: Length
    cell_mm: Length
    cross_aisles: Annotated[tuple[Place, ...], Field(max_length=100, strict=False)] = ()
    cross_width_mm: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    depot: DepotAsked = DepotAsked()
    zones: Annotated[tuple[ZoneAsked, ...], Field(max_length=100, strict=False)] = ()

    def layout(self) -> Layout:
        """As walks are planned on. Raises LayoutRejected."""
        return Layout(
            aisles=self.aisles,
            cells=self.cells,
            aisle_distance_mm=self.aisle_distance_mm,
            cell_mm=self.cell_mm,
            cross_aisles=self.cross_aisles or (0, self.cells),
            cross_width_mm=self.cross_width_mm,
            depot=Depot(self.depot.aisle, self.depot.cross),
            zones={each.name: (each.first, each.last) for each in self.zones},
        )


class PickTermsAsked(Strict):
    """How a warehouse picks, whole. With `in_waves`, what is reserved waits for a wave; else every order has its list
    at once. A cart takes so many totes, millilitres and grams."""

    method: Literal["single", "batch", "zone"] = "batch"
    policy: Literal["exact", "s_shape", "largest_gap", "return", "combined"] = "exact"
    in_waves: bool = False
    totes: Annotated[int, Field(ge=1, le=1000)] = 12
    volume_ml: Annotated[int, Field(ge=1, le=100_000_000)] = 400_000
    weight_g: Annotated[int, Field(ge=1, le=100_000_000)] = 120_000
    cut_offs: Annotated[dict[Carrier, Clock], Field(max_length=50, default_factory=dict)]
    layout: LayoutAsked | None = None

    def terms(self, merchant: str, warehouse: str) -> PickTerms:
        """As they are kept."""
        plain = self.model_dump(exclude={"in_waves", "cut_offs", "layout"})
        return PickTerms(
            merchant_id=merchant,
            warehouse=warehouse,
            in_waves=int(self.in_waves),
            cut_offs=" ".join(f"{carrier}={at}" for carrier, at in sorted(self.cut_offs.items())),
            layout="" if self.layout is None else stored_layout(self.layout.layout()),
            **plain,
        )


@routes.get(
    "/v1/waves", **operation("list_waves", "List waves", Tag.FULFILMENT, Returns(Page[WaveShown], a_page(A_WAVE)))
)
def list_waves(
    services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)], state: WaveState = None,
    warehouse: AtWarehouse = None,
) -> Response:  # fmt: skip
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        found = waves_after(session, who.merchant, wanted.rows, after, state, warehouse)
    return listing(found, wanted, lambda each: (each.id,), shown_wave)


@routes.post(
    "/v1/waves",
    **operation("plan_waves", "Plan waves of what is reserved", Tag.FULFILMENT,
                {201: Returns(Page[WaveShown], a_page(A_WAVE), "The waves; none where nothing waits.")},
                ACTING),
)  # fmt: skip
def plan(
    services: ServicesOf,
    who: Writer,
    asked: Annotated[WavesAsked, Depends(JsonBody(WavesAsked, {"warehouse": "HAM-1", "carrier": "dhl_express"}))],
) -> Response:
    """One wave for each carrier and its next cut-off, and for each zone if wanted. Orders that are held or in another
    wave are left out."""
    wanted = WavesWanted(**asked.model_dump())
    now = services.clock.now()
    made = tried(
        services, lambda session: plan_waves(session, services.site_of(who), who.merchant, wanted, now, who.name)
    )
    return answer({"data": [shown_wave(each) for each in made], "next_cursor": None, "has_more": False}, 201)


@routes.get(
    "/v1/waves/{wave_id}",
    **operation("get_wave", "Read a wave", Tag.FULFILMENT, Returns(WaveFileShown, A_WAVE_FILE), ("not_found",)),
)
def get_wave(services: ServicesOf, who: Reader, wave_id: WaveId) -> Response:
    """With all orders that were ever in it, and its pick lists with how far each is from the shortest walk."""
    with services.database.read() as session:
        return answer(shown_wave_file(wave_seen(session, who.merchant, wave_id)))


@routes.post(
    "/v1/waves/{wave_id}/release",
    **operation("release_wave", "Begin to pick a wave", Tag.FULFILMENT, Returns(WaveFileShown, A_WAVE_FILE), ACTING),
)
def release(services: ServicesOf, who: Writer, wave_id: WaveId) -> Response:
    """Makes its pick lists. Orders that may not be picked by now leave it; a second time changes nothing."""
    now = services.clock.now()
    done = tried(
        services, lambda session: release_wave(session, services.site_of(who), who.merchant, wave_id, now, who.name)
    )
    return answer(shown_wave_file(done))


@routes.post(
    "/v1/waves/{wave_id}/cancel",
    **operation("cancel_wave", "Give a wave up", Tag.FULFILMENT, Returns(WaveFileShown, A_WAVE_FILE), ACTING),
)
def cancel(services: ServicesOf, who: Writer, wave_id: WaveId) -> Response:
    """What is not picked yet leaves it, and may be gathered again."""
    now = services.clock.now()
    done = tried(
        services, lambda session: cancel_wave(session, services.site_of(who), who.merchant, wave_id, now, who.name)
    )
    return answer(shown_wave_file(done))


@routes.get(
    "/v1/waves/{wave_id}/lists.pdf",
    **operation("print_wave", "Print all pick lists of a wave", Tag.FULFILMENT,
                Returns(None, "%PDF-1.7 …", "One PDF.", PDF),
                ("not_found", "paper_empty", "letters_missing", "font_missing")),
)  # fmt: skip
def print_wave(services: ServicesOf, who: Reader, wave_id: WaveId, language: PaperLanguage) -> Response:
    """Bins and articles with their bar codes, for pickers of English or Chinese."""
    faces = services.print_shop.typesetter
    with services.database.read() as session:
        seen = wave_seen(session, who.merchant, wave_id)
        sheets = walk_sheets(
            session, faces, [walk_seen(session, who.merchant, each.id) for each in seen.walks], language
        )
    return Response(faces.pdf(*sheets), media_type=PDF)


@routes.get(
    "/v1/warehouses/{warehouse}/picking",
    **operation("get_pick_terms", "Read how a warehouse picks", Tag.FULFILMENT,
                Returns(PickTermsShown, {"warehouse": "HAM-1", **SOME_TERMS})),
)  # fmt: skip
def get_terms(services: ServicesOf, who: Reader, warehouse: WarehousePath) -> Response:
    """As set, or as it is unless set."""
    with services.database.read() as session:
        return answer(shown_pick_terms(pick_terms(session, who.merchant, warehouse)))


@routes.put(
    "/v1/warehouses/{warehouse}/picking",
    **operation("put_pick_terms", "Set how a warehouse picks", Tag.FULFILMENT,
                Returns(PickTermsShown, {"warehouse": "HAM-1", **SOME_TERMS}, "As it is kept."),
                ("route_refused", "wave_refused", "store_conflict")),
)  # fmt: skip
def put_terms(
    services: ServicesOf,
    who: Writer,
    warehouse: WarehousePath,
    asked: Annotated[PickTermsAsked, Depends(JsonBody(PickTermsAsked, SOME_TERMS))],
) -> Response:
    """Whole: layout, cart, method, cut-offs of carriers. Counts for waves that are planned from now on."""
    terms = asked.terms(who.merchant, warehouse)
    return answer(shown_pick_terms(tried(services, lambda session: keep_pick_terms(session, terms))))
