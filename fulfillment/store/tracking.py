"""Sources of tracking, and the parcels that each follows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import Following, Tracked, TrackingSource
from fulfillment.states import Comeback, Voyage
from fulfillment.store.rows import many
from fulfillment.store.tables import FOLLOWING, RETURN, SHIPMENT, SOURCE, TRACKING, TRIP
from fulfillment.store.tracking_rows import read_records, written
from fulfillment.tracking.sources.words import RETURNS, Power

_S, _F, _T, _P, _E, _R = SOURCE.c, FOLLOWING.c, TRIP.c, SHIPMENT.c, TRACKING.c, RETURN.c
UNDER_WAY = (Voyage.HANDED_OVER, Voyage.IN_TRANSIT, Voyage.STUCK, Voyage.RETURNING)
RETURN_UNDER_WAY = (Comeback.LABEL_SENT, Comeback.IN_TRANSIT)
MOST_UNKNOWN = 200


def add_source(session: WriteSession, source: TrackingSource) -> None:
    """Adds one. Raises StoreConflict where its name is taken."""
    session.add(SOURCE, [written(source)])


def save_source(session: WriteSession, was: TrackingSource, now: TrackingSource) -> TrackingSource | None:
    """Writes it over the version that was seen, and answers it as kept; None when somebody changed it meanwhile."""
    kept = replace(now, version=was.version + 1)
    same = (_S.id == was.id, _S.merchant_id == was.merchant_id, _S.version == was.version)
    return kept if session.run(update(SOURCE).where(*same).values(**written(kept))) == 1 else None


def move_turn(session: WriteSession, was: TrackingSource, now: TrackingSource) -> bool:
    """Notes how a turn went, from the turn that was seen only; what people set is left as it is."""
    same = (_S.id == was.id, _S.turn == was.turn)
    told = {"turn": now.turn, "failures": now.failures, "error": now.error,
            "good_at": None if now.good_at is None else microseconds(now.good_at)}  # fmt: skip
    return session.run(update(SOURCE).where(*same).values(**told)) == 1


def source_of(session: ReadSession, merchant: str, id_or_name: str) -> TrackingSource | None:
    """One by its id or name."""
    where = (_S.merchant_id == merchant, (_S.id == id_or_name) | (_S.name == id_or_name))
    return next(iter(read_records(session, SOURCE, TrackingSource, *where)), None)


def source_anywhere(session: ReadSession, id_: str) -> TrackingSource | None:
    """One by its id alone, whosesoever: for webhooks, whose address names no merchant."""
    return next(iter(read_records(session, SOURCE, TrackingSource, _S.id == id_)), None)


def sources(
    session: ReadSession, merchant: str, limit: int | None = None, after: str = ""
) -> tuple[TrackingSource, ...]:
    """Those of a merchant, oldest first, from behind this id."""
    return read_records(session, SOURCE, TrackingSource, _S.merchant_id == merchant, _S.id > after, limit=limit)


def sources_on(session: ReadSession) -> tuple[TrackingSource, ...]:
    """All that are switched on, of every merchant."""
    return read_records(session, SOURCE, TrackingSource, _S.power == Power.ON)


def delete_source(session: WriteSession, source: TrackingSource) -> None:
    """Deletes it, and what it followed; events stay."""
    session.run(delete(SOURCE).where(_S.id == source.id, _S.merchant_id == source.merchant_id))
    session.run(delete(FOLLOWING).where(_F.source_id == source.id))


def follow_new(session: WriteSession, source: TrackingSource, now: datetime, limit: int) -> int:
    """Takes up parcels under way, and labels of returns, that the source follows and has not heard of; answers how
    many."""
    numbers = [*_new_parcels(session, source, limit), *_new_returns(session, source, limit)]
    new = [Following(source_id=source.id, number=each, merchant_id=source.merchant_id, next_at=now)
           for each in dict.fromkeys(numbers)]  # fmt: skip
    session.add(FOLLOWING, [written(each) for each in new])
    return len(new)


def _new_parcels(session: ReadSession, source: TrackingSource, limit: int) -> Iterator[str]:
    wanted = [
        _T.merchant_id == source.merchant_id,
        _P.id == _T.shipment_id,
        _P.state.in_(UNDER_WAY),
        ~select(_F.number).where(_F.source_id == source.id, _F.number == _T.number).exists(),
    ]
    if source.carriers:
        wanted.append(_T.carrier.in_(source.carriers))
    chosen = select(_T.number).where(*wanted).group_by(_T.number).order_by(_T.number).limit(limit)
    return (str(row.number) for row in session.rows(chosen))


def _new_returns(session: ReadSession, source: TrackingSource, limit: int) -> Iterator[str]:
    """A label counts from when the customer has it: its first scan is the proof that they handed the goods in."""
    if source.carriers and RETURNS not in source.carriers:
        return iter(())
    wanted = (
        _R.merchant_id == source.merchant_id,
        _R.label != "",
        _R.state.in_(RETURN_UNDER_WAY),
        ~select(_F.number).where(_F.source_id == source.id, _F.number == _R.label).exists(),
    )
    chosen = select(_R.label).where(*wanted).order_by(_R.label).limit(limit)
    return (str(row.label) for row in session.rows(chosen))


def due_of(session: ReadSession, source: TrackingSource, now: datetime, limit: int) -> tuple[Following, ...]:
    """Parcels that are to be asked for, the longest due first."""
    due = (_F.source_id == source.id, _F.next_at.is_not(None), _F.next_at <= microseconds(now))
    chosen = select(_F.number).where(*due).order_by(_F.next_at, _F.number).limit(limit)
    numbers = [str(row.number) for row in session.rows(chosen)]
    return read_records(session, FOLLOWING, Following, _F.source_id == source.id, _F.number.in_(numbers))


def next_due(session: ReadSession, source: TrackingSource) -> datetime | None:
    """When the next parcel is to be asked for; None when there is none."""
    row = session.first(select(func.min(_F.next_at).label("at")).where(_F.source_id == source.id))
    return None if row is None or row.at is None else moment(row.at)


def put_following(session: WriteSession, each: Following) -> None:
    """Puts it in the place of what was, or adds it."""
    same = (_F.source_id == each.source_id, _F.number == each.number)
    if not session.run(update(FOLLOWING).where(*same).values(**written(each))):
        session.add(FOLLOWING, [written(each)])


def following_of(session: ReadSession, source_id: str, number: str) -> Following | None:
    """How a source follows a number."""
    where = (_F.source_id == source_id, _F.number == number)
    return next(iter(read_records(session, FOLLOWING, Following, *where)), None)


def follow_again(session: WriteSession, merchant: str, number: str, now: datetime) -> None:
    """A parcel whose way seemed to have ended is asked for again."""
    same = (_F.merchant_id == merchant, _F.number == number, _F.next_at.is_(None), _F.refused == "")
    session.run(update(FOLLOWING).where(*same).values(next_at=microseconds(now)))


def is_unknown_everywhere(session: ReadSession, merchant: str, number: str) -> bool:
    """Whether sources were asked for a number, and every one of them knows nothing of it."""
    asked = (_F.merchant_id == merchant, _F.number == number, _F.asked_at.is_not(None))
    told = [bool(row.unknown) for row in session.rows(select(_F.unknown).where(*asked))]
    return bool(told) and all(told)


def is_under_way_number(session: ReadSession, merchant: str, number: str) -> bool:
    """Whether a parcel of this number, or a return with this label, is still on its way."""
    parcel = (_P.merchant_id == merchant, _P.number == number, _P.state.in_(UNDER_WAY))
    back = (_R.merchant_id == merchant, _R.label == number, _R.state.in_(RETURN_UNDER_WAY))
    return any(session.first(select(id_).where(*where).limit(1)) is not None
               for id_, where in ((_P.id, parcel), (_R.id, back)))  # fmt: skip


def unknown_codes(session: ReadSession, merchant: str) -> tuple[tuple[str, str, str, int, datetime], ...]:
    """Codes that no table knows: source, code, an example of the words beside it, how often, when last; the most
    frequent first."""
    chosen = (
        select(_E.source, _E.carrier_code, func.max(_E.data).label("data"), func.count().label("many"),
               func.max(_E.received_at).label("last"))
        .where(_E.merchant_id == merchant, _E.is_known.is_(False))
        .group_by(_E.source, _E.carrier_code)
        .order_by(func.count().desc(), _E.carrier_code)
        .limit(MOST_UNKNOWN)
    )  # fmt: skip
    return tuple((str(row.source), str(row.carrier_code), str(row.data), int(row.many), moment(row.last))
                 for row in session.rows(chosen))  # fmt: skip


def read_by_another(
    session: ReadSession, merchant: str, digests: Sequence[str], after: str, limit: int
) -> tuple[Tracked, ...]:
    """Events that tables other than these have read, behind an id."""
    where = (_E.merchant_id == merchant, _E.read_by != "", _E.read_by.not_in(digests), _E.id > after)
    return many(session, TRACKING, Tracked, *where, limit=limit)


def merchants_of_sources(session: ReadSession) -> tuple[str, ...]:
    """Whoever has a source."""
    return tuple(str(row[0]) for row in session.rows(select(_S.merchant_id).distinct().order_by(_S.merchant_id)))
