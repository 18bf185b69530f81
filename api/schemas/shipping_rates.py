"""Rate cards of a merchant's own as they are shown, and what a table of them led to."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.routes.examples import Example
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.records import ShippingRate
from fulfillment.shipping.own_rates import RatesTaken, card_of

Shown = dict[str, object]

A_RATE: Example = {
    "id": an_id(Prefix.SHIPPING_RATE), "service": "line-4px", "zone": "us", "currency": "CNY",
    "valid_from": "2026-11-01", "valid_until": None, "registration_minor": 1800, "fuel_basis_points": 0,
    "bands": [{"over_g": 0, "up_to_g": 20000, "base_minor": 0, "included_g": 0, "step_g": 1, "per_kg_minor": 8200}],
    "entered_at": "2026-11-25T09:00:00Z", "entered_by": "desk",
}  # fmt: skip
TAKEN: Example = {"new": 1, "known": 0, "faults": []}


class RateBandShown(BaseModel):
    """A band of weight."""

    over_g: int
    up_to_g: int
    base_minor: int
    included_g: int
    step_g: int
    per_kg_minor: int


class ShippingRateShown(BaseModel):
    """A rate card of the merchant's own. None is ever changed; the last entered of the same day counts."""

    id: str
    service: str
    zone: str
    currency: str
    valid_from: date
    valid_until: date | None
    registration_minor: int
    fuel_basis_points: int
    bands: list[RateBandShown]
    entered_at: datetime
    entered_by: str


class RateRowFaultShown(BaseModel):
    """What is wrong in a row of the table; the heading is line 1."""

    line: int
    column: str = Field(description="Empty where the whole row is meant.")
    detail: str


class RatesTakenShown(BaseModel):
    """What a table led to. With a fault nothing of it is kept."""

    new: int
    known: int
    faults: list[RateRowFaultShown]


def shown_rate(rate: ShippingRate) -> Shown:
    """A card as it is kept."""
    card = card_of(rate)
    bands = [
        {"over_g": each.over_g, "up_to_g": each.up_to_g, "base_minor": each.base, "included_g": each.included_g,
         "step_g": each.step_g, "per_kg_minor": each.per_kg}
        for each in card.bands
    ]  # fmt: skip
    return {
        **{name: getattr(rate, name) for name in ("id", "service", "zone", "currency", "entered_at", "entered_by")},
        "valid_from": card.valid_from,
        "valid_until": card.valid_until,
        "registration_minor": card.registration,
        "fuel_basis_points": card.fuel_bp,
        "bands": bands,
    }


def shown_taken(taken: RatesTaken) -> Shown:
    """What a table led to."""
    faults = [{"line": each.line, "column": each.column, "detail": each.detail} for each in taken.faults]
    return {"new": taken.new, "known": taken.known, "faults": faults}
