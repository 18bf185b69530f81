"""The body of a message: type, moment, and thin data with a link to the whole thing (Standard Webhooks 1.0.0).

Only what the catalogue lists of a type goes out, and only where it fits what the catalogue says, so that neither a
field added tomorrow nor what somebody typed into a note leaves the house.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.webhooks.event_type import EventType, Json, fits

MOST_BYTES = 20_000
MOST_LISTED = 100

Catalogue = Mapping[str, EventType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as it is to be told. `sequence` counts the events of its order from 1, `feed_sequence` all events."""

    type: str
    at: datetime
    event_id: str
    feed_sequence: int
    order_id: str
    sequence: int
    data: Mapping[str, object]


def body_of(told: Told, catalogue: Catalogue) -> bytes:
    """The bytes to be signed and sent: the same ones each time, fewer than 20,000."""
    kind = catalogue.get(told.type) or EventType(name=told.type, summary="")
    listed = _listed(told, kind)
    body = _bytes(told, _data(told, kind, listed))
    if len(body) >= MOST_BYTES:
        short = {name: value for name, value in listed.items() if not isinstance(value, list)}
        body = _bytes(told, _data(told, kind, short) | {"is_shortened": True})
    return body


def _listed(told: Told, kind: EventType) -> Json:
    found: Json = {}
    for name, schema in kind.fields.items():
        value = told.data.get(name)
        whole = value[:MOST_LISTED] if isinstance(value, list | tuple) else value
        whole = list(whole) if isinstance(whole, tuple) else whole
        found[name] = whole if whole is not None and fits(whole, schema) else None
    return found


def _data(told: Told, kind: EventType, listed: Json) -> Json:
    common: Json = {
        "event_id": told.event_id,
        "feed_sequence": told.feed_sequence,
        "order_id": told.order_id or None,
        "sequence": told.sequence if told.order_id else None,
        "status": listed.get(kind.status) if kind.status else None,
        "previous_status": listed.get(kind.previous) if kind.previous else None,
    }
    return common | listed | {"links": _links(told, kind, listed)}


def _links(told: Told, kind: EventType, listed: Json) -> Json:
    links: Json = {}
    if told.order_id:
        links["order"] = f"/v1/orders/{told.order_id}"
    known = {**listed, "order_id": told.order_id or None}
    if kind.link and all(value for name, value in known.items() if f"{{{name}}}" in kind.link):
        links["self"] = kind.link.format_map(known)
    return links


def _bytes(told: Told, data: Json) -> bytes:
    at = told.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    made = {"type": told.type, "timestamp": at, "data": data}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
