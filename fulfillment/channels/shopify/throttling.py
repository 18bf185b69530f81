"""The leaky bucket: what a query may cost now, by what Shopify told of the last one.

Each answer tells what it cost and how full the bucket is; the bucket fills again by so many points a second (Shopify,
"GraphQL Admin API rate limits", read 2026-11). A query that the bucket cannot pay is not sent: its job waits instead.
"""

from dataclasses import dataclass
from datetime import datetime

from fulfillment.channels.node import Node

LEAST_WAIT_S = 1.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many points were left at a moment, and `rate` more come a second up to `most`."""

    most: float
    left: float
    rate: float
    at: datetime

    def wait_for(self, cost: float, now: datetime) -> float:
        """Seconds until a query of this cost can be paid; 0 for at once."""
        filled = min(self.most, self.left + self.rate * max(0.0, (now - self.at).total_seconds()))
        lacking = min(cost, self.most) - filled
        return max(LEAST_WAIT_S, lacking / self.rate) if lacking > 0 and self.rate > 0 else 0.0


def bucket_of(extensions: Node, now: datetime) -> Bucket | None:
    """The bucket that an answer tells of, if it does."""
    status = extensions.at("cost", "throttleStatus")
    most, left, rate = (_number(status.at(name)) for name in ("maximumAvailable", "currentlyAvailable", "restoreRate"))
    return None if most is None or left is None or rate is None else Bucket(most, left, rate, now)


def asked_cost(extensions: Node) -> float | None:
    """What the query would cost at most, as Shopify reckons it."""
    return _number(extensions.at("cost", "requestedQueryCost"))


def _number(node: Node) -> float | None:
    return float(node.value) if isinstance(node.value, int | float) and not isinstance(node.value, bool) else None
