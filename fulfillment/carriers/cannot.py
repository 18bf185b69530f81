"""What an adapter answers to what its carrier's API does not have."""

# ruff: noqa: ARG002 - the names are the protocol's

from fulfillment.carriers.errors import CarrierCannot
from fulfillment.carriers.protocol import (
    Known,
    LabelFile,
    LabelForm,
    ManifestAsked,
    PickupAsked,
    PickupBooked,
    Rate,
    RatesAsked,
)
from fulfillment.carriers.words import Act, AdapterName


class Lacking:
    """A carrier that has nothing beside booking; adapters override what theirs has."""

    name: AdapterName
    settling_s = 0.0

    def rates(self, asked: RatesAsked) -> tuple[Rate, ...]:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.RATE)

    def label(self, known: Known, form: LabelForm) -> LabelFile:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.LABEL)

    def void(self, known: Known, *, unsure: bool) -> bool:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.VOID)

    def pick_up(self, asked: PickupAsked, *, unsure: bool) -> PickupBooked:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.PICKUP)

    def call_off_pickup(self, remote: str, by: str) -> bool:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.PICKUP)

    def close(self, asked: ManifestAsked) -> str:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.MANIFEST)

    def recall(self, known: Known, reference: str) -> str:
        """Raises CarrierCannot."""
        raise CarrierCannot(self.name, Act.RECALL)
