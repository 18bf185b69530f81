"""Facts that change by the passing of time alone, and the moment that each of them counts to or from.

Time that goes by is no new evidence: what a person has released must not come back because an hour has passed. So a
release is bound to the moment, which stands still, and not to the hours that are left.
"""

from collections.abc import Mapping

from engine.order.order import Order

RUNNING = frozenset({
    "order.age_hours",
    "order.decided_on",
    "order.hours_to_ship_by",
    "order.placed_in_future_minutes",
    "payment.authorisation_hours_left",
})  # fmt: skip


def anchors(order: Order) -> Mapping[str, str]:
    """Running facts -> what stands still about them, as text; empty where nothing does."""
    expires = None if order.payment is None else order.payment.authorisation_expires_at
    moments = {
        "order.age_hours": order.placed_at,
        "order.placed_in_future_minutes": order.placed_at,
        "order.hours_to_ship_by": order.ship_by,
        "payment.authorisation_hours_left": expires,
    }
    stated = {name: "" if at is None else at.isoformat() for name, at in moments.items()}
    return stated | {"order.decided_on": ""}
