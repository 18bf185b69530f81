"""Whose turn it is in a claim, by how it stands."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from fulfillment.states import Demand


class Turn(StrEnum):
    """Who acts next: we, the carrier, or nobody any more."""

    US = "us"
    CARRIER = "carrier"
    NOBODY = "nobody"


STATES: Mapping[Turn, tuple[Demand, ...]] = MappingProxyType(
    {
        Turn.US: (Demand.OPENED, Demand.EVIDENCE_PENDING, Demand.DENIED, Demand.PAID),
        Turn.CARRIER: (Demand.FILED, Demand.ACKNOWLEDGED, Demand.APPEALED, Demand.APPROVED),
        Turn.NOBODY: (Demand.TIME_BARRED, Demand.WITHDRAWN, Demand.CLOSED),
    }
)


def turn_of(state: str) -> Turn:
    """Who acts next in a claim that stands so."""
    return next(turn for turn, states in STATES.items() if state in states)
