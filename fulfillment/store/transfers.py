"""Transfers, their cartons, and what goods cost when they had come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Carton, CartonLine, LandedCost, Transfer, TransferLine
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import CARTON, CARTON_LINE, LANDED_COST, TRANSFER, TRANSFER_LINE

ON_THE_WAY = ("shipped", "received")


def add_transfer(session: WriteSession, transfer: Transfer, lines: Sequence[TransferLine]) -> None:
    """A transfer that is planned."""
    keep(session, TRANSFER, transfer)
    keep(session, TRANSFER_LINE, *lines)


def find_transfer(session: ReadSession, merchant: str, id_: str) -> Transfer | None:
    """One, by its id."""
    return one(session, TRANSFER, Transfer, TRANSFER.c.id == id_, TRANSFER.c.merchant_id == merchant)


def transfers_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", state: str | None = None
) -> tuple[Transfer, ...]:
    """A part of all, oldest first."""
    where = [TRANSFER.c.merchant_id == merchant, TRANSFER.c.id > after]
    if state is not None:
        where.append(TRANSFER.c.state == state)
    return many(session, TRANSFER, Transfer, *where, limit=limit)


def transfer_lines(session: ReadSession, transfer_id: str) -> tuple[TransferLine, ...]:
    """What was planned, by line."""
    return many(session, TRANSFER_LINE, TransferLine, TRANSFER_LINE.c.transfer_id == transfer_id)


def turn_transfer(session: WriteSession, transfer: Transfer, state: str, **fields: object) -> Transfer | None:
    """Compares and sets its state, and changes those fields alone; None when somebody else was faster."""
    new = replace(transfer, state=state, **fields)  # type: ignore[arg-type]
    same = (TRANSFER.c.id == transfer.id, TRANSFER.c.state == transfer.state)
    values = {name: value for name, value in row_of(new).items() if name == "state" or name in fields}
    return new if session.run(update(TRANSFER).where(*same).values(**values)) else None


def add_cartons(session: WriteSession, cartons: Sequence[Carton], lines: Sequence[CartonLine]) -> None:
    """All cartons of a transfer."""
    keep(session, CARTON, *cartons)
    keep(session, CARTON_LINE, *lines)


def cartons_of(session: ReadSession, transfer_id: str) -> tuple[Carton, ...]:
    """By number."""
    return many(session, CARTON, Carton, CARTON.c.transfer_id == transfer_id)


def carton_lines(session: ReadSession, transfer_id: str) -> tuple[CartonLine, ...]:
    """By carton, article and lot."""
    return many(session, CARTON_LINE, CartonLine, CARTON_LINE.c.transfer_id == transfer_id)


def mark_received(session: WriteSession, carton: Carton, at: datetime) -> None:
    """A carton was opened at its destination."""
    same = (CARTON.c.transfer_id == carton.transfer_id, CARTON.c.number == carton.number)
    session.run(update(CARTON).where(*same).values(received_at=microseconds(at)))


def add_received(session: WriteSession, line: CartonLine, pieces: int) -> bool:
    """So many more of a carton's line have come; false when so many are not missing."""
    new = CARTON_LINE.c.received + pieces
    same = _line(line.transfer_id, line.carton, line.sku, line.lot)
    fits = new + CARTON_LINE.c.lost <= CARTON_LINE.c.quantity
    return session.run(update(CARTON_LINE).where(*same, fits).values(received=new)) == 1


def give_up(session: WriteSession, transfer_id: str, carton: int, sku: str, lot: str, pieces: int) -> bool:
    """So many pieces of a carton's line will not come; false when so many are not missing."""
    new = CARTON_LINE.c.lost + pieces
    fits = new + CARTON_LINE.c.received <= CARTON_LINE.c.quantity
    done = session.run(update(CARTON_LINE).where(*_line(transfer_id, carton, sku, lot), fits).values(lost=new))
    return done == 1


def in_transit(session: ReadSession, merchant: str, sku: str | None = None) -> dict[tuple[str, str], int]:
    """(article, destination) -> pieces that have left and neither come nor been given up."""
    missing = CARTON_LINE.c.quantity - CARTON_LINE.c.received - CARTON_LINE.c.lost
    asked = (
        select(CARTON_LINE.c.sku, TRANSFER.c.destination, func.sum(missing).label("pieces"))
        .join(TRANSFER, TRANSFER.c.id == CARTON_LINE.c.transfer_id)
        .where(TRANSFER.c.merchant_id == merchant, TRANSFER.c.state.in_(ON_THE_WAY))
        .group_by(CARTON_LINE.c.sku, TRANSFER.c.destination)
        .order_by(CARTON_LINE.c.sku, TRANSFER.c.destination)
    )
    if sku is not None:
        asked = asked.where(CARTON_LINE.c.sku == sku)
    return {(str(row.sku), str(row.destination)): int(row.pieces) for row in session.rows(asked) if row.pieces}


def add_landed(session: WriteSession, *costs: LandedCost) -> None:
    """What goods of a transfer cost; told once."""
    keep(session, LANDED_COST, *costs)


def landed_costs(session: ReadSession, merchant: str, sku: str, limit: int = 100) -> tuple[LandedCost, ...]:
    """Of an article, by warehouse and transfer."""
    where = (LANDED_COST.c.merchant_id == merchant, LANDED_COST.c.sku == sku)
    return many(session, LANDED_COST, LandedCost, *where, limit=limit)


def landed_by(session: ReadSession, transfer_id: str) -> tuple[LandedCost, ...]:
    """Of a transfer, by article."""
    return many(session, LANDED_COST, LandedCost, LANDED_COST.c.transfer_id == transfer_id)


def _line(transfer_id: str, carton: int, sku: str, lot: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CARTON_LINE.c.transfer_id == transfer_id,
        CARTON_LINE.c.carton == carton,
        CARTON_LINE.c.sku == sku,
        CARTON_LINE.c.lot == lot,
    )
