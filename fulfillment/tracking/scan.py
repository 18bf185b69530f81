"""One event of a parcel as it is entered, whoever told it."""

from dataclasses import dataclass
from datetime import datetime

from fulfillment.tracking.reading import Read
from fulfillment.tracking.told import Told
from fulfillment.tracking.vocabulary import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One event in our vocabulary. `at` is the carrier's time with its zone, `carrier_code` the carrier's own word.

    `told` and `read` where a source told it in its own codes and a table read it; `source` is that source's id.
    """

    status: Word
    at: datetime
    carrier_code: str = ""
    reason: str = ""
    location: str = ""
    source: str = ""
    told: Told | None = None
    read: Read | None = None
