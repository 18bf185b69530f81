"""Tracking as it is stated and shown: sources, events, parcels to see to, lanes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from engine.ids import Prefix
from fulfillment.records import ParcelWatch, Tracked, TrackingSource
from fulfillment.tracking.code_tables import family_of
from fulfillment.tracking.expected import LaneSeen
from fulfillment.tracking.sources.connecting import Asked
from fulfillment.tracking.sources.words import Power, SourceKind
from fulfillment.tracking.vocabulary import Word
from fulfillment.tracking.watching import Kind

Shown = Mapping[str, object]
Words = Annotated[dict[str, str], Field(max_length=40)]
Carrier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
Code = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,63}$")]


class _Settable(Strict):
    """What can be stated of a source at any time."""

    endpoint: Annotated[str, Field(max_length=2048)] | None = Field(
        default=None, description="Where it is called; its publisher's own address unless stated."
    )
    settings: Words | None = Field(
        default=None,
        description="DHL: `per_day`, `service`; 17TRACK: `carrier_…`, its number of one; own: `codes: upu`.",
    )
    carriers: Annotated[list[Carrier], Field(max_length=100)] | None = Field(
        default=None, description="Our carriers whose parcels it follows; none: all."
    )
    every_s: Annotated[int, Field(ge=0, le=604_800)] | None = Field(
        default=None, description="Seconds between two looks at one parcel, at least 900; 0: it is never asked."
    )
    credentials: Words | None = Field(
        default=None,
        description="Credentials by the variable of the environment that holds each: `CLEARWAY_CHANNEL_…`.",
    )
    secrets: Words | None = Field(
        default=None, description="Credentials to be stored sealed; never shown again. An empty one is taken out."
    )

    def asked(self) -> Asked:
        """As use cases take it."""
        return Asked(
            endpoint=self.endpoint,
            settings=self.settings,
            carriers=None if self.carriers is None else tuple(self.carriers),
            every_s=self.every_s,
            named=self.credentials,
            secrets=self.secrets,
        )


class SourceAsked(_Settable):
    """A new source. `kind` and `name` stay as they are."""

    kind: SourceKind = Field(strict=False)
    name: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]


class SourceChange(_Settable):
    """What is to be different; what is left out stays."""


class CorrectionAsked(Strict):
    """Why an event is taken back, as a code."""

    why: Code


class SourceShown(BaseModel):
    """A source. Of stored credentials it shows names alone."""

    id: str
    kind: SourceKind
    name: str
    state: Power = Field(description="`stopped`: it refuses us, see `why`; mend it and switch it on.")
    why: str
    endpoint: str
    settings: dict[str, str]
    carriers: list[str]
    every_s: int
    credentials: dict[str, str]
    stored: list[str] = Field(description="Names of the credentials that are stored here.")
    failures: int = Field(description="Turns in a row that failed.")
    error: str
    good_at: datetime | None
    webhook_path: str = Field(description="Where it sends its webhooks, behind this service's own address.")
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int


class TrackingEventShown(BaseModel):
    """An event as it was told and as it is read."""

    id: str
    word: Word
    reason: str
    reason_family: str = Field(description="`carrier`, `consignee`, `customs`, `weather`, `other`, or none.")
    at: datetime = Field(description="In UTC.")
    local: str = Field(description="The wall clock where it happened, with its offset.")
    zone_from: str = Field(description="How the zone is known: `stated`, `place`, `country`, `assumed`, `received`.")
    country: str
    place: str
    code: str = Field(description="The source's own code.")
    is_known: bool = Field(description="Whether a table knows the code; one that none knows counts as no news.")
    source_id: str
    told: dict[str, object] = Field(description="As the source told it, without personal values.")
    received_at: datetime
    void_at: datetime | None = Field(description="When it was taken back; it says nothing any more.")
    void_by: str
    void_why: str


class TrackingShown(BaseModel):
    """All events of a parcel, by their time."""

    number: str
    shipment_id: str
    order_id: str
    status: Word
    events: list[TrackingEventShown]


class WatchShown(BaseModel):
    """A parcel, or an order that is to leave, that somebody has to see to."""

    id: str
    order_id: str
    subject: str
    kind: Kind
    since: datetime
    due: datetime = Field(description="By when somebody should have acted.")
    state: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str = Field(description="Who closed it; empty where what happened did.")


class LaneShown(BaseModel):
    """One service on one lane: whole days since hand-over, shares in basis points."""

    service_id: str
    carrier: str
    origin: str
    country: str
    parcels: int = Field(description="How many ended there so far.")
    is_stated: bool = Field(description="Too few were seen: the numbers are what the service states.")
    p50_days: int
    p90_days: int
    p95_days: int
    promised_days: int
    on_time_bp: int
    lost_bp: int
    customs_held_bp: int


class LanesShown(BaseModel):
    """All services of a lane."""

    data: list[LaneShown]


class UnknownShown(BaseModel):
    """A code that no table knows."""

    source_id: str
    code: str
    example: str = Field(description="An event of this code as it is kept.")
    events: int
    last_received_at: datetime


class UnknownsShown(BaseModel):
    """The most frequent first."""

    data: list[UnknownShown]


class NotedShown(BaseModel):
    """What a file tells of; events that are known already change nothing."""

    parcels: int
    events: int


SOURCE = an_id(Prefix.TRACKING_SOURCE)
SOURCE_ASKED: Example = {
    "kind": "17track",
    "name": "17track",
    "carriers": ["china-post", "yanwen"],
    "credentials": {"token": "CLEARWAY_CHANNEL_17TRACK_TOKEN"},
}
A_SOURCE: Example = {
    "id": SOURCE,
    "kind": "17track",
    "name": "17track",
    "state": "on",
    "why": "",
    "endpoint": "",
    "settings": {},
    "carriers": ["china-post", "yanwen"],
    "every_s": 14400,
    "credentials": {"token": "CLEARWAY_CHANNEL_17TRACK_TOKEN"},
    "stored": [],
    "failures": 0,
    "error": "",
    "good_at": AT,
    "webhook_path": f"/v1/tracking-sources/{SOURCE}/webhooks",
    "created_at": AT,
    "created_by": "ana",
    "changed_at": AT,
    "version": 2,
}
AN_EVENT: Example = {
    "id": "5b0c3a9d" * 8,
    "word": "import_held",
    "reason": "customs_documents",
    "reason_family": "customs",
    "at": AT,
    "local": "2026-11-25T10:00:00+01:00",
    "zone_from": "stated",
    "country": "DE",
    "place": "Leipzig",
    "code": "InTransit_CustomsRequiringInformation",
    "is_known": True,
    "source_id": SOURCE,
    "told": {"table": "17track", "code": "InTransit_CustomsRequiringInformation", "country": "DE"},
    "received_at": AT,
    "void_at": None,
    "void_by": "",
    "void_why": "",
}
A_TRACKING: Example = {
    "number": "CX000000011CN",
    "shipment_id": an_id(Prefix.SHIPMENT),
    "order_id": ORDER,
    "status": "import_held",
    "events": [AN_EVENT],
}
A_WATCH: Example = {
    "id": an_id(Prefix.PARCEL_WATCH),
    "order_id": ORDER,
    "subject": an_id(Prefix.SHIPMENT),
    "kind": "silent",
    "since": AT,
    "due": AT,
    "state": "open",
    "opened_at": AT,
    "closed_at": None,
    "closed_by": "",
}
A_LANE: Example = {
    "service_id": "line-4px",
    "carrier": "4px",
    "origin": "CN",
    "country": "US",
    "parcels": 412,
    "is_stated": False,
    "p50_days": 9,
    "p90_days": 13,
    "p95_days": 16,
    "promised_days": 12,
    "on_time_bp": 8874,
    "lost_bp": 41,
    "customs_held_bp": 210,
}
AN_UNKNOWN: Example = {
    "source_id": SOURCE,
    "code": "InTransit_ByDrone",
    "example": '{"table": "17track", "code": "InTransit_ByDrone"}',
    "events": 3,
    "last_received_at": AT,
}
_MADE = frozenset({"state", "settings", "credentials", "carriers", "stored", "webhook_path"})
_PLAIN = tuple(name for name in SourceShown.model_fields if name not in _MADE)
_OF_WATCH = tuple(WatchShown.model_fields)


def shown_source(source: TrackingSource, stored: tuple[str, ...]) -> Shown:
    """A source."""
    return {
        **{name: getattr(source, name) for name in _PLAIN},
        "state": source.power,
        "settings": dict(source.settings),
        "carriers": list(source.carriers),
        "credentials": dict(source.named),
        "stored": list(stored),
        "webhook_path": f"/v1/tracking-sources/{source.id}/webhooks",
    }


def shown_event(event: Tracked) -> Shown:
    """An event."""
    return {
        "id": event.id,
        "word": event.status,
        "reason": event.reason,
        "reason_family": family_of(event.reason),
        "at": event.at,
        "local": event.local,
        "zone_from": event.zone_from,
        "country": event.country,
        "place": event.location,
        "code": event.carrier_code,
        "is_known": event.is_known,
        "source_id": event.source,
        "told": dict(event.data),
        "received_at": event.received_at,
        "void_at": event.void_at,
        "void_by": event.void_by,
        "void_why": event.void_why,
    }


def shown_watch(watch: ParcelWatch) -> Shown:
    """Something to see to."""
    return {name: getattr(watch, name) for name in _OF_WATCH}


def shown_lane(lane: LaneSeen) -> Shown:
    """One service on one lane."""
    made = {name: getattr(lane, name) for name in LaneShown.model_fields if name != "service_id"}
    return {"service_id": lane.service, **made}
