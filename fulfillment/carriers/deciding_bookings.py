"""What people do about bookings that a carrier refused: try again, or close what cannot be voided."""

from dataclasses import replace

from engine.desk.desk import Caller
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.booking_work import job_of
from fulfillment.carriers.errors import BookingEnded
from fulfillment.carriers.port import CarrierPort
from fulfillment.carriers.words import BookingState
from fulfillment.errors import NotFound
from fulfillment.jobs import CARRIER_BOOK, CARRIER_VOID
from fulfillment.records import CarrierBooking
from fulfillment.store.carriers import add_bookings, booking_of, move_booking


def try_again(port: CarrierPort, caller: Caller, booking_id: str) -> CarrierBooking:
    """Books once more what was refused, anew under another reference what lost its label, and voids once more.

    Raises NotFound, BookingEnded.
    """
    with port.desk.database.write() as session:
        known = found_booking(session, caller.merchant, booking_id)
        now = port.desk.clock.now()
        fresh = {"why": "", "error": "", "error_code": "", "tries": 0, "ended_at": None}
        match known.state:
            case BookingState.REFUSED:
                _move(session, known, state=BookingState.WAITING, **fresh)
                jobs = [job_of(known, CARRIER_BOOK)]
            case BookingState.VOID_REFUSED:
                _move(session, known, state=BookingState.UNWANTED, **fresh)
                jobs = [job_of(known, CARRIER_VOID)]
            case BookingState.LOST:
                _move(session, known, state=BookingState.UNWANTED, **fresh)
                anew = _anew(port, known)
                add_bookings(session, [anew])
                jobs = [job_of(known, CARRIER_VOID), job_of(anew, CARRIER_BOOK)]
            case _:
                raise BookingEnded(known.state)
        told = audit_job(caller, "carrier_booking.tried_again", known.id, {"order": known.order_id}, now)
        enqueue(session, port.desk.ids, [*jobs, told], now)
        return found_booking(session, caller.merchant, booking_id)


def close_booking(port: CarrierPort, caller: Caller, booking_id: str) -> CarrierBooking:
    """Somebody has seen to it in the carrier's own console that it is voided. Raises NotFound, BookingEnded."""
    with port.desk.database.write() as session:
        known = found_booking(session, caller.merchant, booking_id)
        if known.state != BookingState.VOID_REFUSED:
            raise BookingEnded(known.state)
        now = port.desk.clock.now()
        _move(session, known, state=BookingState.VOIDED, ended_at=now)
        told = audit_job(caller, "carrier_booking.closed", known.id, {"order": known.order_id}, now)
        enqueue(session, port.desk.ids, [told], now)
        return found_booking(session, caller.merchant, booking_id)


def found_booking(session: ReadSession, merchant: str, booking_id: str) -> CarrierBooking:
    """One by its id. Raises NotFound."""
    found = booking_of(session, merchant, booking_id)
    if found is None:
        raise NotFound("booking", booking_id)
    return found


def _anew(port: CarrierPort, lost: CarrierBooking) -> CarrierBooking:
    id_ = port.desk.ids.new(Prefix.BOOKING)
    return replace(
        lost,
        id=id_,
        reference=id_.replace("_", ""),
        state=BookingState.WAITING,
        number="",
        remote="",
        why="",
        error="",
        error_code="",
        tries=0,
        unsure=0,
        tried_at=None,
        ended_at=None,
        created_at=port.desk.clock.now(),
    )


def _move(session: WriteSession, known: CarrierBooking, **changes: object) -> None:
    if not move_booking(session, known, **changes):
        raise BookingEnded("changed meanwhile")
