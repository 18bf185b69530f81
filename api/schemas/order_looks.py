"""What people look at beside an order: orders that share something with it, its history, and two versions of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.routes.examples import AN_ORDER_LINE, AT, DECISION, ORDER, Example
from api.schemas.shown import OrderLine, Shown, shown_line
from engine.desk.linked_orders import LinkedOrders
from engine.desk.version_differing import DifferentVersions
from engine.store.decision_rows import Past
from engine.store.order_rows import OrderVersion
from fulfillment.order_history import About, Happened

Shared = Literal["card", "device", "email", "phone", "address"]


class SharedKeyShown(BaseModel):
    """How many other orders have one key of this one; `has_more`: there are more than were looked at. `links`: rules
    count them, since they are few enough to mean something."""

    key: Shared
    orders: int
    frauds: int = Field(description="Those of them that are known for fraud.")
    has_more: bool
    links: bool


class LinkedOrderShown(OrderLine):
    """Another order with the keys that both have."""

    shares: list[Shared]
    fraud_known_at: datetime | None = Field(description="Since when it is known for fraud; null for all others.")


class LinkedOrdersShown(BaseModel):
    """`keys` are those that the order has, `data` the newest orders that share any of them."""

    order_id: str
    keys: list[SharedKeyShown]
    data: list[LinkedOrderShown]


class HappenedShown(BaseModel):
    """One thing that happened. `what` is its code, `by` who did it; `data` has codes and numbers, nobody's words."""

    at: datetime
    kind: str = Field(json_schema_extra={"enum": [each.value for each in About]})
    what: str
    id: str
    by: str | None
    data: dict[str, object]


class VersionShown(BaseModel):
    """One version of an order, with the outcome of its last decision."""

    version: int
    created_at: datetime
    created_by: str
    currency: str
    total: int = Field(description="In minor units.")
    country: str | None


class DifferentFieldShown(BaseModel):
    """A place that differs (RFC 6901); `hidden`: the values are masked, and may look alike."""

    pointer: str
    how: Literal["added", "gone", "changed"]
    before: object
    after: object
    hidden: bool


class DecidedShown(BaseModel):
    """How a version was decided last."""

    decision_id: str
    outcome: str
    score: int
    reasons: list[str]
    decided_at: datetime


class VersionsDifferShown(BaseModel):
    """Two versions side by side. `erased`: personal values of one are gone, so that they cannot be compared."""

    order_id: str
    before: VersionShown
    after: VersionShown
    fields: list[DifferentFieldShown]
    decided_before: DecidedShown | None
    decided_after: DecidedShown | None
    reasons_added: list[str]
    reasons_gone: list[str]
    erased: bool


A_LINKED: Example = {
    "order_id": ORDER,
    "keys": [{"key": "card", "orders": 1, "frauds": 0, "has_more": False, "links": True}],
    "data": [{**AN_ORDER_LINE, "shares": ["card"], "fraud_known_at": None}],
}
A_HAPPENED: Example = {
    "at": AT,
    "kind": "decision",
    "what": "decision.created",
    "id": DECISION,
    "by": None,
    "data": {"outcome": "ask_customer", "score": 0, "cause": "submitted", "version": 1, "reasons": ["ADR_POSTCODE"]},
}
A_VERSION: Example = {
    "version": 1, "created_at": AT, "created_by": "shop key", "currency": "EUR", "total": 1999, "country": "DE",
}  # fmt: skip
_ASKED: Example = {
    "decision_id": DECISION, "outcome": "ask_customer", "score": 0, "reasons": ["ADR_POSTCODE"], "decided_at": AT,
}  # fmt: skip
A_DIFFERENCE: Example = {
    "order_id": ORDER,
    "before": A_VERSION,
    "after": {**A_VERSION, "version": 2},
    "fields": [
        {"pointer": "/shipping_address/postcode", "how": "changed", "before": "1011", "after": "10115", "hidden": False}
    ],
    "decided_before": _ASKED,
    "decided_after": {**_ASKED, "outcome": "admit", "reasons": []},
    "reasons_added": [],
    "reasons_gone": ["ADR_POSTCODE"],
    "erased": False,
}


def shown_links(order_id: str, found: LinkedOrders) -> Shown:
    """Linked orders."""
    return {
        "order_id": order_id,
        "keys": [
            {
                "key": each.kind,
                "orders": each.orders,
                "frauds": each.frauds,
                "has_more": each.has_more,
                "links": each.links,
            }
            for each in found.keys
        ],
        "data": [
            {**shown_line(each.line), "shares": each.shares, "fraud_known_at": each.fraud_known_at}
            for each in found.orders
        ],
    }


def shown_happened(found: Happened) -> Shown:
    """Something that happened."""
    return {
        "at": found.at,
        "kind": found.kind,
        "what": found.what,
        "id": found.id,
        "by": found.by or None,
        "data": found.data,
    }


def shown_version(version: OrderVersion) -> Shown:
    """A version without its document."""
    return {name: getattr(version, name) for name in VersionShown.model_fields}


def shown_difference(order_id: str, found: DifferentVersions) -> Shown:
    """What differs."""
    before, after = found.decided_before, found.decided_after
    was = () if before is None else before.reasons
    is_ = () if after is None else after.reasons
    return {
        "order_id": order_id,
        "before": shown_version(found.before),
        "after": shown_version(found.after),
        "fields": [{name: getattr(each, name) for name in DifferentFieldShown.model_fields} for each in found.fields],
        "decided_before": _decided(before),
        "decided_after": _decided(after),
        "reasons_added": [each for each in is_ if each not in was],
        "reasons_gone": [each for each in was if each not in is_],
        "erased": not found.is_whole,
    }


def _decided(past: Past | None) -> Mapping[str, object] | None:
    if past is None:
        return None
    plain = {name: getattr(past, name) for name in ("outcome", "score", "decided_at")}
    return {"decision_id": past.id, **plain, "reasons": list(past.reasons)}
