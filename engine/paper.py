"""A paper that somebody handed in for an order: an import permit, a certificate. Handed in, it is only claimed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PaperState(StrEnum):
    """What a person said of it. Only `verified` satisfies what the law asks for."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`kind` is an entry of documents.yaml, `line` counts from 1, or None for all goods of the order.

    `about` is the digest of the goods and the country that it was handed in for: for other goods it says nothing.
    """

    id: str
    kind: str
    line: int | None
    about: str
    state: PaperState
    valid_from: date | None = None
    valid_until: date | None = None

    def in_force(self, on: date) -> bool:
        """Both ends are days on which it is valid."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )
