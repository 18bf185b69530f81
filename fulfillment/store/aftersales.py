"""Returns, and whether anything of an order is open."""

from sqlalchemy import func, select

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.lifecycle import CLAIM_OVER, RETURN_OVER
from fulfillment.records import ReturnCase
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


def is_anything_open(session: ReadSession, order_id: str) -> bool:
    """Whether a return or a claim of this order is not over."""
    returns = select(func.count()).where(RETURN.c.order_id == order_id, RETURN.c.state.not_in(RETURN_OVER))
    claims = select(func.count()).where(CLAIM.c.order_id == order_id, CLAIM.c.state.not_in(CLAIM_OVER))
    return session.number(returns) + session.number(claims) > 0
