"""Returns, and claims against carriers."""

from sqlalchemy import func, select

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.lifecycle import CLAIM_OVER, RETURN_OVER
from fulfillment.records import Claim, ReturnCase
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import CLAIM, RETURN


def add_return(session: WriteSession, case: ReturnCase) -> None:
    """Goods are to come back."""
    keep(session, RETURN, case)


def find_return(session: ReadSession, merchant: str, id_: str) -> ReturnCase | None:
    """A return by its id."""
    return one(session, RETURN, ReturnCase, RETURN.c.id == id_, RETURN.c.merchant_id == merchant)


def returns_of(session: ReadSession, merchant: str, order_id: str) -> tuple[ReturnCase, ...]:
    """All returns of an order, oldest first."""
    return many(session, RETURN, ReturnCase, RETURN.c.order_id == order_id, RETURN.c.merchant_id == merchant)


def add_claim(session: WriteSession, claim: Claim) -> bool:
    """Opens a claim unless there is one of this kind about this parcel."""
    same = (CLAIM.c.shipment_id == claim.shipment_id, CLAIM.c.kind == claim.kind)
    if session.number(select(func.count()).select_from(CLAIM).where(*same)):
        return False
    keep(session, CLAIM, claim)
    return True


def find_claim(session: ReadSession, merchant: str, id_: str) -> Claim | None:
    """A claim by its id."""
    return one(session, CLAIM, Claim, CLAIM.c.id == id_, CLAIM.c.merchant_id == merchant)


def claims_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Claim, ...]:
    """All claims about an order, oldest first."""
    return many(session, CLAIM, Claim, CLAIM.c.order_id == order_id, CLAIM.c.merchant_id == merchant)


def is_anything_open(session: ReadSession, order_id: str) -> bool:
    """Whether a return or a claim of this order is not over."""
    returns = select(func.count()).where(RETURN.c.order_id == order_id, RETURN.c.state.not_in(RETURN_OVER))
    claims = select(func.count()).where(CLAIM.c.order_id == order_id, CLAIM.c.state.not_in(CLAIM_OVER))
    return session.number(returns) + session.number(claims) > 0
