"""Tells carriers what was handed over, asks them to send parcels back, and looks whether they scanned what they
took."""

from collections.abc import Callable

from engine.desk.desk import Caller
from engine.desk.rule_telling import tell
from engine.errors import JobPostponed
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.booking_work import ASLEEP_S
from fulfillment.carriers.errors import (
    CarrierAnswerRefused,
    CarrierCannot,
    CarrierDown,
    CarrierRefused,
    CarrierThrottled,
)
from fulfillment.carriers.port import CarrierPort
from fulfillment.carriers.protocol import Carrier, Known, ManifestAsked
from fulfillment.carriers.scanned_in import scan_in
from fulfillment.carriers.stopping import FOR_PEOPLE, stop_carrier
from fulfillment.carriers.words import Act, SendingState
from fulfillment.channels.words import Power
from fulfillment.records import CarrierConnection
from fulfillment.store.carriers import (
    booking_of,
    booking_of_number,
    carrier_of,
    end_sending,
    sendings_of,
    shipments_on,
)
from fulfillment.store.shipments import find_manifest

MANIFEST_REFUSED, RECALL_REFUSED = "carrier.manifest_refused", "carrier.recall_refused"
UNSCANNED = "manifest.scans_differ"
RETRY_S = 60.0
MOST_NAMED = 100
NO_CALL = "no_call"  # the carrier's data came with the booking


class HandingWork:
    """Acts on jobs about what was handed over."""

    def __init__(self, port: CarrierPort) -> None:
        self._port = port

    def send(self, job: Job) -> tuple[str, str]:
        """The carrier's own name of the manifest, or its refusal. Raises JobPostponed while it cannot be asked."""
        with self._port.desk.database.read() as session:
            manifest_id = str(job.payload["manifest"])
            connection = carrier_of(session, job.merchant, str(job.payload["connection"]))
            manifest = find_manifest(session, job.merchant, manifest_id)
            numbers = [] if connection is None else self._numbers(session, job.merchant, manifest_id, connection.id)
        if connection is None or manifest is None or connection.power == Power.OFF:
            return "", "the connection is off; tell the carrier yourself"
        asked = ManifestAsked(reference=manifest.id.replace("_", ""), at=manifest.created_at, numbers=tuple(numbers))

        def told(carrier: Carrier) -> str:
            return carrier.close(asked) if Act.MANIFEST in carrier.acts else NO_CALL

        return self._asked(connection, told)

    def sent(self, session: WriteSession, job: Job, result: tuple[str, str]) -> None:
        """Notes what the carrier said."""
        remote, refused = result
        known = {each.connection_id: each for each in sendings_of(session, job.merchant, str(job.payload["manifest"]))}
        sending = known.get(str(job.payload["connection"]))
        if sending is None or sending.state != SendingState.WAITING:
            return
        now, state = self._port.desk.clock.now(), SendingState.REFUSED if refused else SendingState.SENT
        end_sending(session, sending, state, now, remote=remote, error=refused)
        connection = carrier_of(session, job.merchant, sending.connection_id)
        if refused and connection is not None:
            told = {"manifest_id": sending.manifest_id}
            self._port.tell(session, connection, MANIFEST_REFUSED, sending.manifest_id, told, now)

    def recall(self, job: Job) -> tuple[str, str]:
        """Has a parcel sent back where the API can; a notice to the carrier is written in any case."""
        with self._port.desk.database.read() as session:
            booking = booking_of(session, job.merchant, str(job.payload["booking"]))
            connection = None if booking is None else carrier_of(session, job.merchant, booking.connection_id)
        if booking is None or connection is None or connection.power == Power.OFF:
            return "", ""
        known = Known(reference=booking.reference, number=booking.number, remote=booking.remote)

        def told(carrier: Carrier) -> str:
            return carrier.recall(known, job.id) if Act.RECALL in carrier.acts else NO_CALL

        return self._asked(connection, told)

    def recalled(self, session: WriteSession, job: Job, result: tuple[str, str]) -> None:
        """Tells where the carrier will not."""
        booking = booking_of(session, job.merchant, str(job.payload["booking"]))
        connection = None if booking is None else carrier_of(session, job.merchant, booking.connection_id)
        if result[1] and booking is not None and connection is not None:
            told = {"order_id": booking.order_id, "booking_id": booking.id}
            self._port.tell(session, connection, RECALL_REFUSED, booking.id, told, self._port.desk.clock.now())

    def compare(self, session: WriteSession, job: Job) -> None:
        """Tells once which parcels of a manifest were not scanned in time, and which were scanned without one."""
        found = scan_in(session, job.merchant, str(job.payload["manifest"]))
        if not found.missing and not found.strays:
            return
        told = {
            "manifest_id": found.manifest.id, "carrier": found.manifest.carrier,
            "missing": len(found.missing), "strays": len(found.strays),
            "missing_numbers": list(found.missing[:MOST_NAMED]), "stray_numbers": list(found.strays[:MOST_NAMED]),
        }  # fmt: skip
        by = Caller(merchant=job.merchant, name="system")
        tell(self._port.desk, session, by, UNSCANNED, found.manifest.id, told, self._port.desk.clock.now())

    def _numbers(self, session: ReadSession, merchant: str, manifest_id: str, connection_id: str) -> list[str]:
        found = []
        for each in shipments_on(session, merchant, manifest_id):
            booking = booking_of_number(session, merchant, each.order_id, each.number)
            if booking is not None and booking.connection_id == connection_id:
                found.append(each.number)
        return list(dict.fromkeys(found))

    def _asked(self, connection: CarrierConnection, asks: Callable[[Carrier], str]) -> tuple[str, str]:
        if connection.power == Power.STOPPED:
            raise JobPostponed(ASLEEP_S, "the connection is stopped")
        try:
            return asks(self._port.lines.of(connection)), ""
        except CarrierThrottled as wait:
            raise JobPostponed(wait.after_s, str(wait)) from wait
        except (CarrierDown, CarrierAnswerRefused) as down:
            raise JobPostponed(RETRY_S, str(down)) from down
        except CarrierCannot:
            return NO_CALL, ""
        except CarrierRefused as refused:
            return "", str(refused)
        except FOR_PEOPLE as refused:
            stop_carrier(self._port, connection, refused)
            raise JobPostponed(ASLEEP_S, str(refused)) from refused
