"""A dispute is kept, and its case at customer service follows it by a job."""

from fulfillment.casefile import CaseFile
from fulfillment.jobs import INBOX_DISPUTE
from fulfillment.records import Dispute
from fulfillment.store.disputes import add_dispute, save_dispute


def keep_new(file: CaseFile, dispute: Dispute) -> None:
    """A dispute that nobody knew."""
    add_dispute(file.session, dispute)
    _follow(file, dispute)


def keep_changed(file: CaseFile, dispute: Dispute) -> None:
    """A dispute as it stands now."""
    save_dispute(file.session, dispute)
    _follow(file, dispute)


def _follow(file: CaseFile, dispute: Dispute) -> None:
    file.add_job(INBOX_DISPUTE, {"dispute_id": dispute.id}, track="inbox")
