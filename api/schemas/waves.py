"""How waves, pick lists and reviews look on the wire: models for the documentation, and what fills them."""

from datetime import datetime

from pydantic import BaseModel, Field

from fulfillment.picking.bar_codes import Articles
from fulfillment.picking.releasing import WaveSeen
from fulfillment.picking.review_station import ReviewSeen
from fulfillment.picking.scanning import WalkSeen
from fulfillment.picking.stored_layout import layout_document, layout_kept
from fulfillment.picking.terms import cut_offs_of
from fulfillment.records import Fulfilment, PickTerms, Walk, WalkStop, Wave

Shown = dict[str, object]


class WaveShown(BaseModel):
    """Parts of orders that are picked together; `leaves_at` is the cut-off that they must make."""

    id: str
    warehouse: str
    state: str = Field(description="`planned`, `released`, `done` or `cancelled`.")
    method: str
    carrier: str
    zone: str
    leaves_at: datetime | None
    created_at: datetime
    created_by: str
    released_at: datetime | None
    ended_at: datetime | None


class WavePartShown(BaseModel):
    """A part of an order in a wave: `in` it, `done`, or `left` and why."""

    order_id: str
    fulfilment_id: str
    state: str
    why: str


class PickListShown(BaseModel):
    """One walk through the warehouse. Lengths are millimetres, 0 without a layout; `best_mm` is the shortest walk's
    where `proved`, else a length that no walk can beat."""

    id: str
    wave_id: str
    number: int
    warehouse: str
    method: str
    zone: str
    policy: str
    state: str = Field(description="`open`, `done` or `pulled`.")
    distance_mm: int
    best_mm: int
    proved: bool
    created_at: datetime
    ended_at: datetime | None


class WaveFileShown(WaveShown):
    """A wave with all orders that were ever in it, and its pick lists."""

    parts: list[WavePartShown]
    lists: list[PickListShown]


class PickStopShown(BaseModel):
    """Pieces of one lot in one bin for one line, into one tote. `dropped`: the order left it;
    what was fetched is put back."""

    stop: int
    order_id: str
    fulfilment_id: str
    line: int
    bin: str
    lot: str
    sku: str
    gtin: str | None
    title: str
    tote: int
    quantity: int
    picked: int
    state: str = Field(description="`open`, `picked`, `short` or `dropped`.")


class PickListFileShown(PickListShown):
    """A pick list with its stops in the order of the walk. `outcome` tells what became of the scan: `found`,
    `confirmed`, `repeated` (counted before), and of a short one `elsewhere`, `other_warehouse` or `backordered`."""

    outcome: str
    pieces: int
    picked: int
    stops: list[PickStopShown]


class ReviewLineShown(BaseModel):
    """An article of a part at the review station."""

    sku: str
    gtin: str | None
    quantity: int
    scanned: int


class FulfilmentPartShown(BaseModel):
    """A part of an order at the warehouse."""

    id: str
    order_id: str
    number: int
    warehouse: str
    state: str
    created_at: datetime


class ReviewStationShown(FulfilmentPartShown):
    """A part with what it should be and what was scanned of it."""

    is_complete: bool
    lines: list[ReviewLineShown]


class PickTermsShown(BaseModel):
    """How a warehouse picks. `cut_offs`: carrier -> local time, where a carrier comes at another time than the rest."""

    warehouse: str
    method: str
    policy: str
    in_waves: bool
    totes: int
    volume_ml: int
    weight_g: int
    cut_offs: dict[str, str]
    layout: dict[str, object] | None


def shown_wave(wave: Wave) -> Shown:
    """A wave."""
    return {name: getattr(wave, name) for name in WaveShown.model_fields}


def shown_wave_file(seen: WaveSeen) -> Shown:
    """A wave with what is in it."""
    return {
        **shown_wave(seen.wave),
        "parts": [{name: getattr(each, name) for name in WavePartShown.model_fields} for each in seen.parts],
        "lists": [shown_list(each) for each in seen.walks],
    }


def shown_list(walk: Walk) -> Shown:
    """A pick list without its stops."""
    return {name: getattr(walk, name) for name in PickListShown.model_fields} | {"proved": bool(walk.proved)}


def shown_list_file(seen: WalkSeen, articles: Articles) -> Shown:
    """A pick list with its stops."""
    counted = [each for each in seen.stops if each.state != "dropped"]
    return {
        **shown_list(seen.walk),
        "outcome": seen.outcome,
        # What was not there counts at the stop that it is fetched from instead.
        "pieces": sum(each.picked if each.state == "short" else each.quantity for each in counted),
        "picked": sum(each.picked for each in counted),
        "stops": [_stop(each, articles) for each in seen.stops],
    }


def shown_part(part: Fulfilment) -> Shown:
    """A part."""
    return {name: getattr(part, name) for name in FulfilmentPartShown.model_fields}


def shown_review(seen: ReviewSeen) -> Shown:
    """A part at the station."""
    return {
        **shown_part(seen.part),
        "is_complete": not seen.missing,
        "lines": [
            {"sku": sku, "gtin": seen.articles.gtins.get(sku), "quantity": many, "scanned": seen.scanned.get(sku, 0)}
            for sku, many in seen.asked.items()
        ],
    }


def shown_pick_terms(terms: PickTerms) -> Shown:
    """How a warehouse picks."""
    layout = layout_kept(terms.layout)
    return {
        **{name: getattr(terms, name) for name in ("warehouse", "method", "policy", "totes", "volume_ml", "weight_g")},
        "in_waves": bool(terms.in_waves),
        "cut_offs": dict(cut_offs_of(terms)),
        "layout": None if layout is None else layout_document(layout),
    }


def _stop(stop: WalkStop, articles: Articles) -> Shown:
    plain = {name: getattr(stop, name) for name in PickStopShown.model_fields if name != "gtin"}
    return {**plain, "gtin": articles.gtins.get(stop.sku)}
