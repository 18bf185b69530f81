"""In whose name a merchant sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderProfile:
    """A sender as it is kept: `entity` and `warehouse` say for which parcels it counts, "" for any. `data` has name,
    address and numbers, as `fulfillment.documents.senders` writes them."""

    id: str
    merchant_id: str
    entity: str
    warehouse: str
    data: Mapping[str, object]
    changed_at: datetime
    changed_by: str
