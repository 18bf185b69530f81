"""A round: every so often a job for each connection that is on, of the same kind as the one that adds them.

A job of a round names its connection as `connection`; the job that begins a round names none.
"""

from collections.abc import Collection
from datetime import timedelta

from engine.store.chain import turn_after, turn_job
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.port import Port
from fulfillment.channels.words import ChannelName
from fulfillment.records import Connection
from fulfillment.store.channels import connections_on

ALL = frozenset(ChannelName)


def go_round(
    session: WriteSession, port: Port, job: Job, every: timedelta, channels: Collection[ChannelName] = ALL
) -> None:
    """Adds a job for each connection to one of the channels, and the next round."""
    now = port.desk.clock.now()
    each = [_of_one(job, connection) for connection in connections_on(session) if connection.channel in channels]
    enqueue(session, port.desk.ids, [turn_job(job.kind, turn_after(job, now, every), every), *each], now)


def _of_one(job: Job, connection: Connection) -> NewJob:
    of_it = f"{job.kind}:{connection.id}"
    return NewJob(kind=job.kind, merchant=connection.merchant_id, aggregate=of_it,
                  payload={"connection": connection.id}, dedup=f"{of_it}:{job.payload['turn']}")  # fmt: skip
