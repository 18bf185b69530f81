"""How much of the stock channels may sell, and what they were told."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """Of what is free in `warehouses` (words set apart by blanks; none: all), `buffer` pieces are kept back, then
    `percent` of the rest are shown, at most `cap`. Without `sku` it is the rule of every article without its own.
    """

    merchant_id: str
    channel: str
    sku: str = ""
    buffer: int = 0
    percent: int = 100
    cap: int | None = None
    warehouses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTold:
    """What a channel was told last of an article."""

    merchant_id: str
    channel: str
    sku: str
    pieces: int
    told_at: datetime
