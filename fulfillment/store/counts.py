"""Cycle counts and their lines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import CountLine, StockCount
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import COUNT, COUNT_LINE


def add_count(session: WriteSession, count: StockCount, lines: Sequence[CountLine]) -> None:
    """A count with all that is to be counted."""
    keep(session, COUNT, count)
    add_lines(session, lines)


def add_lines(session: WriteSession, lines: Sequence[CountLine]) -> None:
    """More to count."""
    keep(session, COUNT_LINE, *lines)


def find_count(session: ReadSession, merchant: str, id_: str) -> StockCount | None:
    """A count, by its id."""
    return one(session, COUNT, StockCount, COUNT.c.id == id_, COUNT.c.merchant_id == merchant)


def counts_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", state: str | None = None
) -> tuple[StockCount, ...]:
    """A part of all counts, or of those in one state, oldest first."""
    wanted = [COUNT.c.merchant_id == merchant, COUNT.c.id > after]
    wanted += [] if state is None else [COUNT.c.state == state]
    return many(session, COUNT, StockCount, *wanted, limit=limit)


def count_lines(session: ReadSession, count_id: str) -> tuple[CountLine, ...]:
    """Its lines, by number."""
    return many(session, COUNT_LINE, CountLine, COUNT_LINE.c.count_id == count_id)


def next_line(session: ReadSession, count_id: str) -> int:
    """The number of a line that is added."""
    return session.number(select(func.max(COUNT_LINE.c.line)).where(COUNT_LINE.c.count_id == count_id)) + 1


def change_line(session: WriteSession, line: CountLine, **fields: object) -> CountLine | None:
    """Changes a line if it still is as it was read; None when somebody else was faster."""
    new = replace(line, **fields)  # type: ignore[arg-type]
    same = (COUNT_LINE.c.count_id == line.count_id, COUNT_LINE.c.line == line.line, COUNT_LINE.c.state == line.state)
    return new if session.run(update(COUNT_LINE).where(*same).values(**row_of(new))) else None


def end_count(session: WriteSession, count: StockCount, state: str, now: datetime) -> bool:
    """Compares and sets."""
    same = (COUNT.c.id == count.id, COUNT.c.state == "open")
    return session.run(update(COUNT).where(*same).values(state=state, ended_at=microseconds(now))) == 1
