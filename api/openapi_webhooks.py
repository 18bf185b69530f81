"""The part of the OpenAPI 3.1 document about what we send: one entry of `webhooks` for each type of events."""

import orjson

from api.describing import Document, Tag
from api.event_types import EVENT_TYPES
from api.schemas.webhooks import message_example, message_schema
from engine.outgoing.webhooks import BOUNDS
from engine.webhooks.event_type import EventType
from engine.webhooks.signing import ID, SIGNATURE, TIMESTAMP

_HEADERS = {
    ID: "Names the message, the same over all attempts: keep it, and do nothing when it comes again.",
    TIMESTAMP: "Seconds since 1970 when this attempt was made: refuse what is older than five minutes.",
    SIGNATURE: "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, several of them between blanks during a "
    "rotation: one must be right.",
}
_EXAMPLES = {
    ID: "msg_6f1c0de0c0de7000800000000000c0de",
    TIMESTAMP: "1764064931",
    SIGNATURE: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
}


def webhooks() -> Document:
    """By type, sorted."""
    return {name: {"post": _operation(EVENT_TYPES[name])} for name in sorted(EVENT_TYPES)}


def _operation(kind: EventType) -> Document:
    content = {"schema": message_schema(kind), "example": orjson.loads(message_example(kind))}
    return {
        "operationId": f"webhook_{kind.name.replace('.', '_')}",
        "summary": kind.summary,
        "description": "Sent to endpoints that want the type, as Standard Webhooks 1.0.0 says.",
        "tags": [Tag.WEBHOOKS.value],
        "parameters": [_header(name) for name in _HEADERS],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "2XX": {"description": f"Taken. Answer within {BOUNDS.whole_s:g} seconds, and work on it afterwards."},
            "410": {"description": "Nobody wants these any more: the endpoint is disabled."},
            "429": {"description": "Too much: `Retry-After` says for how long nothing is sent."},
            "default": {"description": "Not taken: it is sent again, some ten times over three days."},
        },
    }


def _header(name: str) -> Document:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": _HEADERS[name],
        "schema": {"type": "string"},
        "example": _EXAMPLES[name],
    }
