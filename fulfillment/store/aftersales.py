"""Returns with what came back and photos of it, and whether anything of an order is open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from engine.clock import microseconds
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.lifecycle import CLAIM_OVER, RETURN_OVER
from fulfillment.records import ReturnCase, ReturnedPieces, ReturnPhoto
from fulfillment.states import Comeback
from fulfillment.store.deadlines import records_by_end
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import CLAIM, REFUND, RETURN, RETURN_PHOTO, RETURNED_PIECES

MOST_ORDERS = 400  # of one person that are looked at


def add_return(session: WriteSession, case: ReturnCase) -> None:
    """Goods are to come back."""
    keep(session, RETURN, case)


def find_return(session: ReadSession, merchant: str, id_: str) -> ReturnCase | None:
    """A return by its id."""
    return one(session, RETURN, ReturnCase, RETURN.c.id == id_, RETURN.c.merchant_id == merchant)


def returns_of(session: ReadSession, merchant: str, order_id: str) -> tuple[ReturnCase, ...]:
    """All returns of an order, oldest first."""
    return many(session, RETURN, ReturnCase, RETURN.c.order_id == order_id, RETURN.c.merchant_id == merchant)


def change_return(session: WriteSession, case: ReturnCase) -> None:
    """Keeps what is said of a return; where it stands is moved by its machine alone."""
    said = {name: value for name, value in row_of(case).items() if name not in ("id", "merchant_id", "state")}
    session.run(update(RETURN).where(RETURN.c.id == case.id, RETURN.c.merchant_id == case.merchant_id).values(**said))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsWanted:
    """Which returns are listed: in a state, waiting for somebody, of an order, of some shops; None for any."""

    state: str | None = None
    awaits: str | None = None
    order_id: str | None = None
    shops: frozenset[str] | None = None


def returns_after(
    session: ReadSession, merchant: str, after: str, limit: int, wanted: ReturnsWanted
) -> tuple[ReturnCase, ...]:
    """Returns behind an id, oldest first."""
    where = [RETURN.c.merchant_id == merchant, RETURN.c.id > after]
    if wanted.state is not None:
        where.append(RETURN.c.state == wanted.state)
    if wanted.awaits is not None:
        where.append(RETURN.c.awaits == wanted.awaits)
    if wanted.order_id is not None:
        where.append(RETURN.c.order_id == wanted.order_id)
    if wanted.shops is not None:
        where.append(of_shops(RETURN.c.order_id, merchant, wanted.shops))
    return many(session, RETURN, ReturnCase, *where, limit=limit)


def returns_by_end(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[ReturnCase, ...]:
    """Returns that wait until a day, the earliest end first."""
    return records_by_end(session, RETURN, ReturnCase, merchant, wanted, RETURN.c.state.not_in(RETURN_OVER))


def returns_by_refund(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> tuple[ReturnCase, ...]:
    """Returns of which a law wants the money back by a day and has not gone back, the earliest first."""
    open_ones = RETURN.c.state.not_in(RETURN_OVER | {Comeback.RESOLVED})
    owed = or_(open_ones, RETURN.c.refund_waits == 1)
    return records_by_end(session, RETURN, ReturnCase, merchant, wanted, owed, end="refund_due_at")


def end_refund_waits(session: WriteSession, merchant: str, order_id: str) -> None:
    """Every dispute about an order is over, so no money of its returns waits for that any more."""
    theirs = (RETURN.c.merchant_id == merchant, RETURN.c.order_id == order_id, RETURN.c.refund_waits == 1)
    session.run(update(RETURN).where(*theirs).values(refund_waits=0))


def return_labelled(session: ReadSession, merchant: str, number: str) -> ReturnCase | None:
    """The return whose label bears a number."""
    return one(session, RETURN, ReturnCase, RETURN.c.label == number, RETURN.c.merchant_id == merchant)


def returns_among(
    session: ReadSession, merchant: str, orders: Collection[str], since: datetime
) -> tuple[ReturnCase, ...]:
    """Those that customers asked for since a moment, of some orders."""
    of_them = RETURN.c.order_id.in_(sorted(orders)[:MOST_ORDERS])
    asked = (RETURN.c.origin == "customer", RETURN.c.created_at >= microseconds(since))
    return many(session, RETURN, ReturnCase, RETURN.c.merchant_id == merchant, of_them, *asked)


def refunded_among(session: ReadSession, merchant: str, orders: Collection[str]) -> frozenset[str]:
    """The orders of some for which money went back."""
    chosen = (
        select(REFUND.c.order_id)
        .where(REFUND.c.merchant_id == merchant, REFUND.c.order_id.in_(sorted(orders)[:MOST_ORDERS]))
        .distinct()
    )
    return frozenset(str(row.order_id) for row in session.rows(chosen))


def add_returned(session: WriteSession, *pieces: ReturnedPieces) -> None:
    """What came back of a return."""
    keep(session, RETURNED_PIECES, *pieces)


def returned_of(session: ReadSession, merchant: str, return_id: str) -> tuple[ReturnedPieces, ...]:
    """What came back of a return, as it was looked at."""
    of_it = (RETURNED_PIECES.c.return_id == return_id, RETURNED_PIECES.c.merchant_id == merchant)
    return many(session, RETURNED_PIECES, ReturnedPieces, *of_it)


def not_as_sold(session: ReadSession, merchant: str, returns: Collection[str]) -> frozenset[str]:
    """The returns of some in which pieces were missing, or others than those that were sold."""
    chosen = (
        select(RETURNED_PIECES.c.return_id)
        .where(
            RETURNED_PIECES.c.merchant_id == merchant,
            RETURNED_PIECES.c.return_id.in_(sorted(returns)),
            RETURNED_PIECES.c.grade.in_(("wrong", "missing")),
        )
        .distinct()
    )
    return frozenset(str(row.return_id) for row in session.rows(chosen))


def add_photo(session: WriteSession, photo: ReturnPhoto) -> None:
    """Keeps a photo."""
    keep(session, RETURN_PHOTO, photo)


def photos_of(session: ReadSession, merchant: str, return_id: str) -> tuple[ReturnPhoto, ...]:
    """All photos of a return, oldest first."""
    of_it = (RETURN_PHOTO.c.return_id == return_id, RETURN_PHOTO.c.merchant_id == merchant)
    return many(session, RETURN_PHOTO, ReturnPhoto, *of_it)


def photos_of_order(session: ReadSession, merchant: str, order_id: str) -> tuple[ReturnPhoto, ...]:
    """All photos of all returns of an order, oldest first."""
    of_it = (RETURN_PHOTO.c.order_id == order_id, RETURN_PHOTO.c.merchant_id == merchant)
    return many(session, RETURN_PHOTO, ReturnPhoto, *of_it)


def count_photos(session: ReadSession, merchant: str, return_id: str) -> Mapping[str, int]:
    """How many photos there are, by stage."""
    chosen = (
        select(RETURN_PHOTO.c.stage, func.count().label("many"))
        .where(RETURN_PHOTO.c.return_id == return_id, RETURN_PHOTO.c.merchant_id == merchant)
        .group_by(RETURN_PHOTO.c.stage)
    )
    return {str(row.stage): int(row.many) for row in session.rows(chosen)}


def is_anything_open(session: ReadSession, order_id: str) -> bool:
    """Whether a return or a claim of this order is not over."""
    returns = select(func.count()).where(RETURN.c.order_id == order_id, RETURN.c.state.not_in(RETURN_OVER))
    claims = select(func.count()).where(CLAIM.c.order_id == order_id, CLAIM.c.state.not_in(CLAIM_OVER))
    return session.number(returns) + session.number(claims) > 0
