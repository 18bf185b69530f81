"""Connections to carriers, what was booked by them, pick-ups, and manifests that were told to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.carriers.words import AdapterName, BookingState, PickupState, SendingState
from fulfillment.channels.words import Power


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierConnection:
    """A merchant's account at a carrier.

    `services`: id of a service in data/shipping or of one's own -> the carrier's product code. `named` are credentials
    by the environment variable that holds each, `sealed` those stored here. `live_rates`: its prices join quotes.
    """

    id: str
    merchant_id: str
    adapter: str
    name: str
    endpoint: str
    services: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    sealed: bytes | None = field(default=None, repr=False)
    live_rates: int = 1
    power: str = Power.OFF
    why: str = ""
    version: int = 1
    created_at: datetime
    created_by: str
    changed_at: datetime

    @property
    def speaks(self) -> AdapterName:
        """Which API."""
        return AdapterName(self.adapter)

    @property
    def is_on(self) -> bool:
        """Whether it may be called."""
        return self.power == Power.ON


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierBooking:
    """The booking of one packed box. `reference` names it at the carrier; `unsure`: a try went out and its answer is
    not known. `why`, `error_code` and `error` are the carrier's refusal. `version` is the order's that it was booked
    for.
    """

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    parcel_id: str
    connection_id: str
    service_id: str
    product: str
    reference: str
    order_version: int
    state: str = BookingState.WAITING
    unsure: int = 0
    tries: int = 0
    number: str = ""
    remote: str = ""
    charge_minor: int | None = None
    charge_currency: str = ""
    why: str = ""
    error_code: str = ""
    error: str = ""
    created_at: datetime
    tried_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """A carrier that is to come to a warehouse on a day. `slot` makes one a day and place: `once`, or its own id.

    `ready` and `closes` are local times, HH:MM, in `zone`.
    """

    id: str
    merchant_id: str
    connection_id: str
    warehouse: str
    day: str
    slot: str
    ready: str
    closes: str
    zone: str
    parcels: int
    weight_g: int
    product: str
    spot: str = ""
    note: str = ""
    state: str = PickupState.WAITING
    unsure: int = 0
    remote: str = ""
    coming_day: str = ""
    why: str = ""
    error_code: str = ""
    error: str = ""
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestSending:
    """A manifest as it is told to a carrier by one of its connections."""

    manifest_id: str
    connection_id: str
    merchant_id: str
    state: str = SendingState.WAITING
    remote: str = ""
    error: str = ""
    created_at: datetime
    ended_at: datetime | None = None
