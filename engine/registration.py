"""A registration: a number under which the merchant stands in a register, from when until when.

`country` is where the register is: an ISO 3166-1 code, `EU` for the union, `XI` for Northern Ireland. `entity` and
`shop` say for whom it counts; None is all of the merchant's. `warned_from` is the day on which its end begins to be
told of.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One registration as a decision is handed it. Both days of its validity are days on which it counts."""

    id: str
    kind: str
    country: str
    number: str
    entity: str | None = None
    shop: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    warned_from: date | None = None

    def in_force(self, on: date) -> bool:
        """It counts on that day."""
        return (self.valid_from is None or self.valid_from <= on) and not self.expired(on)

    def expired(self, on: date) -> bool:
        """Its last day has passed."""
        return self.valid_to is not None and self.valid_to < on

    def expiring(self, on: date) -> bool:
        """It counts, and its end is near."""
        return self.in_force(on) and self.warned_from is not None and self.warned_from <= on

    def counts_for(self, entity: str | None, shop: str | None) -> bool:
        """Whether it may be meant by an order of this entity and shop; one that states neither meets all."""
        return _meets(self.entity, entity) and _meets(self.shop, shop)


def _meets(own: str | None, asked: str | None) -> bool:
    return own is None or asked is None or own == asked
