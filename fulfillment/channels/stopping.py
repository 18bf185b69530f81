"""A connection whose credentials or settings the channel refuses is stopped, told of, and stays so until a person has
seen to it and switches it on again."""

import logging
from dataclasses import replace

from engine.desk.rule_telling import tell
from engine.errors import ClearwayError, TargetRefused, VaultLocked
from engine.journal import journal
from engine.journal import tell as log
from engine.store.sessions import WriteSession
from fulfillment.channels.errors import ConnectionRefused, CredentialMissing, SignInRefused
from fulfillment.channels.port import Port, voice_of
from fulfillment.channels.words import Power
from fulfillment.records import Connection
from fulfillment.store.channels import connection_of, save_connection

LOG = journal("channels")
STOPPED = "channel.stopped"
FOR_PEOPLE = (SignInRefused, CredentialMissing, ConnectionRefused, TargetRefused, VaultLocked)
MOST_WHY = 500


def stop_now(port: Port, connection: Connection, error: ClearwayError) -> bool:
    """The same in a transaction of its own, for whoever is in none."""
    with port.desk.database.write() as session:
        return stop(port, session, connection, error)


def stop(port: Port, session: WriteSession, connection: Connection, error: ClearwayError) -> bool:
    """Stops it, with an event in the feed: once, of several that say so; not where somebody changed it meanwhile."""
    known = connection_of(session, connection.merchant_id, connection.id)
    if known is None or known.version != connection.version or known.power is not Power.ON:
        return False
    now = port.desk.clock.now()
    why = f"{error.code}: {error}"[:MOST_WHY]
    if save_connection(session, known, replace(known, power=Power.STOPPED, why=why, changed_at=now)) is None:
        return False
    told = {
        "connection_id": known.id,
        "channel": known.channel,
        "name": known.name,
        "state": Power.STOPPED,
        "previous_state": Power.ON,
        "reason": error.code,
    }
    tell(port.desk, session, voice_of(known), STOPPED, known.id, told, now)
    log(LOG, logging.WARNING, "channel_stopped", connection=known.id, channel=known.channel, code=error.code)
    return True
