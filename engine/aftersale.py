"""What a person did after a sale, as signs that later orders are judged by. None says anything by itself: rules do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AftersaleKind(StrEnum):
    """Money went back; said that nothing came; sent back an empty parcel or other goods; sent back used goods."""

    REFUND = "refund"
    NOT_RECEIVED = "not_received"
    BAD_RETURN = "bad_return"
    USED_RETURN = "used_return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftersale:
    """One sign. `order_id` is the order that it is about, which was placed at `placed_at`."""

    kind: AftersaleKind
    order_id: str
    placed_at: datetime
