"""Why a person names a service, in one word that reports can count."""

from enum import StrEnum


class NamedBecause(StrEnum):
    """Why a person names a service. What is said beside it stays outside: it may be about a buyer."""

    BUYER_ASKED = "buyer_asked"
    FASTER = "faster"
    CHEAPER = "cheaper"
    CARRIER_FULL = "carrier_full"
    CARRIER_FAILED = "carrier_failed"
    GOODS = "goods"
    OTHER = "other"
