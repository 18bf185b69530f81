"""Which profits are asked for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Orders that fulfilment took over from `since` to before `until`, of some shops where named; `is_expected` wants
    what was expected rather than what is booked by now."""

    merchant: str
    since: datetime
    until: datetime
    currency: str
    is_expected: bool = False
    shops: frozenset[str] | None = None
    channel: str | None = None

    @property
    def basis(self) -> str:
        """As shares are kept."""
        return "expected" if self.is_expected else "actual"
