"""The private networks that an operator has opened for what leaves the house."""

from engine.outgoing.target import Opening
from engine.settings import Settings


def openings_of(settings: Settings) -> tuple[Opening, ...]:
    """Of `CLEARWAY_OUTGOING_OPEN`. Raises TargetRefused for words that are no network and port."""
    return tuple(Opening.parse(each) for each in settings.outgoing_open.split())
