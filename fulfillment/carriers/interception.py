"""Asking the carrier to stop a parcel that has left, and taking that back."""

from fulfillment.casefile import CaseFile
from fulfillment.notify.telling import CARRIER, tell


def request_interception(file: CaseFile, _: str) -> None:
    """Told to the carrier; whether it works shows in the tracking."""
    tell(file, "interception", about=_about(file), audience=CARRIER)


def withdraw_interception(file: CaseFile, _: str) -> None:
    """The parcel may go on."""
    tell(file, "interception_withdrawn", about=_about(file), audience=CARRIER)


def _about(file: CaseFile) -> str:
    # A parcel may be stopped, freed and stopped again; each is told once.
    return f"{file.case.shipment_id}:{file.case.entries}"
