"""The words of sources."""

from enum import StrEnum

from fulfillment.channels.words import Power

__all__ = ["RETURNS", "Power", "SourceKind"]

RETURNS = "returns"  # among the carriers of a source: the labels of returns, which no carrier of ours books


class SourceKind(StrEnum):
    """What speaks for a source. `own`: whoever sends our own shape, by webhook or as a file; `own_carrier`: a line that
    is asked by POST, as docs/own-carrier-protocol.md says."""

    SEVENTEEN_TRACK = "17track"
    DHL = "dhl"
    OWN = "own"
    OWN_CARRIER = "own_carrier"
