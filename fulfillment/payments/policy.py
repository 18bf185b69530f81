"""What a merchant has chosen about money: when promises are turned into it, and what happens to those that end."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class CaptureAt(StrEnum):
    """When an authorised payment is captured: as the order is accepted, when its first part is packed, or when its last
    part stands ready for the carrier. Nothing leaves before the money is there."""

    ACCEPTED = "accepted"
    PACKED = "packed"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPolicy:
    """`handling` is how long an order takes that states no time to ship by, or has missed it. A promise that ends is
    looked at `watch` before; what has expired unpaid is cancelled after `cancel_after`. A dispute is warned of `warn`
    before its answer is due."""

    capture_at: CaptureAt = CaptureAt.PACKED
    handling: timedelta = timedelta(days=2)
    watch: timedelta = timedelta(days=1)
    cancel_after: timedelta = timedelta(days=5)
    warn: timedelta = timedelta(days=3)


USUAL = PaymentPolicy()
