"""The days by which claims must be filed or appealed, for the list of all that has an end."""

from collections.abc import Sequence

from engine.store.sessions import ReadSession
from fulfillment.claims.owing import SOURCE
from fulfillment.claims.terms import ASSUMPTION
from fulfillment.deadlines import Deadline, DeadlinesWanted
from fulfillment.records import Claim
from fulfillment.states import Demand
from fulfillment.store.claims import denied_by_end, owed_by_end, unfiled_by_end

KIND = "claim"
WARNED = "warned"  # a day that is only assumed ends nothing
BUYER_WAITS = "buyer_waits"  # the rules may pay; else people are told again


def claim_deadlines(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
    """Of claims that wait to be filed, of denied ones, and of ended ones whose buyer waits, in the form of
    `fulfillment.deadlines`."""
    found = [
        *(_to_file(each) for each in unfiled_by_end(session, merchant, wanted)),
        *(_to_appeal(each) for each in denied_by_end(session, merchant, wanted)),
        *(_to_settle(each) for each in owed_by_end(session, merchant, wanted)),
    ]
    return sorted(found, key=lambda each: each.place)[: wanted.limit]


def _to_file(claim: Claim) -> Deadline:
    assert claim.due_at is not None  # noqa: S101 - only those with an end were asked for
    return Deadline(
        kind=KIND,
        id=claim.id,
        order_id=claim.order_id,
        at=claim.due_at,
        what_happens=Demand.TIME_BARRED if claim.is_due_sure else WARNED,
        source=claim.due_source,
    )


def _to_appeal(claim: Claim) -> Deadline:
    assert claim.appeal_at is not None  # noqa: S101 - only those with an end were asked for
    return Deadline(
        kind=KIND,
        id=claim.id,
        order_id=claim.order_id,
        at=claim.appeal_at,
        what_happens=WARNED,
        source=f"{ASSUMPTION}: the usual days to appeal",
    )


def _to_settle(claim: Claim) -> Deadline:
    assert claim.buyer_due_at is not None  # noqa: S101 - only those with an end were asked for
    return Deadline(
        kind=KIND,
        id=claim.id,
        order_id=claim.order_id,
        at=claim.buyer_due_at,
        what_happens=BUYER_WAITS,
        source=SOURCE,
    )
