"""What sources push: a message or file is verified, its events are noted as jobs without personal values, and answered.

A job takes the events of one number. So a message may come late, twice or in any order.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from engine.clock import Clock
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.errors import ConnectionOff
from fulfillment.channels.port import Port
from fulfillment.channels.protocol import Knock
from fulfillment.errors import NotFound
from fulfillment.jobs import TRACKING_TAKE
from fulfillment.records import TrackingSource
from fulfillment.site import Site
from fulfillment.store.tracking import following_of, put_following, source_anywhere
from fulfillment.tracking.sources.adapters import account_of, adapter_of
from fulfillment.tracking.sources.errors import FileRefused
from fulfillment.tracking.sources.own import Own
from fulfillment.tracking.sources.protocol import Found
from fulfillment.tracking.sources.words import Power, SourceKind
from fulfillment.tracking.taking import take_told
from fulfillment.tracking.told import Told

BY = "source:"  # how a source is named as the teller of what it shows


@dataclass(frozen=True, slots=True)
class Noted:
    """How many parcels a message or file tells of, and how many events."""

    parcels: int = 0
    events: int = 0


def hear_source(port: Port, source_id: str, knock: Knock) -> Noted:
    """Takes a message in. Raises NotFound, KnockRefused, CredentialMissing, and ConnectionOff while the source is off,
    so that it is sent again."""
    with port.desk.database.read() as session:
        source = source_anywhere(session, source_id)
    if source is None:
        raise NotFound("tracking source", source_id)
    found = adapter_of(port.accounts, source).heard(knock, port.desk.clock.now())
    if source.power is not Power.ON:
        raise ConnectionOff(source.name)
    return note(port, source, found)


def take_file(port: Port, source: TrackingSource, content: bytes) -> Noted:
    """Takes a file of events in. Raises FileRefused, also for a source that takes none, and ConnectionOff."""
    if source.kind is not SourceKind.OWN:
        raise FileRefused(1, f"is for sources of our own shape, and `{source.name}` is none")
    if source.power is not Power.ON:
        raise ConnectionOff(source.name)
    return note(port, source, Own(account_of(port.accounts, source), port.accounts.sender).file(content))


def note(port: Port, source: TrackingSource, found: Sequence[Found]) -> Noted:
    """Has events taken; a parcel that is followed is known to its source now."""
    now = port.desk.clock.now()
    with port.desk.database.write() as session:
        for each in found:
            _know(session, source, each, now)
        jobs = [take_job(source, each) for each in found if each.events]
        enqueue(session, port.desk.ids, jobs, now)
    return Noted(len(jobs), sum(len(each.events) for each in found))


def take_job(source: TrackingSource, found: Found) -> NewJob:
    """Has the events of a number taken; the same events are noted once."""
    events = [each.kept() for each in found.events]
    digest = hashlib.sha256(orjson.dumps([found.number, events], option=orjson.OPT_SORT_KEYS)).hexdigest()
    return NewJob(
        kind=TRACKING_TAKE,
        merchant=source.merchant_id,
        aggregate=f"{TRACKING_TAKE}:{found.number}",
        payload={"source": source.id, "name": source.name, "number": found.number, "events": events},
        dedup=f"{TRACKING_TAKE}:{source.id}:{digest}",
    )


@dataclass(frozen=True, slots=True)
class TakeWork:
    """The handler of `tracking_take`."""

    site: Site
    clock: Clock

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Keeps the events of a number."""
        told, events = job.payload, job.payload["events"]
        each = [Told.of(event) for event in events] if isinstance(events, list) else []
        take_told(session, self.site, job.merchant, str(told["number"]), each, self.clock.now(),
                  source=str(told["source"]), actor=f"{BY}{told['name']}")  # fmt: skip


def _know(session: WriteSession, source: TrackingSource, found: Found, now: datetime) -> None:
    known = following_of(session, source.id, found.number)
    if known is not None and found.known and known.unknown:
        put_following(session, replace(known, unknown=False, asked_at=now))
