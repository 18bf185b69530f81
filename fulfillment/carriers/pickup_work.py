"""Books pick-ups and calls them off: asks the carrier in no transaction, and notes the answer in one of its own at
once."""

from datetime import date, time

from engine.errors import JobPostponed
from engine.store.outbox import Job, enqueue
from engine.store.sessions import WriteSession
from fulfillment.carriers.booking_work import ASLEEP_S
from fulfillment.carriers.errors import (
    CarrierAnswerRefused,
    CarrierDown,
    CarrierError,
    CarrierRefused,
    CarrierThrottled,
)
from fulfillment.carriers.pickups import pickup_job
from fulfillment.carriers.port import CarrierPort
from fulfillment.carriers.protocol import Carrier, PickupAsked, PickupBooked
from fulfillment.carriers.stopping import FOR_PEOPLE, stop_carrier
from fulfillment.carriers.words import PickupState, Refusal
from fulfillment.channels.words import Power
from fulfillment.documents.senders import sender_for
from fulfillment.records import CarrierConnection, Pickup
from fulfillment.repeating import repeated
from fulfillment.store.carriers import carrier_of, move_pickup, pickup_of
from fulfillment.store.warehouses import find_warehouse

REFUSED = "carrier.pickup_refused"
RETRY_S = 60.0
NO_SENDER = "nobody is named as sender; keep one (`/v1/senders`)"
IS_OFF = "the connection is off; see to it with the carrier"
OPEN = (PickupState.WAITING, PickupState.CANCELLING)


class PickupWork:
    """Acts on jobs `carrier_pickup`."""

    def __init__(self, port: CarrierPort) -> None:
        self._port = port

    def act(self, job: Job) -> None:
        """Does what the pick-up's state asks for. Raises JobPostponed while the carrier cannot be asked."""
        with self._port.desk.database.read() as session:
            pickup = pickup_of(session, job.merchant, str(job.payload["pickup"]))
            connection = None if pickup is None else carrier_of(session, job.merchant, pickup.connection_id)
        if pickup is None or pickup.state not in OPEN:
            return
        if connection is None or connection.power == Power.OFF:
            self._refuse(pickup, CarrierRefused(Refusal.OTHER, "off", IS_OFF))
            return
        if connection.power == Power.STOPPED:
            raise JobPostponed(ASLEEP_S, "the connection is stopped")
        try:
            self._asked(pickup, connection)
        except CarrierThrottled as wait:
            raise JobPostponed(wait.after_s, str(wait)) from wait
        except (CarrierDown, CarrierAnswerRefused) as down:
            raise JobPostponed(RETRY_S, str(down)) from down
        except FOR_PEOPLE as refused:
            stop_carrier(self._port, connection, refused)
            raise JobPostponed(ASLEEP_S, str(refused)) from refused
        except CarrierError as refused:
            told = refused if isinstance(refused, CarrierRefused) else CarrierRefused(
                Refusal.OTHER, refused.code, str(refused))  # fmt: skip
            self._refuse(pickup, told)

    def settle(self, _: WriteSession, __: Job, ___: None) -> None:
        """Nothing is left to write."""

    def _asked(self, pickup: Pickup, connection: CarrierConnection) -> None:
        carrier = self._port.lines.of(connection)
        if pickup.state == PickupState.WAITING:
            self._book(carrier, pickup)
            return
        if pickup.remote:
            carrier.call_off_pickup(pickup.remote, pickup.created_by)
            self._move(pickup, state=PickupState.CANCELLED, ended_at=self._port.desk.clock.now())
        elif pickup.unsure:  # asked for, and whether it comes is not known: found out by its reference, then called off
            booked = carrier.pick_up(self._request(pickup), unsure=True)
            carrier.call_off_pickup(booked.remote, pickup.created_by)
            self._move(pickup, state=PickupState.CANCELLED, remote=booked.remote, unsure=0,
                       ended_at=self._port.desk.clock.now())  # fmt: skip
        else:
            self._move(pickup, state=PickupState.CANCELLED, ended_at=self._port.desk.clock.now())

    def _book(self, carrier: Carrier, pickup: Pickup) -> None:
        asked = self._request(pickup)
        if not self._move(pickup, unsure=1):
            return
        try:
            booked = carrier.pick_up(asked, unsure=bool(pickup.unsure))
        except (CarrierThrottled, *FOR_PEOPLE):
            self._move(pickup, unsure=pickup.unsure)
            raise
        self._booked(pickup, booked)

    def _request(self, pickup: Pickup) -> PickupAsked:
        with self._port.desk.database.read() as session:
            warehouse = find_warehouse(session, pickup.merchant_id, pickup.warehouse)
            country = "" if warehouse is None else warehouse.country
            sender = sender_for(session, pickup.merchant_id, "", pickup.warehouse, country).sender
        if not sender.company:
            raise CarrierRefused(Refusal.ADDRESS, "sender_incomplete", NO_SENDER)
        return PickupAsked(
            reference=pickup.id,
            product=pickup.product,
            day=date.fromisoformat(pickup.day),
            ready=time.fromisoformat(pickup.ready),
            closes=time.fromisoformat(pickup.closes),
            zone=pickup.zone,
            parcels=pickup.parcels,
            weight_g=pickup.weight_g,
            sender=sender,
            spot=pickup.spot,
            note=pickup.note,
        )

    def _booked(self, was: Pickup, booked: PickupBooked) -> None:
        coming = "" if booked.day is None else booked.day.isoformat()

        def keeps(session: WriteSession) -> None:
            known = pickup_of(session, was.merchant_id, was.id)
            if known is None:
                return
            told = {"remote": booked.remote, "coming_day": coming, "unsure": 0}
            if known.state == PickupState.WAITING:
                move_pickup(session, known, **told, state=PickupState.BOOKED, ended_at=self._port.desk.clock.now())
            else:  # called off meanwhile: its job comes again with the confirmation
                move_pickup(session, known, **told, state=PickupState.CANCELLING)
                enqueue(session, self._port.desk.ids, [pickup_job(known)], self._port.desk.clock.now())

        repeated(self._port.desk.database, keeps)

    def _refuse(self, was: Pickup, refused: CarrierRefused) -> None:
        now = self._port.desk.clock.now()

        def keeps(session: WriteSession) -> None:
            known = pickup_of(session, was.merchant_id, was.id)
            if known is None or known.state not in OPEN:
                return
            told = {"why": refused.why, "error_code": refused.carrier_code[:128], "error": refused.words}
            move_pickup(session, known, **told, state=PickupState.REFUSED, ended_at=now)
            connection = carrier_of(session, known.merchant_id, known.connection_id)
            if connection is not None:
                data = {"pickup_id": known.id, "day": known.day, "why": refused.why}
                self._port.tell(session, connection, REFUSED, known.id, data, now)

        repeated(self._port.desk.database, keeps)

    def _move(self, was: Pickup, **changes: object) -> bool:
        with self._port.desk.database.write() as session:
            return move_pickup(session, was, **changes)
