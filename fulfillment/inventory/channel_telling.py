"""Tells channels what they may sell: those that are connected by a saying, others by a file each with what changed; at
most once in a while.

A job looks once a minute; however often stock moved meanwhile, a channel hears the last number only. Numbers are whole
levels, not steps, and the file is named by the job: written or read twice, it says the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from engine.clock import Clock
from engine.ids import Ids
from engine.store.chain import EVERYBODY
from engine.store.database import Database
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.channels.stock_saying import connections_told, tell_levels
from fulfillment.errors import NotFound
from fulfillment.inventory.channel_stock import SaleView, Sellable, sellable_in
from fulfillment.jobs import CHANNEL_STOCK
from fulfillment.notify.files import write_file
from fulfillment.records import Connection
from fulfillment.store.channel_stock import channels_to_tell, note_told, told_to

EVERY = timedelta(minutes=1)
FOLDER = "channel-stock"


@dataclass(frozen=True, slots=True)
class Told:
    """What one channel is told: articles whose number changed; by these connections, else by a file."""

    merchant: str
    channel: str
    changed: tuple[Sellable, ...]
    connections: tuple[Connection, ...] = ()


class ChannelStockWork:
    """Writes `channel-stock/<merchant>/<channel>/<job>.json` for each channel with changes, and notes what was told."""

    def __init__(self, database: Database, view: SaleView, ids: Ids, clock: Clock, folder: Path) -> None:
        self._database = database
        self._view = view
        self._ids = ids
        self._clock = clock
        self._folder = folder / FOLDER

    def act(self, job: Job) -> tuple[Told, ...]:
        """Looks what changed, and writes it for channels that are not connected."""
        with self._database.read() as session:
            due = list(channels_to_tell(session))
        found = tuple(told for merchant, channel in due if (told := self._look(merchant, channel, due)).changed)
        for told in found:
            if told.connections:
                continue
            place = self._folder / _plain(told.merchant) / _plain(told.channel) / f"{job.id}.json"
            write_file(place, content(told, str(job.payload["minute"])))
        return found

    def settle(self, session: WriteSession, job: Job, result: object) -> None:
        """Notes what was told, and when to look again."""
        now = self._clock.now()
        for told in result if isinstance(result, tuple) else ():
            pairs = [(each.sku, each.pieces) for each in told.changed]
            note_told(session, told.merchant, told.channel, pairs, now)
            for each in told.connections:
                tell_levels(session, self._ids, each, told.channel, [sku for sku, _ in pairs], job.id, now)
        # The database's clock woke us and ours may be behind it: the minute that runs now is not added again.
        last = max(now, datetime.fromisoformat(str(job.payload["minute"])))
        enqueue(session, self._ids, [look_job(last + EVERY)], now)

    def _look(self, merchant: str, channel: str, due: Sequence[tuple[str, str]]) -> Told:
        with self._database.read() as session:
            try:
                now = sellable_in(session, self._view, merchant, channel)
            except NotFound:  # its last rule was taken away
                now = ()
            before = told_to(session, merchant, channel)
            with_rules = {name for whose, name in due if whose == merchant}
            told = connections_told(session, merchant, channel, with_rules)
        return Told(merchant, channel, changes(now, before), told)


def changes(now: Sequence[Sellable], before: Mapping[str, int]) -> tuple[Sellable, ...]:
    """Articles of which a channel was told another number, or none yet; and 0 for those that have no rule any more."""
    gone = tuple(
        Sellable(sku=sku, name=sku, free=0, pieces=0, why="no_rule")
        for sku in sorted(before.keys() - {each.sku for each in now})
        if before[sku]
    )
    return (*(each for each in now if before.get(each.sku) != each.pieces), *gone)


def content(told: Told, at: str) -> bytes:
    """The file: levels by article, under the channel's own names."""
    levels = [{"sku": each.sku, "name": each.name, "pieces": each.pieces, "why": each.why} for each in told.changed]
    whole = {"merchant": told.merchant, "channel": told.channel, "as_of": at, "levels": levels}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2)


def look_job(due: datetime) -> NewJob:
    """The look of a minute; there is one a minute, whoever asks for it."""
    minute = due.astimezone(UTC).replace(second=0, microsecond=0)
    named = minute.isoformat()
    return NewJob(kind=CHANNEL_STOCK, merchant=EVERYBODY, aggregate=CHANNEL_STOCK, payload={"minute": named},
                  dedup=f"{CHANNEL_STOCK}:{named}", run_after=minute)  # fmt: skip


def begin_telling(database: Database, ids: Ids, clock: Clock) -> None:
    """Starts the chain of looks; does nothing where this minute's is there."""
    now = clock.now()
    with database.write() as session:
        enqueue(session, ids, [look_job(now)], now)


def _plain(name: str) -> str:
    """A name as part of a path."""
    return "".join(sign if sign.isalnum() or sign in "-_" else f"%{ord(sign):x}" for sign in name)
