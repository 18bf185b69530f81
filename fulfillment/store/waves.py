"""How warehouses pick, and their waves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Fulfilment, Held, PickTerms, Reservation, Wave, WavePart
from fulfillment.states import Work
from fulfillment.store.rows import keep, many, one, row_of
from fulfillment.store.tables import FULFILMENT, HELD, PICK_TERMS, RESERVATION, WAVE, WAVE_PART

AT_ONCE = 400  # names in one statement


def pick_terms(session: ReadSession, merchant: str, warehouse: str) -> PickTerms:
    """As they are set, or what counts unless set."""
    where = (PICK_TERMS.c.merchant_id == merchant, PICK_TERMS.c.warehouse == warehouse)
    found = one(session, PICK_TERMS, PickTerms, *where)
    return PickTerms(merchant_id=merchant, warehouse=warehouse) if found is None else found


def put_pick_terms(session: WriteSession, terms: PickTerms) -> None:
    """Sets them."""
    same = (PICK_TERMS.c.merchant_id == terms.merchant_id, PICK_TERMS.c.warehouse == terms.warehouse)
    if not session.run(update(PICK_TERMS).where(*same).values(**row_of(terms))):
        keep(session, PICK_TERMS, terms)


def gatherable(session: ReadSession, merchant: str, warehouse: str, limit: int) -> tuple[Fulfilment, ...]:
    """Parts that are reserved or being picked and in no wave, the oldest first."""
    taken = exists().where(WAVE_PART.c.fulfilment_id == FULFILMENT.c.id, WAVE_PART.c.state == "in")
    return many(
        session,
        FULFILMENT,
        Fulfilment,
        FULFILMENT.c.merchant_id == merchant,
        FULFILMENT.c.warehouse == warehouse,
        FULFILMENT.c.state.in_((Work.RESERVED, Work.PICKING)),
        ~taken,
        limit=limit,
    )


def held_by(session: ReadSession, fulfilments: Sequence[str]) -> tuple[tuple[Reservation, tuple[Held, ...]], ...]:
    """What parts have reserved, with the places."""
    found: list[tuple[Reservation, tuple[Held, ...]]] = []
    for first in range(0, len(fulfilments), AT_ONCE):
        some = tuple(fulfilments[first : first + AT_ONCE])
        of_them = (RESERVATION.c.fulfilment_id.in_(some), RESERVATION.c.state == "held")
        places: dict[str, list[Held]] = {}
        for each in many(session, HELD, Held, HELD.c.reservation_id.in_(select(RESERVATION.c.id).where(*of_them))):
            places.setdefault(each.reservation_id, []).append(each)
        found += [(one_, tuple(places.get(one_.id, ()))) for one_ in many(session, RESERVATION, Reservation, *of_them)]
    return tuple(found)


def add_wave(session: WriteSession, wave: Wave, parts: Sequence[WavePart]) -> None:
    """A wave with its parts. The database refuses a part that is in another one."""
    keep(session, WAVE, wave)
    keep(session, WAVE_PART, *parts)


def find_wave(session: ReadSession, merchant: str, id_: str) -> Wave | None:
    """One, by its id."""
    return one(session, WAVE, Wave, WAVE.c.id == id_, WAVE.c.merchant_id == merchant)


def waves_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", state: str | None = None,
    warehouse: str | None = None,
) -> tuple[Wave, ...]:  # fmt: skip
    """Waves, oldest first, from behind the wave `after`."""
    where = [WAVE.c.merchant_id == merchant, WAVE.c.id > after]
    if state is not None:
        where.append(WAVE.c.state == state)
    if warehouse is not None:
        where.append(WAVE.c.warehouse == warehouse)
    return many(session, WAVE, Wave, *where, limit=limit)


def parts_of_wave(session: ReadSession, wave_id: str) -> tuple[WavePart, ...]:
    """All that are in it or were."""
    return many(session, WAVE_PART, WavePart, WAVE_PART.c.wave_id == wave_id)


def wave_of(session: ReadSession, fulfilment_id: str) -> WavePart | None:
    """The wave that a part is in now."""
    return one(session, WAVE_PART, WavePart, WAVE_PART.c.fulfilment_id == fulfilment_id, WAVE_PART.c.state == "in")


def turn_part(session: WriteSession, part: WavePart, state: str, why: str = "") -> bool:
    """Compares and sets, so that a part leaves a wave once."""
    same = (
        WAVE_PART.c.wave_id == part.wave_id,
        WAVE_PART.c.fulfilment_id == part.fulfilment_id,
        WAVE_PART.c.state == part.state,
    )
    return session.run(update(WAVE_PART).where(*same).values(state=state, why=why)) == 1


def turn_wave(session: WriteSession, wave_id: str, was: str, state: str, now: datetime) -> bool:
    """Compares and sets the state of a wave; also the lock under which what is left of it is counted."""
    column = "released_at" if state == "released" else "ended_at"
    values = {"state": state} if was == state else {"state": state, column: microseconds(now)}
    return session.run(update(WAVE).where(WAVE.c.id == wave_id, WAVE.c.state == was).values(**values)) == 1
