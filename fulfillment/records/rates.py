"""Exchange rates that were stored."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """One unit of `base` is `rate` units of `quote`, a decimal number as text, since `at`, after `source`."""

    id: str
    merchant_id: str
    base: str
    quote: str
    rate: str
    source: str
    at: datetime
    entered_at: datetime
    entered_by: str
