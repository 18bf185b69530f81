"""Walks, their stops, and what was scanned at them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import PickScan, ReviewScan, Walk, WalkStop
from fulfillment.store.rows import keep, many, one
from fulfillment.store.tables import REVIEW_SCAN, SCAN, STOP, WALK, WAVE_PART


def add_walks(session: WriteSession, walks: Sequence[tuple[Walk, Sequence[WalkStop]]]) -> None:
    """Walks with their stops."""
    keep(session, WALK, *(walk for walk, _ in walks))
    for _, stops in walks:
        keep(session, STOP, *stops)


def find_walk(session: ReadSession, merchant: str, id_: str) -> Walk | None:
    """One, by its id."""
    return one(session, WALK, Walk, WALK.c.id == id_, WALK.c.merchant_id == merchant)


def walks_of_wave(session: ReadSession, wave_id: str) -> tuple[Walk, ...]:
    """Of a wave, by number."""
    return tuple(sorted(many(session, WALK, Walk, WALK.c.wave_id == wave_id), key=lambda each: each.number))


def walks_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", state: str | None = None,
    warehouse: str | None = None,
) -> tuple[Walk, ...]:  # fmt: skip
    """Walks, oldest first, from behind the walk `after`."""
    where = [WALK.c.merchant_id == merchant, WALK.c.id > after]
    if state is not None:
        where.append(WALK.c.state == state)
    if warehouse is not None:
        where.append(WALK.c.warehouse == warehouse)
    return many(session, WALK, Walk, *where, limit=limit)


def hold_walk(session: WriteSession, walk_id: str) -> bool:
    """Whoever is let through is alone with an open walk until the end of the transaction; false when it has ended."""
    mine = (WALK.c.id == walk_id, WALK.c.state == "open")
    return session.run(update(WALK).where(*mine).values(moves=WALK.c.moves + 1)) == 1


def hold_walks_of_order(session: WriteSession, merchant: str, order_id: str) -> None:
    """Holds all open walks that fetch something for an order, in the order of their ids.

    Whoever moves parts or shelves of an order that may be on a walk calls this first: a scan holds its walk before all
    else, and of two who take walks and shelves in different orders each would wait for the other.
    """
    mine = (WAVE_PART.c.merchant_id == merchant, WAVE_PART.c.order_id == order_id, WAVE_PART.c.state == "in")
    waves = select(WAVE_PART.c.wave_id).where(*mine)
    walks = select(WALK.c.id).where(WALK.c.wave_id.in_(waves), WALK.c.state == "open").order_by(WALK.c.id)
    for row in session.rows(walks):
        hold_walk(session, str(row[0]))


def end_walk(session: WriteSession, walk_id: str, state: str, now: datetime) -> None:
    """Ends a walk that is open."""
    same = (WALK.c.id == walk_id, WALK.c.state == "open")
    session.run(update(WALK).where(*same).values(state=state, ended_at=microseconds(now)))


def stops_of(session: ReadSession, walk_id: str) -> tuple[WalkStop, ...]:
    """All stops, in the order of the walk."""
    return many(session, STOP, WalkStop, STOP.c.walk_id == walk_id)


def stops_of_part(session: ReadSession, fulfilment_id: str, walks: Sequence[str]) -> tuple[WalkStop, ...]:
    """The stops of a part on these walks."""
    return many(session, STOP, WalkStop, STOP.c.fulfilment_id == fulfilment_id, STOP.c.walk_id.in_(tuple(walks)))


def add_stops(session: WriteSession, stops: Sequence[WalkStop]) -> None:
    """Stops that came later."""
    keep(session, STOP, *stops)


def last_stop(session: ReadSession, walk_id: str) -> int:
    """The greatest number."""
    return session.number(select(func.max(STOP.c.stop)).where(STOP.c.walk_id == walk_id))


def pick_at(session: WriteSession, stop: WalkStop, pieces: int) -> bool:
    """Adds pieces to an open stop; false when it asks for no more so many. The last piece ends it."""
    same = (STOP.c.walk_id == stop.walk_id, STOP.c.stop == stop.stop, STOP.c.state == "open")
    added = update(STOP).where(*same, STOP.c.picked + pieces <= STOP.c.quantity)
    if session.run(added.values(picked=STOP.c.picked + pieces)) != 1:
        return False
    session.run(update(STOP).where(*same, STOP.c.picked == STOP.c.quantity).values(state="picked"))
    return True


def end_stop(session: WriteSession, stop: WalkStop, state: str, *, quantity: int | None = None) -> bool:
    """Ends an open stop, with fewer pieces than it asked for."""
    same = (STOP.c.walk_id == stop.walk_id, STOP.c.stop == stop.stop, STOP.c.state == "open")
    asked = stop.quantity if quantity is None else quantity
    return session.run(update(STOP).where(*same).values(state=state, quantity=asked)) == 1


def drop_stops(session: WriteSession, walk_id: str, fulfilment_id: str) -> None:
    """A part is not fetched on this walk any more; what was fetched for it goes back."""
    same = (STOP.c.walk_id == walk_id, STOP.c.fulfilment_id == fulfilment_id)
    session.run(update(STOP).where(*same).values(state="dropped"))


def find_scan(session: ReadSession, merchant: str, walk_id: str, id_: str) -> PickScan | None:
    """A scan by the id that its sender gave it."""
    return one(session, SCAN, PickScan, SCAN.c.merchant_id == merchant, SCAN.c.walk_id == walk_id, SCAN.c.id == id_)


def add_scan(session: WriteSession, scan: PickScan) -> None:
    """Keeps a scan. The database refuses the same one twice."""
    keep(session, SCAN, scan)


def review_scans(session: ReadSession, merchant: str, fulfilment_id: str) -> tuple[ReviewScan, ...]:
    """All of a part, those of reviews that ended too."""
    of_it = (REVIEW_SCAN.c.merchant_id == merchant, REVIEW_SCAN.c.fulfilment_id == fulfilment_id)
    return many(session, REVIEW_SCAN, ReviewScan, *of_it)


def add_review_scan(session: WriteSession, scan: ReviewScan) -> None:
    """Keeps a scan. The database refuses the same one twice."""
    keep(session, REVIEW_SCAN, scan)


def end_review(session: WriteSession, merchant: str, fulfilment_id: str) -> None:
    """What was scanned counts no more for the next review."""
    of_it = (REVIEW_SCAN.c.merchant_id == merchant, REVIEW_SCAN.c.fulfilment_id == fulfilment_id)
    session.run(update(REVIEW_SCAN).where(*of_it).values(counts=0))
