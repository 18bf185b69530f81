"""Lives of orders as learning keeps them, for tests of tables and suggestions."""

from datetime import datetime, timedelta

from fulfillment.learning.reading import Life
from fulfillment.records import LearntSuggestion, OrderOutcome, OutcomeFact, OutcomePart
from tests.fulfilment_site import NOON

FAMILIES = {
    "lost": "logistics",
    "not_as_described": "quality",
    "charged_back_fraud": "payment",
    "claim_paid": "none",
    "measured_late": "none",
}


def a_part(order_id: str, line: int = 1, **fields: object) -> OutcomePart:
    """A line in one parcel, in box B1 from Shenzhen to Germany."""
    plain: dict[str, object] = {
        "order_id": order_id, "line": line, "shipment_id": f"shp_{order_id}", "merchant_id": "main", "sku": "TEE",
        "supplier": "M-1", "goods": "6109", "carrier": "yunexpress", "service_id": "line-yunexpress", "origin": "CN",
        "country": "DE", "warehouse": "SZX-1", "box": "B1", "pieces": 1, "value": 2000,
    }  # fmt: skip
    return OutcomePart(**{**plain, **fields})  # type: ignore[arg-type]


def a_fact(order_id: str, cause: str, line: int = 0, key: str = "", merchant: str = "main") -> OutcomeFact:
    """Something that happened."""
    return OutcomeFact(order_id=order_id, key=key or f"{cause}:{line}", merchant_id=merchant, family=FAMILIES[cause],
                       cause=cause, at=NOON, learnt_at=NOON, line=line)  # fmt: skip


def a_life(order_id: str, *causes: str, parts: tuple[OutcomePart, ...] = (), **fields: object) -> Life:
    """An order that was sent ten days ago, with these causes."""
    plain: dict[str, object] = {
        "order_id": order_id, "merchant_id": "main", "stage": "completed", "is_sent": True, "is_held": False,
        "is_released": False, "shop": "shop-de", "channel": "own_shop", "currency": "EUR",
        "ended_at": NOON - timedelta(days=10), "learnt_at": NOON, "looked_at": NOON, "case_version": 1,
    }  # fmt: skip
    outcome = OrderOutcome(**{**plain, **fields})  # type: ignore[arg-type]
    found = parts or (a_part(order_id, refund=2000 if causes else 0),)
    return Life(outcome=outcome, parts=found, facts=tuple(a_fact(order_id, each) for each in causes))


def suggested(id_: str, at: datetime) -> LearntSuggestion:
    """A lane that loses parcels."""
    evidence: dict[str, object] = {
        "share_ppm": 80_000, "low_ppm": 41_100, "high_ppm": 150_000, "compared": "rest", "rest_cases": 5,
        "rest_orders": 900, "rest_ppm": 5_555, "chance": 1e-07, "false_share": 1e-06, "money": 16_000,
        "change": "service", "target": "SVC-010 shipping.lost_avoid", "links": ["ord_1"], "days": 30,
    }  # fmt: skip
    return LearntSuggestion(
        id=id_, merchant_id="main", rule="lane-loses", about="CN-FR line-4px", state="open", cases=8, orders=100,
        monthly=16_000, currency="EUR", first_at=at, seen_at=at, data=evidence,
    )  # fmt: skip
