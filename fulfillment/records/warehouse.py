"""Pick lists and packed boxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PickList:
    """What is to be fetched from the shelves for one order."""

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    warehouse: str
    state: str
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """One line of a pick list; `line` is the number of the order's line, from 1."""

    list_id: str
    line: int
    merchant_id: str
    sku: str
    title: str
    quantity: int
    picked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A packed box of a part, `number` from 1; its weight as the scale told, in grams.

    `contents`: number of the order's line -> pieces. `opened` boxes were unpacked again and count no more.
    """

    id: str
    merchant_id: str
    order_id: str
    fulfilment_id: str
    number: int
    weight_g: int
    packed_at: datetime
    packed_by: str
    contents: Mapping[str, int]
    box: str = ""
    state: str = "closed"
