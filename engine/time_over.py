"""That the time of a hold was over before anybody had judged the order: an input of the decision that ends it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOver:
    """Which hold it was, of which rule for which reason, by which clock, and since when."""

    hold: str
    rule: str
    reason: str
    clock: str
    at: datetime
