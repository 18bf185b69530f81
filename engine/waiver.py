"""A person's release of one rule for one order."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Counts while the values that the rule read, and the law it read them under, stay the same."""

    rule: str
    fingerprint: str
    by: str
    why: str
    until: datetime | None = None
