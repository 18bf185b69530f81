"""A connection whose credentials or settings a carrier refuses is stopped, told of, and stays so until a person has
seen to it and switches it on again."""

import logging
from dataclasses import replace

from engine.errors import ClearwayError, TargetRefused, VaultLocked
from engine.journal import journal
from engine.journal import tell as log
from fulfillment.carriers.errors import CarrierConnectionRefused, CarrierCredentialMissing, CarrierSignInRefused
from fulfillment.carriers.port import CarrierPort
from fulfillment.channels.words import Power
from fulfillment.records import CarrierConnection
from fulfillment.store.carriers import carrier_of, save_carrier

LOG = journal("carriers")
STOPPED = "carrier.stopped"
FOR_PEOPLE = (CarrierSignInRefused, CarrierCredentialMissing, CarrierConnectionRefused, TargetRefused, VaultLocked)
MOST_WHY = 500


def stop_carrier(port: CarrierPort, connection: CarrierConnection, error: ClearwayError) -> bool:
    """Stops it, with an event in the feed: once, of several that say so; not where somebody changed it meanwhile."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        known = carrier_of(session, connection.merchant_id, connection.id)
        if known is None or known.version != connection.version or not known.is_on:
            return False
        why = f"{error.code}: {error}"[:MOST_WHY]
        if save_carrier(session, known, replace(known, power=Power.STOPPED, why=why, changed_at=now)) is None:
            return False
        told = {"state": Power.STOPPED, "previous_state": Power.ON, "reason": error.code}
        port.tell(session, known, STOPPED, known.id, told, now)
    log(LOG, logging.WARNING, "carrier_stopped", connection=known.id, adapter=known.adapter, code=error.code)
    return True
