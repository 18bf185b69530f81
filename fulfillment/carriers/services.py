"""Which letters a parcel number begins with: the service indicator of UPU standard S10.

The first letter says what the post does with the item; the second tells ranges apart. Values as published for S10
(read 2026-11 in public summaries of the standard): A recorded, C parcel, E express (EMS), L tracked, R registered,
U untracked but bearing CN 22 or CN 23, V insured letter post.
"""

from collections.abc import Mapping
from types import MappingProxyType

MOST_OF_A_LETTER_G = 2000
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "A": "Letter post, recorded",
        "C": "Parcel post",
        "E": "EMS",
        "L": "Letter post, tracked",
        "R": "Letter post, registered",
        "U": "Letter post",
        "V": "Letter post, insured",
    }
)
REGISTERED, PARCEL, EXPRESS, TRACKED, UNTRACKED, INSURED = "RX", "CX", "EX", "LX", "UX", "VX"
# Words by which shops name a postal product. A courier's express is none, so the word alone says nothing.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "ems": EXPRESS,
        "registered": REGISTERED,
        "tracked": TRACKED,
        "epacket": TRACKED,
        "eub": TRACKED,
        "untracked": UNTRACKED,
        "ordinary": UNTRACKED,
        "insured": INSURED,
        "parcel": PARCEL,
    }
)


def indicator_of(service: str, weight_g: int) -> str:
    """The two letters for what was chosen at checkout; a heavy item is a parcel unless it is express.

    A service that names no product goes registered up to 2 kg, as letter post ends there, and as a parcel above.
    """
    words = service.lower().replace("-", " ").replace("_", " ").split()
    named = next((WORDS[word] for word in words if word in WORDS), REGISTERED)
    heavy = weight_g > MOST_OF_A_LETTER_G and named != EXPRESS
    return PARCEL if heavy else named


def service_name(number: str) -> str:
    """What the number's first letter says; nothing for a number of a carrier's own making."""
    return NAMES.get(number[:1], "") if number[:2].isalpha() else ""
