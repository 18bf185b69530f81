"""Books and voids: asks the carrier in no transaction, and notes the answer in one of its own at once.

Before the carrier is asked it is noted that a try goes out (`unsure`). A kill or a lost answer leaves that note, and
the next try has the adapter ask by reference first: what was booked is found, or known not to be, before it is booked
again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.desk.errors import PersonErased
from engine.errors import ClearwayError, JobPostponed
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.carriers.booking_facts import booking_request
from fulfillment.carriers.carrier_labels import keep_label
from fulfillment.carriers.errors import (
    CarrierAnswerRefused,
    CarrierCannot,
    CarrierDown,
    CarrierRefused,
    CarrierThrottled,
    LabelLost,
)
from fulfillment.carriers.port import CarrierPort
from fulfillment.carriers.protocol import Booked, BookingAsked, Known
from fulfillment.carriers.stopping import FOR_PEOPLE, stop_carrier
from fulfillment.carriers.words import Act, BookingState, Refusal
from fulfillment.channels.words import Power
from fulfillment.errors import NotFound
from fulfillment.jobs import CARRIER_VOID, STEP
from fulfillment.records import CarrierBooking, CarrierConnection
from fulfillment.repeating import repeated
from fulfillment.store.carriers import booking_of, carrier_of, move_booking

ASLEEP_S = 600.0
FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 1800.0
REFUSED, VOID_REFUSED, LOST = "carrier.booking_refused", "carrier.void_refused", "carrier.label_lost"
NO_CALL = "the carrier's API cannot void; a label that is not used stays unscanned"
IS_OFF = "the connection is off; void it in the carrier's own console"
Keeps = Callable[[WriteSession], None]


@dataclass(frozen=True, slots=True)
class _Opened:
    booking: CarrierBooking
    connection: CarrierConnection | None


class BookingWork:
    """Acts on jobs `carrier_book` and `carrier_void`; all that they write is written while they act."""

    def __init__(self, port: CarrierPort) -> None:
        self._port = port

    def book(self, job: Job) -> None:
        """Books one box. Raises JobPostponed while the carrier cannot be asked: it is never given up."""
        opened = self._open(job, BookingState.WAITING)
        if opened is None:
            return
        booking, connection = opened.booking, opened.connection
        if connection is None or connection.power == Power.OFF:
            self._keep(lambda session: self._not_booked(session, booking))
            return
        try:
            self._asked(booking, connection)
        except (CarrierDown, CarrierAnswerRefused) as down:
            raise self._again(booking, wait_s(booking.tries), down) from down
        except FOR_PEOPLE as refused:
            stop_carrier(self._port, connection, refused)
            raise self._again(booking, ASLEEP_S, refused) from refused

    def void(self, job: Job) -> None:
        """Voids what nobody wants. Raises JobPostponed as `book` does."""
        opened = self._open(job, BookingState.UNWANTED)
        if opened is None:
            return
        booking, connection = opened.booking, opened.connection
        if connection is None or connection.power == Power.OFF:
            self._keep(lambda session: self._void_refused(session, booking, "off", IS_OFF))
            return
        try:
            self._voided(booking, connection)
        except CarrierThrottled as wait:
            raise JobPostponed(wait.after_s, str(wait)) from wait
        except (CarrierDown, CarrierAnswerRefused) as down:
            raise self._again(booking, wait_s(booking.tries), down) from down
        except FOR_PEOPLE as refused:
            stop_carrier(self._port, connection, refused)
            raise self._again(booking, ASLEEP_S, refused) from refused

    def settle(self, _: WriteSession, __: Job, ___: None) -> None:
        """Nothing is left to write."""

    def _open(self, job: Job, state: BookingState) -> _Opened | None:
        """None where nothing is to be done. Raises JobPostponed while the connection is stopped."""
        with self._port.desk.database.read() as session:
            booking = booking_of(session, job.merchant, str(job.payload["booking"]))
            if booking is None or booking.state != state:
                return None
            connection = carrier_of(session, job.merchant, booking.connection_id)
        if connection is not None and connection.power == Power.STOPPED:
            raise JobPostponed(ASLEEP_S, "the connection is stopped")
        return _Opened(booking, connection)

    def _asked(self, booking: CarrierBooking, connection: CarrierConnection) -> None:
        carrier, now = self._port.lines.of(connection), self._port.desk.clock.now()
        self._wait_until_settled(booking, carrier.settling_s, now)
        try:
            asked = self._request(booking, connection)
        except CarrierRefused as incomplete:
            lacking = incomplete
            self._keep(lambda session: self._refused(session, booking, lacking))
            return
        if not self._goes_out(booking, now):
            return
        try:
            booked = carrier.book(asked, unsure=bool(booking.unsure))
        except CarrierThrottled as wait:
            self._keep(lambda session: self._sure(session, booking))
            raise JobPostponed(wait.after_s, str(wait)) from wait
        except CarrierCannot as cannot:
            refusal = CarrierRefused(Refusal.OTHER, cannot.code, str(cannot))
            self._keep(lambda session: self._refused(session, booking, refusal))
        except CarrierRefused as refused:
            told = refused
            self._keep(lambda session: self._refused(session, booking, told))
        except FOR_PEOPLE:
            self._keep(lambda session: self._sure(session, booking))
            raise
        else:
            self._keep(lambda session: self._booked(session, booking, booked))

    def _request(self, booking: CarrierBooking, connection: CarrierConnection) -> BookingAsked:
        with self._port.desk.database.read() as session:
            try:
                return booking_request(session, self._port.customs, booking, connection, self._port.desk.clock.now())
            except (PersonErased, NotFound) as gone:
                raise CarrierRefused(Refusal.PAPERS, gone.code, str(gone)) from gone

    def _voided(self, booking: CarrierBooking, connection: CarrierConnection) -> None:
        carrier, now = self._port.lines.of(connection), self._port.desk.clock.now()
        if Act.VOID not in carrier.acts:
            self._keep(lambda session: self._done(session, booking, NO_CALL))
            return
        self._wait_until_settled(booking, carrier.settling_s, now)
        known = Known(reference=booking.reference, number=booking.number, remote=booking.remote)
        try:
            called_off = carrier.void(known, unsure=bool(booking.unsure))
        except CarrierCannot:
            self._keep(lambda session: self._done(session, booking, NO_CALL))
        except CarrierRefused as refused:
            code, words = refused.carrier_code, refused.words
            self._keep(lambda session: self._void_refused(session, booking, code, words))
        else:
            self._keep(lambda session: self._done(session, booking, "" if called_off else "nothing was booked"))

    def _wait_until_settled(self, booking: CarrierBooking, settling_s: float, now: datetime) -> None:
        if booking.unsure and booking.tried_at is not None:
            left = (booking.tried_at + timedelta(seconds=settling_s) - now).total_seconds()
            if left > 0:
                raise JobPostponed(left, "an answer was lost; the carrier is asked once it can know")

    def _goes_out(self, booking: CarrierBooking, now: datetime) -> bool:
        """Notes that a try goes out; false where nobody wants it any more."""
        with self._port.desk.database.write() as session:
            return move_booking(session, booking, unsure=1, tries=booking.tries + 1, tried_at=now)

    def _keep(self, keeps: Keeps) -> None:
        repeated(self._port.desk.database, keeps)

    def _again(self, booking: CarrierBooking, after_s: float, error: ClearwayError) -> JobPostponed:
        self._keep(lambda session: self._failed(session, booking, error))
        return JobPostponed(after_s, str(error))

    def _failed(self, session: WriteSession, was: CarrierBooking, error: ClearwayError) -> None:
        known = booking_of(session, was.merchant_id, was.id)
        if known is not None:
            tries = max(known.tries, was.tries + 1)
            move_booking(session, known, error=str(error)[:1000], error_code=error.code, tries=tries)

    def _sure(self, session: WriteSession, was: CarrierBooking) -> None:
        """The carrier did not take the try: what an earlier one did is as unknown as before."""
        known = booking_of(session, was.merchant_id, was.id)
        if known is not None:
            move_booking(session, known, unsure=was.unsure)

    def _booked(self, session: WriteSession, was: CarrierBooking, booked: Booked) -> None:
        known, now = booking_of(session, was.merchant_id, was.id), self._port.desk.clock.now()
        if known is None:
            return
        charge = {} if booked.charge is None else {
            "charge_minor": booked.charge.minor, "charge_currency": booked.charge.currency,
        }  # fmt: skip
        found = {"number": booked.number, "remote": booked.remote, "unsure": 0, "error": "", "error_code": "", **charge}
        if known.state != BookingState.WAITING:
            move_booking(session, known, **found, state=BookingState.UNWANTED, ended_at=None)
            self._job(session, known, CARRIER_VOID)
            return
        move_booking(session, known, **found, state=BookingState.BOOKED, ended_at=now)
        keep_label(session, self._port.desk.ids, self._port.seal, known, booked.label, now)
        self._step(session, known)

    def _refused(self, session: WriteSession, was: CarrierBooking, refused: CarrierRefused) -> None:
        known = booking_of(session, was.merchant_id, was.id)
        if known is None:
            return
        number = refused.number if isinstance(refused, LabelLost) else ""
        told = {"why": refused.why, "error_code": refused.carrier_code[:128], "error": refused.words, "unsure": 0}
        if known.state != BookingState.WAITING:
            state = BookingState.UNWANTED if number else known.state
            move_booking(session, known, **told, number=number, state=state)
            return
        state = BookingState.LOST if number else BookingState.REFUSED
        move_booking(session, known, **told, number=number, state=state, ended_at=self._port.desk.clock.now())
        self._tell(session, known, LOST if number else REFUSED, refused.why)
        self._step(session, known)  # whoever dispatches may choose another service

    def _not_booked(self, session: WriteSession, was: CarrierBooking) -> None:
        """The connection was switched off: what was not booked is labelled by us."""
        known = booking_of(session, was.merchant_id, was.id)
        if known is None or known.state != BookingState.WAITING:
            return
        state = BookingState.UNWANTED if known.unsure else BookingState.VOIDED
        move_booking(session, known, state=state, ended_at=self._port.desk.clock.now())
        if known.unsure:
            self._job(session, known, CARRIER_VOID)
        self._step(session, known)

    def _done(self, session: WriteSession, was: CarrierBooking, note: str) -> None:
        known = booking_of(session, was.merchant_id, was.id)
        if known is not None and known.state == BookingState.UNWANTED:
            now = self._port.desk.clock.now()
            move_booking(session, known, state=BookingState.VOIDED, error=note, error_code="", ended_at=now)

    def _void_refused(self, session: WriteSession, was: CarrierBooking, code: str, words: str) -> None:
        known = booking_of(session, was.merchant_id, was.id)
        if known is None or known.state != BookingState.UNWANTED:
            return
        told = {"why": Refusal.TOO_LATE, "error_code": code[:128], "error": words}
        move_booking(session, known, **told, state=BookingState.VOID_REFUSED, ended_at=self._port.desk.clock.now())
        self._tell(session, known, VOID_REFUSED, Refusal.TOO_LATE)

    def _step(self, session: WriteSession, booking: CarrierBooking) -> None:
        """The order goes on from where it stands."""
        named = {"order_id": booking.order_id, "merchant": booking.merchant_id}
        step = NewJob(kind=STEP, merchant=booking.merchant_id, aggregate=booking.order_id, payload=named)
        enqueue(session, self._port.desk.ids, [step], self._port.desk.clock.now())

    def _job(self, session: WriteSession, booking: CarrierBooking, kind: str) -> None:
        enqueue(session, self._port.desk.ids, [job_of(booking, kind)], self._port.desk.clock.now())

    def _tell(self, session: WriteSession, booking: CarrierBooking, type_: str, why: Refusal) -> None:
        connection = carrier_of(session, booking.merchant_id, booking.connection_id)
        if connection is not None:
            told = {"order_id": booking.order_id, "booking_id": booking.id, "service": booking.service_id, "why": why}
            self._port.tell(session, connection, type_, booking.id, told, self._port.desk.clock.now())


def job_of(booking: CarrierBooking, kind: str) -> NewJob:
    """A job about a booking, in turn with the others of its box."""
    payload = {"booking": booking.id, "order_id": booking.order_id, "merchant": booking.merchant_id}
    aggregate = f"{booking.order_id}:carrier:{booking.parcel_id}"
    return NewJob(kind=kind, merchant=booking.merchant_id, aggregate=aggregate, payload=payload)


def wait_s(tries: int) -> float:
    """Seconds until a failed try is repeated: doubling, to half an hour."""
    return float(min(FIRST_WAIT_S * 2 ** min(tries, 16), LONGEST_WAIT_S))
