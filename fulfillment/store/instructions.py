"""What gateways are asked to do, and the names by which their messages find an order."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Instruction, PaymentName
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import FULFILMENT, INSTRUCTION, PAYMENT_NAME


def add_instruction(session: WriteSession, instruction: Instruction) -> None:
    """Something to be asked; the database refuses the same a second time."""
    keep(session, INSTRUCTION, instruction)


def find_instruction(session: ReadSession, merchant: str, id_: str) -> Instruction | None:
    """An instruction by its id."""
    return one(session, INSTRUCTION, Instruction, INSTRUCTION.c.id == id_, INSTRUCTION.c.merchant_id == merchant)


def instructions_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Instruction, ...]:
    """All of an order, oldest first."""
    of_it = (INSTRUCTION.c.order_id == order_id, INSTRUCTION.c.merchant_id == merchant)
    return many(session, INSTRUCTION, Instruction, *of_it)


def mark_instructed(session: WriteSession, id_: str, now: datetime) -> None:
    """The gateway was told."""
    sent = {"state": "sent", "sent_at": microseconds(now)}
    session.run(update(INSTRUCTION).where(INSTRUCTION.c.id == id_, INSTRUCTION.c.state == "requested").values(**sent))


def learn_names(session: WriteSession, merchant: str, order_id: str, names: Iterable[str]) -> None:
    """Remembers that these are names of the order's payment."""
    known = {each.name for each in _named(session, merchant, PAYMENT_NAME.c.order_id == order_id)}
    new = [name for name in dict.fromkeys(names) if name and name not in known]
    keep(session, PAYMENT_NAME, *(PaymentName(merchant_id=merchant, name=name, order_id=order_id) for name in new))


def orders_named(session: ReadSession, merchant: str, names: Iterable[str]) -> tuple[str, ...]:
    """The orders that have a payment of one of these names."""
    found = _named(session, merchant, PAYMENT_NAME.c.name.in_([name for name in names if name]))
    return tuple(dict.fromkeys(each.order_id for each in found))


def _named(session: ReadSession, merchant: str, where: object) -> tuple[PaymentName, ...]:
    return many(session, PAYMENT_NAME, PaymentName, PAYMENT_NAME.c.merchant_id == merchant, where)  # type: ignore[arg-type]


def work_states(session: ReadSession, merchant: str, order_id: str) -> tuple[str, ...]:
    """Where the warehouse's work on each part of an order stands."""
    chosen = select(FULFILMENT.c.state).where(FULFILMENT.c.order_id == order_id, FULFILMENT.c.merchant_id == merchant)
    return tuple(str(row[0]) for row in session.rows(chosen))
