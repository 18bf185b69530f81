"""Cases, their history, and where the machines below an order stand."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Case, Entry, Fulfilment, FulfilmentLine
from fulfillment.states import Machine
from fulfillment.store.profit_marks import mark_order
from fulfillment.store.rows import asked, keep, many, one, row_of
from fulfillment.store.tables import CASE, ENTRY, FULFILMENT, FULFILMENT_LINE, STATES

_CASE = asked(CASE, Case, order="order_id", merchant="merchant_id")
_HISTORY = asked(ENTRY, Entry, order="order_id", merchant="merchant_id")
_PARTS = asked(FULFILMENT, Fulfilment, order="order_id", merchant="merchant_id")
_LINES = asked(FULFILMENT_LINE, FulfilmentLine, part="fulfilment_id")
_SAVE = update(CASE).where(
    CASE.c.order_id == bindparam("which"), CASE.c.merchant_id == bindparam("whose"), CASE.c.version == bindparam("was")
)
_ENTERED = (
    select(func.count())
    .select_from(ENTRY)
    .where(ENTRY.c.order_id == bindparam("order"), ENTRY.c.dedup == bindparam("name"))
)
_MOVES = {
    machine: update(table)
    .where(table.c.id == bindparam("which"), table.c.state == bindparam("source"))
    .values(state=bindparam("target"))
    for machine, table in STATES.items()
}


def find_case(session: ReadSession, merchant: str, order_id: str) -> Case | None:
    """The case of an order; another merchant's is none."""
    return next(iter(_CASE.of(session, order=order_id, merchant=merchant)), None)


def add_case(session: WriteSession, case: Case) -> None:
    """Opens a case; the database refuses a second one of the same order."""
    keep(session, CASE, case)
    mark_order(session, case.order_id)


def save_case(session: WriteSession, case: Case, was: int) -> bool:
    """Compares and sets: false when the case is not of version `was` any more."""
    mark_order(session, case.order_id)
    return session.run(_SAVE, {**row_of(case), "which": case.order_id, "whose": case.merchant_id, "was": was}) == 1


def add_entries(session: WriteSession, entries: Sequence[Entry]) -> None:
    """Adds to the history."""
    keep(session, ENTRY, *entries)


def history(session: ReadSession, merchant: str, order_id: str) -> tuple[Entry, ...]:
    """All of it, oldest first."""
    return _HISTORY.of(session, order=order_id, merchant=merchant)


def is_entered(session: ReadSession, order_id: str, dedup: str) -> bool:
    """Whether something was entered before."""
    return session.number(_ENTERED, {"order": order_id, "name": dedup}) > 0


def add_fulfilment(session: WriteSession, fulfilment: Fulfilment, lines: Sequence[FulfilmentLine]) -> None:
    """Opens the warehouse's work on a part of an order; there is one of each number."""
    keep(session, FULFILMENT, fulfilment)
    keep(session, FULFILMENT_LINE, *lines)


def find_fulfilment(session: ReadSession, merchant: str, id_: str) -> Fulfilment | None:
    """The warehouse's work, by its id."""
    return one(session, FULFILMENT, Fulfilment, FULFILMENT.c.id == id_, FULFILMENT.c.merchant_id == merchant)


def parts_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", state: str | None = None,
    warehouse: str | None = None,
) -> tuple[Fulfilment, ...]:  # fmt: skip
    """Parts of all orders, oldest first, from behind the part `after`."""
    where = [FULFILMENT.c.merchant_id == merchant, FULFILMENT.c.id > after]
    if state is not None:
        where.append(FULFILMENT.c.state == state)
    if warehouse is not None:
        where.append(FULFILMENT.c.warehouse == warehouse)
    return many(session, FULFILMENT, Fulfilment, *where, limit=limit)


def fulfilments_of(session: ReadSession, merchant: str, order_id: str) -> tuple[Fulfilment, ...]:
    """All parts that an order ever had, by number."""
    return tuple(sorted(_PARTS.of(session, order=order_id, merchant=merchant), key=lambda each: each.number))


def lines_of(session: ReadSession, fulfilment_id: str) -> tuple[FulfilmentLine, ...]:
    """What a part sends, by number of the order's line."""
    return _LINES.of(session, part=fulfilment_id)


def state_of(session: ReadSession, machine: Machine, merchant: str, id_: str) -> str | None:
    """Where the machine of a fulfilment, shipment, return or claim stands."""
    table = STATES[machine]
    row = session.first(select(table.c.state).where(table.c.id == id_, table.c.merchant_id == merchant))
    return None if row is None else str(row[0])


def move_state(session: WriteSession, machine: Machine, id_: str, source: str, target: str) -> bool:
    """Compares and sets; false when it stood elsewhere."""
    return session.run(_MOVES[machine], {"which": id_, "source": source, "target": target}) == 1
