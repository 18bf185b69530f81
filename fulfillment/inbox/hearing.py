"""A channel brings a buyer's message, by its webhook or when it is asked; an answer goes back the same way."""

from datetime import datetime

from engine.desk.desk import Caller
from engine.store.sessions import WriteSession
from fulfillment.channels.port import voice_of
from fulfillment.channels.protocol import HeardMessage
from fulfillment.inbox.arriving import Incoming, TakenIn, take_in
from fulfillment.inbox.inbox import Inbox
from fulfillment.records import Connection


def take_heard(inbox: Inbox, session: WriteSession, connection: Connection, heard: HeardMessage) -> TakenIn:
    """In the transaction of the webhook or of the round. Raises InboxMessageRefused."""
    voice = voice_of(connection)
    shops = None if connection.shop is None else frozenset({connection.shop})
    caller = Caller(merchant=voice.merchant, name=voice.name, shops=shops)
    return take_in(inbox, session, caller, _incoming(connection, heard, inbox.desk.clock.now()))


def _incoming(connection: Connection, heard: HeardMessage, now: datetime) -> Incoming:
    return Incoming(
        channel=connection.channel,
        name=f"{connection.id}:{heard.id}",
        at=heard.at or now,
        text=heard.text,
        subject=heard.subject,
        language=heard.language,
        order=f"{connection.id_prefix}{heard.ref}" if heard.ref else "",
        email=heard.email,
        sender=heard.sender,
        connection=connection.id,
    )
