"""Marketplaces that can be asked what buyers claim and write are asked four times an hour, and the inbox takes it in.

What was claimed in the last weeks is read whole each time, so that nothing is lost while we or the marketplace are
away, and a claim that is known changes nothing: there is no cursor to lose.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from engine.errors import ClearwayError, JobPostponed, StoreConflict
from engine.journal import journal
from engine.journal import tell as log
from engine.store.chain import begin_turns
from engine.store.handling import AnyHandler, OutsideHandler
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.channels.errors import Throttled
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Complains, Complaint, HeardMessage
from fulfillment.channels.rounds import go_round
from fulfillment.channels.stopping import FOR_PEOPLE
from fulfillment.channels.words import ChannelName, Power
from fulfillment.inbox.complaints import take_complaint
from fulfillment.inbox.errors import InboxCaseRefused, InboxMessageRefused
from fulfillment.inbox.hearing import take_heard
from fulfillment.inbox.inbox import Inbox
from fulfillment.jobs import CHANNEL_COMPLAINTS
from fulfillment.records import Connection
from fulfillment.store.channels import connection_of

EVERY = timedelta(minutes=15)
CLAIMS_BACK = timedelta(days=60)  # longer than any claim of a marketplace stays open without a change
LETTERS_BACK = timedelta(days=2)
ASKED = frozenset({ChannelName.EBAY})
LOG = journal("inbox")
Taken = TypeVar("Taken")


@dataclass(frozen=True, slots=True)
class Told:
    """What a marketplace answered; of what it refused nothing, which the log says."""

    connection: Connection
    complaints: tuple[Complaint, ...] = ()
    messages: tuple[HeardMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class AskingWork:
    """Begins a round, or asks one connection."""

    inbox: Inbox
    port: Port

    def act(self, job: Job) -> Told | None:
        """None for a round, and for a connection that is off. Raises JobPostponed where it asks to wait, and
        ChannelErrors."""
        if "connection" not in job.payload:
            return None
        with self.port.desk.database.read() as session:
            connection = connection_of(session, job.merchant, str(job.payload["connection"]))
        if connection is None or connection.power is not Power.ON:
            return None
        try:
            channel = self.port.accounts.of(connection)
            if not isinstance(channel, Complains):
                return None
            now = self.port.desk.clock.now()
            return Told(
                connection,
                _allowed(connection, lambda: tuple(channel.complaints(now - CLAIMS_BACK, now))),
                _allowed(connection, lambda: tuple(channel.written(_begun(connection, now), now))),
            )
        except Throttled as throttled:
            raise JobPostponed(throttled.after_s, str(throttled)) from throttled

    def settle(self, session: WriteSession, job: Job, told: Told | None) -> None:
        """Takes each in by itself: one that cannot be kept, or that somebody changes meanwhile, leaves the others."""
        if "connection" not in job.payload:
            go_round(session, self.port, job, EVERY, ASKED)
        if told is None:
            return
        takes: list[Callable[[], object]] = [
            partial(take_complaint, self.inbox, session, told.connection, each) for each in told.complaints
        ]
        takes += [partial(take_heard, self.inbox, session, told.connection, each) for each in told.messages]
        for take in takes:
            _each(session, told.connection, take)


def _begun(connection: Connection, now: datetime) -> datetime:
    return max(connection.since, now - LETTERS_BACK)


def _allowed(connection: Connection, ask: Callable[[], tuple[Taken, ...]]) -> tuple[Taken, ...]:
    """What is asked for; nothing where the seller's consent does not cover it, for orders may go on without."""
    try:
        return ask()
    except FOR_PEOPLE as refused:
        _log(connection, "complaints_refused", refused)
        return ()


def _each(session: WriteSession, connection: Connection, take: Callable[[], object]) -> None:
    try:
        with session.savepoint():
            take()
    except (InboxCaseRefused, InboxMessageRefused, StoreConflict) as refused:
        _log(connection, "complaint_not_taken", refused)


def _log(connection: Connection, what: str, error: ClearwayError) -> None:
    log(LOG, logging.WARNING, what, connection=connection.id, channel=connection.channel, code=error.code)


def asking_handlers(inbox: Inbox, port: Port, lane: str = "") -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler."""
    work = AskingWork(inbox, port)
    return {CHANNEL_COMPLAINTS: OutsideHandler(work.act, work.settle, lane=lane)}


def begin_asking(port: Port) -> None:
    """Starts the chain of turns; does nothing where this one is there."""
    begin_turns(port.desk.database, port.desk.ids, port.desk.clock.now(), CHANNEL_COMPLAINTS, EVERY)
