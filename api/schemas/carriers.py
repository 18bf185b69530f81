"""Connections to carriers, bookings, pick-ups and manifests, as they are stated and shown."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.carriers.connecting import CarrierStated
from fulfillment.carriers.errors import ADVICE
from fulfillment.carriers.scanned_in import ScanIn
from fulfillment.carriers.words import AdapterName, BookingState, PickupState, Refusal
from fulfillment.channels.words import Power
from fulfillment.records import CarrierBooking, CarrierConnection, Manifest, ManifestSending, Pickup

Shown = Mapping[str, object]
Words = Annotated[dict[str, str], Field(max_length=40)]
Services = Annotated[dict[str, str], Field(max_length=200)]
Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["14:00"])]
Line = Annotated[str, Field(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
Day = Annotated[date, Field(strict=False)]


class _Settable(Strict):
    """What can be stated of a connection at any time."""

    endpoint: Annotated[str, Field(max_length=2048)] | None = Field(
        default=None, description="Where the carrier is called: `https://…`."
    )
    services: Services | None = Field(
        default=None, description="Id of a service -> the carrier's product code; parcels of these are booked by it."
    )
    settings: Words | None = Field(default=None, description="The adapter's own words, such as `account`.")
    credentials: Words | None = Field(
        default=None,
        description="Credentials by the variable of the environment that holds each: `CLEARWAY_CARRIER_…`.",
    )
    secrets: Words | None = Field(
        default=None, description="Credentials to be stored sealed; never shown again. An empty one is taken out."
    )
    live_rates: bool | None = Field(default=None, description="Whether its prices join quotes; they do, unless stated.")

    def stated(self) -> CarrierStated:
        """As use cases take it."""
        given = self.model_dump(include=set(_Settable.model_fields))
        live = given.pop("live_rates")
        return CarrierStated(named=given.pop("credentials"), live_rates=None if live is None else int(live), **given)


class CarrierAsked(_Settable):
    """A new connection. `adapter` and `name` stay as they are."""

    adapter: AdapterName = Field(strict=False)
    name: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]


class CarrierChange(_Settable):
    """What is to be different; what is left out stays. `services`, `settings` and `credentials` are replaced whole,
    `secrets` one by one."""


class CarrierConnectionShown(BaseModel):
    """A connection. Of stored credentials it shows names alone."""

    id: str
    adapter: AdapterName
    name: str
    state: Power = Field(description="`stopped`: the carrier refuses it, see `why`; mend it and switch it on.")
    why: str
    endpoint: str
    services: dict[str, str]
    settings: dict[str, str]
    credentials: dict[str, str]
    stored: list[str] = Field(description="Names of the credentials that are stored here.")
    live_rates: bool
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int


class CarrierCheckShown(BaseModel):
    """Who we are at the carrier, in its words."""

    account: str


class CarrierBookingShown(BaseModel):
    """The booking of one packed box. `error` are the carrier's own words, `advice` what to do about them."""

    id: str
    order_id: str
    fulfilment_id: str
    parcel_id: str
    connection_id: str
    service_id: str
    product: str
    reference: str = Field(description="What the carrier knows it by.")
    order_version: int
    state: BookingState
    tries: int
    number: str
    charge_minor: int | None
    charge_currency: str
    why: str
    error_code: str
    error: str
    advice: str
    created_at: datetime
    ended_at: datetime | None


class PickupWantedAsked(Strict):
    """When a carrier is to come, local to the warehouse, and how much it finds."""

    connection: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
    warehouse: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
    day: Day
    ready: Clock
    closes: Clock
    parcels: Annotated[int, Field(ge=1, le=9999)]
    weight_g: Annotated[int, Field(ge=1, le=10**8)]
    spot: Line = Field(default="", description="Where they lie, such as `gate 3`.")
    note: Line = ""
    extra: bool = Field(default=False, description="One more on a day that has one.")

    def window(self) -> tuple[time, time]:
        """Both ends."""
        return time.fromisoformat(self.ready), time.fromisoformat(self.closes)


class PickupShown(BaseModel):
    """A pick-up; `remote` is the carrier's confirmation, `coming_day` where it comes on another day."""

    id: str
    connection_id: str
    warehouse: str
    day: str
    ready: str
    closes: str
    zone: str
    parcels: int
    weight_g: int
    spot: str
    note: str
    state: PickupState
    remote: str
    coming_day: str
    why: str
    error_code: str
    error: str
    advice: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None


class ManifestToldShown(BaseModel):
    """How a carrier took a manifest: `remote` is its own name of it, or `no_call` where it came with the bookings."""

    connection_id: str
    state: str
    remote: str
    error: str


class ManifestRead(BaseModel):
    """Parcels that a carrier took together, and whether it was told."""

    id: str
    carrier: str
    parcels: int
    created_at: datetime
    created_by: str
    told: list[ManifestToldShown]


class ScansShown(BaseModel):
    """A manifest against the carrier's scans, by parcel number."""

    manifest_id: str
    carrier: str
    scanned: list[str]
    missing: list[str] = Field(description="On the manifest, and not scanned.")
    strays: list[str] = Field(description="Scanned, and on no manifest.")


A_CARRIER: Example = {
    "id": an_id(Prefix.CARRIER), "adapter": "dhl_express", "name": "dhl-de", "state": "on", "why": "",
    "endpoint": "https://express.api.dhl.com/mydhlapi", "services": {"intl-express": "P"},
    "settings": {"account": "220000000"}, "credentials": {"username": "CLEARWAY_CARRIER_DHL_USER"},
    "stored": ["password"], "live_rates": True, "created_at": AT, "created_by": "ana", "changed_at": AT, "version": 2,
}  # fmt: skip
CARRIER_ASKED: Example = {
    "adapter": "dhl_express", "name": "dhl-de", "endpoint": "https://express.api.dhl.com/mydhlapi",
    "services": {"intl-express": "P"}, "settings": {"account": "220000000"},
    "credentials": {"username": "CLEARWAY_CARRIER_DHL_USER"}, "secrets": {"password": "hush"},
}  # fmt: skip
A_BOOKING: Example = {
    "id": an_id(Prefix.BOOKING), "order_id": ORDER, "fulfilment_id": an_id(Prefix.FULFILMENT),
    "parcel_id": an_id(Prefix.PARCEL), "connection_id": an_id(Prefix.CARRIER), "service_id": "intl-express",
    "product": "P", "reference": "bkg019abf00c0de7000800000000000c0de", "order_version": 1, "state": "refused",
    "tries": 1, "number": "", "charge_minor": None, "charge_currency": "", "why": "address", "error_code": "1001",
    "error": "The postcode is not one of this city.", "advice": ADVICE[Refusal.ADDRESS], "created_at": AT,
    "ended_at": AT,
}  # fmt: skip
PICKUP_ASKED: Example = {
    "connection": "dhl-de", "warehouse": "main", "day": "2026-11-27", "ready": "14:00", "closes": "17:30",
    "parcels": 12, "weight_g": 18400, "spot": "gate 3",
}  # fmt: skip
A_PICKUP: Example = {
    "id": an_id(Prefix.PICKUP), "connection_id": an_id(Prefix.CARRIER), "warehouse": "main", "day": "2026-11-27",
    "ready": "14:00", "closes": "17:30", "zone": "Europe/Berlin", "parcels": 12, "weight_g": 18400, "spot": "gate 3",
    "note": "", "state": "booked", "remote": "PRG201220123456", "coming_day": "", "why": "", "error_code": "",
    "error": "", "advice": "", "created_at": AT, "created_by": "dock", "ended_at": AT,
}  # fmt: skip
A_MANIFEST_READ: Example = {
    "id": an_id(Prefix.MANIFEST), "carrier": "dhl_express", "parcels": 2, "created_at": AT, "created_by": "dock",
    "told": [{"connection_id": an_id(Prefix.CARRIER), "state": "sent", "remote": "no_call", "error": ""}],
}  # fmt: skip
SCANS: Example = {
    "manifest_id": an_id(Prefix.MANIFEST), "carrier": "dhl_express", "scanned": ["1234567890"],
    "missing": ["1234567891"], "strays": [],
}  # fmt: skip


def shown_carrier(connection: CarrierConnection, stored: tuple[str, ...]) -> Shown:
    """A connection."""
    plain = ("id", "adapter", "name", "why", "endpoint", "created_at", "created_by", "changed_at", "version")
    return {
        **{name: getattr(connection, name) for name in plain},
        "state": connection.power,
        "services": dict(connection.services),
        "settings": dict(connection.settings),
        "credentials": dict(connection.named),
        "stored": list(stored),
        "live_rates": bool(connection.live_rates),
    }


def shown_booking(booking: CarrierBooking) -> Shown:
    """A booking with what to do."""
    plain = {name: getattr(booking, name) for name in CarrierBookingShown.model_fields if name != "advice"}
    return {**plain, "advice": _advice(booking.why)}


def shown_pickup(pickup: Pickup) -> Shown:
    """A pick-up with what to do."""
    plain = {name: getattr(pickup, name) for name in PickupShown.model_fields if name != "advice"}
    return {**plain, "advice": _advice(pickup.why)}


def shown_manifest_read(manifest: Manifest, sendings: tuple[ManifestSending, ...]) -> Shown:
    """A manifest, and to whom it was told."""
    plain = ("id", "carrier", "parcels", "created_at", "created_by")
    told = [{name: getattr(each, name) for name in ManifestToldShown.model_fields} for each in sendings]
    return {**{name: getattr(manifest, name) for name in plain}, "told": told}


def shown_scans(found: ScanIn) -> Shown:
    """A manifest against scans."""
    return {
        "manifest_id": found.manifest.id,
        "carrier": found.manifest.carrier,
        "scanned": list(found.scanned),
        "missing": list(found.missing),
        "strays": list(found.strays),
    }


def _advice(why: str) -> str:
    return ADVICE[Refusal(why)] if why else ""
