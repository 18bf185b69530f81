"""What is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told once; the words are chosen when it is written."""

    id: str
    merchant_id: str
    order_id: str
    kind: str
    about: str
    audience: str
    created_at: datetime
    params: Mapping[str, object] = field(default_factory=dict)
    state: str = "queued"
    written_at: datetime | None = None
