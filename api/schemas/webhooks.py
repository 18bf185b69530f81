"""Endpoints of webhooks, deliveries and types of events as they are asked for and shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.event_types import EVENT_TYPES
from api.routes.examples import AT, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import PAGE
from engine.desk.webhooks import MOST_DESCRIPTION, MOST_URL
from engine.ids import Prefix
from engine.store.webhook_deliveries import Attempt, Delivery
from engine.store.webhook_endpoints import Endpoint, Secret
from engine.webhooks.event_type import EventType
from engine.webhooks.payload import Told, body_of
from engine.webhooks.subscription import FORM, MOST_PATTERNS

Url = Annotated[str, Field(min_length=1, max_length=MOST_URL, pattern=r"^https?://[\x21-\x7e]+$")]
Pattern = Annotated[str, Field(max_length=64, pattern=FORM)]
Patterns = Annotated[
    list[Pattern],
    Field(
        min_length=1,
        max_length=MOST_PATTERNS,
        description="Types of events: `*` for all, `order.*` for a family, or a type by its name.",
    ),
]
Description = Annotated[str, Field(max_length=MOST_DESCRIPTION, pattern=f"{PAGE}|^$")]
State = Literal["enabled", "disabled"]
DeliveryState = Literal["pending", "delivered", "failed", "dropped"]


class EndpointAsked(Strict):
    """Where events are to be sent, and which."""

    url: Url
    types: Patterns = Field(default=["*"])
    description: Description = ""


class EndpointChange(Strict):
    """What is to be different; what is left out stays as it is."""

    url: Url | None = None
    types: Patterns | None = None
    description: Description | None = None


class RotationAsked(Strict):
    """For how long the secrets before it sign as well; 0 ends them at once, as one that was found out must end."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class ReplayAsked(Strict):
    """From where to send again. Without either, from the beginning of the feed."""

    after: Annotated[int, Field(ge=0, le=2**53)] | None = Field(
        default=None, description="Events behind this number of the feed."
    )
    since: datetime | None = Field(default=None, strict=False, description="Events since this moment.")
    everything: bool = Field(default=False, description="What was delivered as well; else what was not.")


class SecretShown(BaseModel):
    """A secret that signs, by its name; what it is was shown when it was made."""

    id: str
    created_at: datetime
    expires_at: datetime | None = Field(description="When it ceases to sign; null for the newest.")


class EndpointShown(BaseModel):
    """Where events are sent, and how that goes."""

    id: str
    url: str
    types: list[str]
    description: str
    state: State
    disabled_for: Literal["by_hand", "gone", "failing"] | None = Field(
        description="Why nothing is sent: somebody said so, it answered 410, or nothing came through for three days."
    )
    disabled_at: datetime | None
    failures: int = Field(description="In a row, of whatever delivery; 0 when the last one went well.")
    failing_since: datetime | None
    rests_until: datetime | None = Field(description="After several failures nothing is sent before this moment.")
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int


class EndpointRead(EndpointShown):
    """An endpoint with what waits for it and the secrets that sign."""

    waiting: int
    secrets: list[SecretShown]


class EndpointMade(EndpointShown):
    """An endpoint with its newest secret, which is shown this once."""

    secret: str = Field(description="`whsec_` and base64: what a receiver verifies signatures with.")


class DeliveryShown(BaseModel):
    """One event on its way to one endpoint."""

    id: str
    endpoint_id: str
    webhook_id: str = Field(description="The header `webhook-id`: the same over all attempts.")
    event_id: str
    feed_sequence: int = Field(description="Number of the event in the feed; 0 for a ping.")
    type: str
    order_id: str | None
    state: DeliveryState = Field(
        description="`failed`: all tries did; `dropped`: the endpoint was disabled before it could be sent."
    )
    attempts: int
    next_at: datetime | None = Field(description="When it is tried next; null when it has ended.")
    last_status: int | None
    last_error: str
    created_at: datetime
    ended_at: datetime | None


class AttemptShown(BaseModel):
    """One call: when, how long it took, and what came of it. No status: there was no answer."""

    number: int
    at: datetime
    took_ms: int
    outcome: Literal["delivered", "failed", "throttled", "gone"]
    status: int | None
    error: str


class DeliveryRead(DeliveryShown):
    """A delivery with its attempts."""

    history: list[AttemptShown]


class EventReplayShown(BaseModel):
    """Numbers of the feed behind which and up to which events are sent again."""

    endpoint_id: str
    after: int
    until: int


class EventTypeShown(BaseModel):
    """A type of events: what it means, what the message of a webhook looks like, and an example of one."""

    type: str
    summary: str
    about_order: bool
    data_schema: dict[str, object] = Field(serialization_alias="schema", description="JSON Schema of the message.")
    example: dict[str, object]


ENDPOINT = an_id(Prefix.ENDPOINT)
AN_ENDPOINT: Example = {
    "id": ENDPOINT,
    "url": "https://shop.example/hooks/clearway",
    "types": ["order.*", "decision.superseded"],
    "description": "order desk",
    "state": "enabled",
    "disabled_for": None,
    "disabled_at": None,
    "failures": 0,
    "failing_since": None,
    "rests_until": None,
    "created_at": AT,
    "created_by": "shop key",
    "changed_at": AT,
    "version": 1,
}
ENDPOINT_ASKED = {name: AN_ENDPOINT[name] for name in ("url", "types", "description")}
A_SECRET: Example = {"id": an_id(Prefix.SIGNING_KEY), "created_at": AT, "expires_at": None}
AN_ENDPOINT_READ: Example = {**AN_ENDPOINT, "waiting": 0, "secrets": [A_SECRET]}
AN_ENDPOINT_MADE: Example = {**AN_ENDPOINT, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}
A_DELIVERY: Example = {
    "id": an_id(Prefix.DELIVERY),
    "endpoint_id": ENDPOINT,
    "webhook_id": "msg_6f1c0de0c0de7000800000000000c0de",
    "event_id": f"{an_id(Prefix.EVENT)}_o",
    "feed_sequence": 42,
    "type": "order.admitted",
    "order_id": ORDER,
    "state": "pending",
    "attempts": 1,
    "next_at": "2026-11-25T10:02:17Z",
    "last_status": 503,
    "last_error": "answers 503",
    "created_at": AT,
    "ended_at": None,
}
AN_ATTEMPT: Example = {
    "number": 1,
    "at": "2026-11-25T10:02:12Z",
    "took_ms": 38,
    "outcome": "failed",
    "status": 503,
    "error": "answers 503",
}
A_DELIVERY_READ: Example = {**A_DELIVERY, "history": [AN_ATTEMPT]}
A_REPLAY: Example = {"endpoint_id": ENDPOINT, "after": 17, "until": 42}


def shown_endpoint(endpoint: Endpoint) -> Mapping[str, object]:
    """An endpoint."""
    return {name: getattr(endpoint, name) for name in EndpointShown.model_fields}


def shown_with_secrets(endpoint: Endpoint, waiting: int, secrets: Sequence[Secret]) -> Mapping[str, object]:
    """An endpoint with what waits for it, and the names of its secrets."""
    named = [{name: getattr(each, name) for name in SecretShown.model_fields} for each in secrets]
    return {**shown_endpoint(endpoint), "waiting": waiting, "secrets": named}


def shown_delivery(delivery: Delivery) -> Mapping[str, object]:
    """A delivery."""
    return {
        "id": delivery.id,
        "endpoint_id": delivery.endpoint,
        "webhook_id": delivery.message_id,
        "event_id": delivery.event,
        "feed_sequence": delivery.event_seq,
        "type": delivery.type,
        "order_id": delivery.order_id or None,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at,
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "created_at": delivery.created_at,
        "ended_at": delivery.ended_at,
    }


def shown_attempts(delivery: Delivery, attempts: Sequence[Attempt]) -> Mapping[str, object]:
    """A delivery with its attempts."""
    history = [{name: getattr(each, name) for name in AttemptShown.model_fields} for each in attempts]
    return {**shown_delivery(delivery), "history": history}


def message_schema(kind: EventType) -> dict[str, object]:
    """JSON Schema (2020-12) of the message of a type."""
    nothing = {"type": "null"}
    whole = {"type": "integer"}
    status = {"type": ["string", "null"]}
    common: dict[str, object] = {
        "event_id": {"type": "string", "description": "The event, as the feed names it."},
        "feed_sequence": {**whole, "description": "Its number in the feed; 0 for a ping."},
        "order_id": {"type": "string"} if kind.about_order else {"type": ["string", "null"]},
        "sequence": {
            "type": ["integer", "null"],
            "description": "Counts the events of the order from 1; ignore a message that is lower than you have seen.",
        },
        "status": {**status, "description": "How what it is about stands now."},
        "previous_status": {**status, "description": "How it stood before."},
        "links": {"type": "object", "additionalProperties": {"type": "string"}, "description": "The whole thing."},
    }
    own = {name: {"anyOf": [schema, nothing]} for name, schema in kind.fields.items()}
    data = {
        "type": "object",
        "properties": {**common, **own, "is_shortened": {"type": "boolean", "description": "Lists were left out."}},
        "required": [*common, *own],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "type": {"const": kind.name},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
            "data": data,
        },
        "required": ["type", "timestamp", "data"],
        "additionalProperties": False,
    }


def message_example(kind: EventType) -> bytes:
    """A message of a type, as it is sent."""
    told = Told(
        type=kind.name,
        at=datetime.fromisoformat(AT),
        event_id=f"{an_id(Prefix.EVENT)}_e",
        feed_sequence=42,
        order_id=ORDER if kind.about_order else "",
        sequence=3,
        data=kind.example,
    )
    return body_of(told, EVENT_TYPES)
