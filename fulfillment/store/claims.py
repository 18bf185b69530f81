"""Claims against carriers, what proves them, and what was paid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from engine.clock import microseconds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import ORDER_VERSION
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.lifecycle import CLAIM_OVER
from fulfillment.machines.claim import UNFILED
from fulfillment.records import Claim, ClaimPayment, ClaimProof
from fulfillment.states import Demand
from fulfillment.store.deadlines import records_by_end
from fulfillment.store.profit_marks import mark_order
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import CLAIM, CLAIM_PAYMENT, CLAIM_PROOF

PART = 500
MOVED_BY_STEPS = frozenset({"id", "merchant_id", "order_id", "state"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsWanted:
    """Which claims are listed: behind an id, of some states, a kind, a carrier, an order; empty is all.

    `shops` None: of all.
    """

    after: str = ""
    limit: int = PART
    states: Sequence[str] = ()
    kind: str = ""
    carrier: str = ""
    order_id: str = ""
    shops: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


def add_claim(session: WriteSession, claim: Claim) -> bool:
    """Opens a claim unless there is one of this kind about this parcel that was not withdrawn."""
    same = (
        CLAIM.c.shipment_id == claim.shipment_id,
        CLAIM.c.kind == claim.kind,
        CLAIM.c.state != Demand.WITHDRAWN,
    )
    if session.number(select(func.count()).select_from(CLAIM).where(*same)):
        return False
    keep(session, CLAIM, claim)
    mark_order(session, claim.order_id)
    return True


def save_claim(session: WriteSession, claim: Claim) -> None:
    """Keeps what changed but the state, which steps alone move. The case of its order, which is compared and set,
    guards it."""
    changed = {name: value for name, value in row_of(claim).items() if name not in MOVED_BY_STEPS}
    session.run(update(CLAIM).where(CLAIM.c.id == claim.id).values(**changed))
    mark_order(session, claim.order_id)


def find_claim(session: ReadSession, merchant: str, id_: str) -> Claim | None:
    """A claim by its id."""
    return one(session, CLAIM, Claim, CLAIM.c.id == id_, CLAIM.c.merchant_id == merchant)


def claims_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Claim, ...]:
    """All claims about an order, oldest first."""
    return many(session, CLAIM, Claim, CLAIM.c.order_id == order_id, CLAIM.c.merchant_id == merchant)


def claims_after(session: ReadSession, merchant: str, wanted: ClaimsWanted) -> tuple[Claim, ...]:
    """Claims behind an id, oldest first, as far as they are wanted."""
    return many(session, CLAIM, Claim, *conditions(merchant, wanted), limit=wanted.limit)


def conditions(merchant: str, wanted: ClaimsWanted) -> Sequence[ColumnElement[bool]]:
    """Which claims are wanted, whatever is asked of them."""
    where: list[ColumnElement[bool]] = [CLAIM.c.merchant_id == merchant, CLAIM.c.id > wanted.after]
    if wanted.states:
        where.append(CLAIM.c.state.in_(list(wanted.states)))
    if wanted.kind:
        where.append(CLAIM.c.kind == wanted.kind)
    if wanted.carrier:
        where.append(CLAIM.c.carrier == wanted.carrier)
    if wanted.order_id:
        where.append(CLAIM.c.order_id == wanted.order_id)
    if wanted.shops is not None:
        where.append(of_shops(CLAIM.c.order_id, merchant, wanted.shops))
    if wanted.since is not None:
        where.append(CLAIM.c.created_at >= microseconds(wanted.since))
    if wanted.until is not None:
        where.append(CLAIM.c.created_at < microseconds(wanted.until))
    return where


def each_claim(session: ReadSession, merchant: str, wanted: ClaimsWanted) -> Iterator[Claim]:
    """All that are wanted, part by part."""
    while found := claims_after(session, merchant, wanted):
        yield from found
        wanted = replace(wanted, after=found[-1].id)


def claims_of_person(session: ReadSession, merchant: str, person: int, *, but_of: str) -> int:
    """How many claims there are about all orders of a person but one that were not withdrawn."""
    theirs = select(ORDER_VERSION.c.order_id).where(
        ORDER_VERSION.c.merchant_id == merchant, ORDER_VERSION.c.person == person
    )
    asked = select(func.count()).where(
        CLAIM.c.merchant_id == merchant,
        CLAIM.c.order_id.in_(theirs),
        CLAIM.c.order_id != but_of,
        CLAIM.c.state != Demand.WITHDRAWN,
    )
    return session.number(asked)


def unfiled_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[Claim, ...]:
    """Claims that wait to be filed, the earliest end first."""
    return records_by_end(session, CLAIM, Claim, merchant, wanted, CLAIM.c.state.in_(list(UNFILED)))


def denied_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[Claim, ...]:
    """Denied claims that may be appealed, the earliest end first."""
    return records_by_end(session, CLAIM, Claim, merchant, wanted, CLAIM.c.state == Demand.DENIED, end="appeal_at")


def owed_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[Claim, ...]:
    """Claims that are over and whose buyer still waits, the earliest end first."""
    over = CLAIM.c.state.in_(sorted(CLAIM_OVER))
    return records_by_end(session, CLAIM, Claim, merchant, wanted, over, end="buyer_due_at")


def add_proof(session: WriteSession, proof: ClaimProof) -> bool:
    """Keeps a proof; false when the same was kept before."""
    same = (
        CLAIM_PROOF.c.claim_id == proof.claim_id,
        CLAIM_PROOF.c.kind == proof.kind,
        CLAIM_PROOF.c.digest == proof.digest,
    )
    if session.number(select(func.count()).select_from(CLAIM_PROOF).where(*same)):
        return False
    keep(session, CLAIM_PROOF, proof)
    return True


def proofs_of(session: ReadSession, merchant: str, claim_id: str) -> tuple[ClaimProof, ...]:
    """What was handed in for a claim, oldest first."""
    mine = (CLAIM_PROOF.c.claim_id == claim_id, CLAIM_PROOF.c.merchant_id == merchant)
    return many(session, CLAIM_PROOF, ClaimProof, *mine)


def proofs_of_order(session: ReadSession, merchant: str, order_id: str) -> tuple[ClaimProof, ...]:
    """What was handed in for all claims about an order, oldest first."""
    mine = (CLAIM_PROOF.c.order_id == order_id, CLAIM_PROOF.c.merchant_id == merchant)
    return many(session, CLAIM_PROOF, ClaimProof, *mine)


def find_proof(session: ReadSession, merchant: str, id_: str) -> ClaimProof | None:
    """A proof by its id."""
    return one(session, CLAIM_PROOF, ClaimProof, CLAIM_PROOF.c.id == id_, CLAIM_PROOF.c.merchant_id == merchant)


def add_claim_payment(session: WriteSession, payment: ClaimPayment) -> None:
    """Keeps a payment; the database refuses a second one of its name."""
    keep(session, CLAIM_PAYMENT, payment)


def claim_payments(session: ReadSession, merchant: str, claim_id: str) -> tuple[ClaimPayment, ...]:
    """What was paid for a claim, oldest first."""
    mine = (CLAIM_PAYMENT.c.claim_id == claim_id, CLAIM_PAYMENT.c.merchant_id == merchant)
    return many(session, CLAIM_PAYMENT, ClaimPayment, *mine)


def unmatched_claims(
    session: ReadSession, merchant: str, carrier: str, currency: str, limit: int = PART
) -> tuple[Claim, ...]:
    """Claims that a carrier approved and has not paid: what a credit on its freight bill may be about."""
    where = (
        CLAIM.c.merchant_id == merchant,
        CLAIM.c.carrier == carrier,
        CLAIM.c.currency == currency,
        CLAIM.c.state.in_([Demand.FILED, Demand.ACKNOWLEDGED, Demand.APPROVED, Demand.APPEALED]),
    )
    return many(session, CLAIM, Claim, *where, limit=limit)
