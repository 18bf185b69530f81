"""The days by which disputes must be answered, for the list of all that has an end."""

from collections.abc import Sequence

from engine.store.sessions import ReadSession
from fulfillment.deadlines import Deadline, DeadlinesWanted
from fulfillment.payments.disputes.book import dispute_book
from fulfillment.payments.disputes.opening import EXPIRED
from fulfillment.records import Dispute
from fulfillment.store.disputes import open_disputes_by_end

KIND = "dispute"


def dispute_deadlines(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
    """Of disputes that wait for evidence; see `fulfillment.deadlines`."""
    return [_deadline(each) for each in open_disputes_by_end(session, merchant, wanted)]


def _deadline(dispute: Dispute) -> Deadline:
    return Deadline(
        kind=KIND,
        id=dispute.id,
        order_id=dispute.order_id,
        at=dispute.due_at,
        what_happens=EXPIRED,
        source=_source(dispute),
    )


def _source(dispute: Dispute) -> str:
    """The gateway where it named the day itself, else the table, with how far that is to be trusted."""
    if dispute.is_stated_due:
        return f"stated by {dispute.gateway}"
    book = dispute_book()
    scheme = book.scheme(dispute.scheme)
    told = book.sources[scheme.respond_source]
    said = f"{told.title}; read {told.read}"
    return said if scheme.is_sure else f"assumption after {said}"
