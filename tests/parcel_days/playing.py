"""Plays the sixty days of one house, and says what does not hold and how much there was."""

import resource
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Table, func, select

from engine.store.sessions import ReadSession
from engine.store.tables import EVENT, JOB
from fulfillment.store.tables import (
    CASE,
    CLAIM,
    NOTICE,
    PAYMENT_EVENT,
    REFUND,
    RETURN,
    SERVICE_CHOICE,
    SHIPMENT,
    TRACKING,
    WATCH,
)
from fulfillment.tracking.trips import SETTLE
from tests.databases import SqliteFiles
from tests.parcel_days.freight import bill
from tests.parcel_days.orders import Stream
from tests.parcel_days.people import People
from tests.parcel_days.reckoning import Reckoning
from tests.parcel_days.town import HOUR, Town

DAYS = timedelta(days=60)
CHECKS = (
    "stuck_orders", "returns_without_clock", "claims_without_clock", "jobs_left", "notices_twice", "notices_unsent",
    "money_wrong", "kept_unsold", "overpaid_claims", "stock_wrong", "lanes_wrong", "trips_wrong", "feed_wrong",
)  # fmt: skip
BY_STATE = {"orders": (CASE, "stage"), "payments": (CASE, "payment"), "parcels": (SHIPMENT, "state"),
            "returns": (RETURN, "state"), "claims": (CLAIM, "state"), "claims for": (CLAIM, "kind"),
            "notices": (NOTICE, "state"), "watches": (WATCH, "kind"), "choices": (SERVICE_CHOICE, "state"),
            "ledger": (PAYMENT_EVENT, "kind"), "refunds": (REFUND, "state"), "jobs": (JOB, "state")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """`wrong`: what does not hold, by check; `counted`: how much there was, by group and word."""

    wrong: Mapping[str, list[str]]
    counted: Mapping[str, Mapping[str, int]]
    cpu_s: float
    peak_mib: int


def play(stream: Stream, step: timedelta = HOUR) -> Outcome:
    """The days of a house on a database of its own."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        files = SqliteFiles(Path(folder))
        with files.fresh() as database:
            town = Town(database, Path(folder), stream)
            people = People(town, stream)
            town.go_on(town.now + DAYS, step)
            town.settle(2 * SETTLE)  # a parcel whose way ended in the last step is looked at a little later
            billed = bill(town, stream.seed)
            with database.read() as session:
                reckoning = Reckoning(town, people, session)
                wrong = {name: getattr(reckoning, name)() for name in CHECKS} | {"bills_wrong": billed.wrong}
                counted = {
                    "all": {"orders": people.books.orders, "placed again": people.books.placed_again,
                            "tracking events": _many(session, TRACKING), "events": _many(session, EVENT),
                            "mails": town.mail.seen.total(), "jobs done twice": town.repeated,
                            "bill lines": billed.lines, "buyers owed": reckoning.owed},
                    "waits": reckoning.queues(), "ways": people.books.fates, "refusals": town.refused,
                    **{name: _by(session, table, column) for name, (table, column) in BY_STATE.items()},
                }  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Outcome({name: each for name, each in wrong.items() if each}, counted, time.process_time() - began, peak)


def table_of(outcomes: list[Outcome]) -> str:
    """The houses together, one line a group."""
    groups: dict[str, Counter[str]] = {}
    for each in outcomes:
        for group, counted in each.counted.items():
            groups.setdefault(group, Counter()).update(counted)
    lines = [f"{group:12} " + ", ".join(f"{word} {many:,}" for word, many in sorted(counted.items()))
             for group, counted in groups.items()]  # fmt: skip
    cost = [f"{each.cpu_s:.0f} s of CPU, at most {each.peak_mib} MiB" for each in outcomes]
    return "\n".join([*lines, "houses       " + "; ".join(cost)])


def _many(session: ReadSession, table: Table) -> int:
    return session.number(select(func.count()).select_from(table))


def _by(session: ReadSession, table: Table, column: str) -> Mapping[str, int]:
    of = table.c[column]
    found = session.rows(select(of.label("word"), func.count().label("many")).group_by(of))
    return {str(each.word): int(each.many) for each in found}
