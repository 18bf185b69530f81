"""Goods on their way, articles that can stand in, and what was chosen for orders that are short."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, tuple_, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ExpectedReceipt, ShortageChoice, Substitute
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import CHOICE, EXPECTED, SUBSTITUTE


def add_expected(session: WriteSession, expected: ExpectedReceipt) -> None:
    """Pieces on their way. The database refuses the same reference of a shelf twice."""
    keep(session, EXPECTED, expected)


def find_expected(
    session: ReadSession, merchant: str, sku: str, warehouse: str, reference: str
) -> ExpectedReceipt | None:
    """What is expected under a reference."""
    return one(
        session, EXPECTED, ExpectedReceipt, *_on_shelf(merchant, sku, warehouse), EXPECTED.c.reference == reference
    )


def change_expected(session: WriteSession, expected: ExpectedReceipt, quantity: int, due: datetime) -> None:
    """More or fewer pieces, or another day."""
    values = {"quantity": quantity, "due_at": microseconds(due)}
    session.run(update(EXPECTED).where(EXPECTED.c.id == expected.id).values(**values))


def expected_on(
    session: ReadSession, merchant: str, sku: str, warehouse: str | None = None
) -> tuple[ExpectedReceipt, ...]:
    """What has not come yet, the earliest first; in one warehouse or in all."""
    where = [EXPECTED.c.merchant_id == merchant, EXPECTED.c.sku == sku, EXPECTED.c.received < EXPECTED.c.quantity]
    if warehouse is not None:
        where.append(EXPECTED.c.warehouse == warehouse)
    return tuple(sorted(many(session, EXPECTED, ExpectedReceipt, *where), key=lambda each: (each.due_at, each.id)))


def expected_after(session: ReadSession, merchant: str, limit: int, after: str = "") -> tuple[ExpectedReceipt, ...]:
    """A part of all that was announced, oldest first."""
    return many(
        session, EXPECTED, ExpectedReceipt, EXPECTED.c.merchant_id == merchant, EXPECTED.c.id > after, limit=limit
    )


def note_received(session: WriteSession, merchant: str, sku: str, warehouse: str, pieces: int, reference: str) -> None:
    """Pieces came under the reference of an announced receipt, if there is one of it."""
    same = (*_on_shelf(merchant, sku, warehouse), EXPECTED.c.reference == reference)
    if reference:
        session.run(update(EXPECTED).where(*same).values(received=EXPECTED.c.received + pieces))


def substitutes_of(session: ReadSession, merchant: str, sku: str) -> tuple[Substitute, ...]:
    """What may stand in for an article."""
    return many(session, SUBSTITUTE, Substitute, SUBSTITUTE.c.merchant_id == merchant, SUBSTITUTE.c.sku == sku)


def substitutes_after(
    session: ReadSession, merchant: str, limit: int, after: tuple[str, str] | None = None
) -> tuple[Substitute, ...]:
    """A part of all such pairs, by article and what stands in for it, from behind the pair `after`."""
    where = [SUBSTITUTE.c.merchant_id == merchant]
    if after is not None:
        where.append(tuple_(SUBSTITUTE.c.sku, SUBSTITUTE.c.stand_in) > after)
    return many(session, SUBSTITUTE, Substitute, *where, limit=limit)


def put_substitute(session: WriteSession, substitute: Substitute) -> None:
    """Puts it in the place of what was known of the pair."""
    drop_substitute(session, substitute.merchant_id, substitute.sku, substitute.stand_in)
    keep(session, SUBSTITUTE, substitute)


def drop_substitute(session: WriteSession, merchant: str, sku: str, stand_in: str) -> bool:
    """It stands in no more."""
    same = (SUBSTITUTE.c.merchant_id == merchant, SUBSTITUTE.c.sku == sku, SUBSTITUTE.c.stand_in == stand_in)
    return session.run(delete(SUBSTITUTE).where(*same)) > 0


def add_choice(session: WriteSession, choice: ShortageChoice) -> None:
    """What was chosen."""
    keep(session, CHOICE, choice)


def choices_of(session: ReadSession, merchant: str, order_id: str) -> tuple[ShortageChoice, ...]:
    """All that was chosen for an order, oldest first."""
    return many(session, CHOICE, ShortageChoice, CHOICE.c.merchant_id == merchant, CHOICE.c.order_id == order_id)


def answer_choice(session: WriteSession, choice: ShortageChoice, state: str, now: datetime) -> bool:
    """Compares and sets, so that an answer counts once."""
    same = (CHOICE.c.id == choice.id, CHOICE.c.state == choice.state)
    return session.run(update(CHOICE).where(*same).values(state=state, answered_at=microseconds(now))) == 1


def _on_shelf(merchant: str, sku: str, warehouse: str) -> tuple[ColumnElement[bool], ...]:
    return EXPECTED.c.merchant_id == merchant, EXPECTED.c.sku == sku, EXPECTED.c.warehouse == warehouse
