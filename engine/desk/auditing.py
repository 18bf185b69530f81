"""The job that appends to the audit, for whoever does something worth remembering."""

from collections.abc import Mapping
from datetime import datetime

from engine.store.outbox import NewJob

AUDIT = "desk.audit"


def audited(by: str, merchant: str, action: str, subject: str, data: Mapping[str, object], at: datetime) -> NewJob:
    """Somebody did this to that."""
    payload = {"actor": by, "action": action, "subject": subject, "data": dict(data), "at": at.isoformat()}
    return NewJob(kind=AUDIT, merchant=merchant, aggregate=subject, payload=payload)
