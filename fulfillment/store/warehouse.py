"""Pick lists and packed parcels."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Parcel, PickLine, PickList
from fulfillment.store.rows import asked, keep, many, one
from fulfillment.store.tables import PARCEL, PICK_LINE, PICK_LIST

_PARCEL = asked(PARCEL, Parcel, id_="id", merchant="merchant_id")
_OF_PART = asked(PARCEL, Parcel, part="fulfilment_id")


def add_pick_list(session: WriteSession, pick_list: PickList, lines: Sequence[PickLine]) -> None:
    """A list and its lines."""
    keep(session, PICK_LIST, pick_list)
    keep(session, PICK_LINE, *lines)


def open_pick_list(session: ReadSession, fulfilment_id: str) -> PickList | None:
    """The list that is being picked."""
    return one(session, PICK_LIST, PickList, PICK_LIST.c.fulfilment_id == fulfilment_id, PICK_LIST.c.state == "open")


def pick_lines(session: ReadSession, list_id: str) -> tuple[PickLine, ...]:
    """Its lines, by number."""
    return many(session, PICK_LINE, PickLine, PICK_LINE.c.list_id == list_id)


def set_picked(session: WriteSession, line: PickLine, picked: int) -> None:
    """Records how many were found."""
    same = (PICK_LINE.c.list_id == line.list_id, PICK_LINE.c.line == line.line)
    session.run(update(PICK_LINE).where(*same).values(picked=picked))


def end_pick_lists(session: WriteSession, fulfilment_id: str, state: str, now: datetime, *, was: str = "open") -> None:
    """Ends the list that is in state `was`, if there is one."""
    same = (PICK_LIST.c.fulfilment_id == fulfilment_id, PICK_LIST.c.state == was)
    session.run(update(PICK_LIST).where(*same).values(state=state, ended_at=microseconds(now)))


def add_parcel(session: WriteSession, parcel: Parcel) -> None:
    """A packed box."""
    keep(session, PARCEL, parcel)


def find_parcel(session: ReadSession, merchant: str, id_: str) -> Parcel | None:
    """A box by its id."""
    return _PARCEL.first(session, id_=id_, merchant=merchant)


def parcels_of(session: ReadSession, fulfilment_id: str) -> tuple[Parcel, ...]:
    """All boxes of a part, by number, those that were opened again too."""
    found = _OF_PART.of(session, part=fulfilment_id)
    return tuple(sorted(found, key=lambda each: each.number))


def open_parcels(session: WriteSession, fulfilment_id: str) -> None:
    """What was packed is taken out again."""
    closed = (PARCEL.c.fulfilment_id == fulfilment_id, PARCEL.c.state == "closed")
    session.run(update(PARCEL).where(*closed).values(state="opened"))


def reopen_pick_list(session: WriteSession, fulfilment_id: str) -> None:
    """The list that was picked last is picked again."""
    last = select(func.max(PICK_LIST.c.id)).where(
        PICK_LIST.c.fulfilment_id == fulfilment_id, PICK_LIST.c.state == "done"
    )
    session.run(update(PICK_LIST).where(PICK_LIST.c.id == last.scalar_subquery()).values(state="open", ended_at=None))
