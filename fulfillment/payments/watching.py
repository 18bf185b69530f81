"""The timer of an authorisation."""

from datetime import datetime

from fulfillment.casefile import CaseFile
from fulfillment.jobs import PAYMENT_WATCH


def watch_promise(file: CaseFile, expires_at: datetime | None) -> None:
    """Sets the timer that looks at a promise before it ends."""
    if expires_at is not None:
        when = max(file.now, expires_at - file.site.payments.watch)
        file.add_job(PAYMENT_WATCH, {"expires_at": expires_at.isoformat()}, track="payment-watch", run_after=when)
