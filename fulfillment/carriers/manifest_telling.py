"""What follows when a manifest is closed, in its transaction: the carrier is told where its parcels were booked by a
live connection, and later somebody looks whether it scanned them."""

from datetime import timedelta

from engine.ids import Ids
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.jobs import CARRIER_MANIFEST, CARRIER_SCANS
from fulfillment.records import Manifest, ManifestSending
from fulfillment.store.carriers import add_sending, booking_of_number, shipments_on

SCANNED_WITHIN = timedelta(hours=24)


def tell_manifest(session: WriteSession, ids: Ids, manifest: Manifest) -> None:
    """Adds the jobs of a closed manifest; one without parcels has none."""
    merchant, now = manifest.merchant_id, manifest.created_at
    shipments = shipments_on(session, merchant, manifest.id)
    if not shipments:
        return
    jobs = [
        NewJob(
            kind=CARRIER_SCANS,
            merchant=merchant,
            aggregate=manifest.id,
            payload={"manifest": manifest.id},
            run_after=now + SCANNED_WITHIN,
        )
    ]
    found = (booking_of_number(session, merchant, each.order_id, each.number) for each in shipments)
    for connection_id in sorted({booking.connection_id for booking in found if booking is not None}):
        add_sending(session, ManifestSending(manifest_id=manifest.id, connection_id=connection_id,
                                             merchant_id=merchant, created_at=now))  # fmt: skip
        payload = {"manifest": manifest.id, "connection": connection_id}
        aggregate = f"{manifest.id}:{connection_id}"
        jobs.append(NewJob(kind=CARRIER_MANIFEST, merchant=merchant, aggregate=aggregate, payload=payload))
    enqueue(session, ids, jobs, now)
