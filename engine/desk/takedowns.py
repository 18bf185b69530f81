"""Notices against articles: taken in, listed, lifted.

Each has the live orders of the article decided anew, so that what is being packed stops where it stands, and goes on
when the notice is lifted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

import orjson

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, TakedownLifted, TakedownsRefused
from engine.desk.live_orders import LOOKS_AGAIN, URGENT, HasEnded, rescreen_jobs
from engine.desk.rescreening import rescreen_what_is_left
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.takedowns import (
    LiveOrder,
    TakedownRow,
    add_takedowns,
    lift_takedown,
    live_orders,
    takedown_of,
)
from engine.takedown import Takedown, sku_key

CHANGED, RESCREEN = "desk.takedown_changed", "desk.takedown_rescreen"
BY = "take-down list"
MOST_ENTRIES = 5000
AT_ONCE = 500  # live orders looked at in one job
BESIDE = "\x1f"  # stands in no order's id
LOOKS_BACK = timedelta(days=180)  # older orders have long left, or never will


class OrdersWithSku(Protocol):
    """Ids of open orders that hold a SKU, by its key, oldest first, from behind one. Where there is such an index."""

    def __call__(
        self, session: ReadSession, merchant: str, sku: str, limit: int = 1000, after: str = ""
    ) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownEntry:
    """A notice as it comes in. It names a SKU, a title (see `engine.takedown`), or both."""

    sku: str | None = None
    title: str | None = None
    reason: str = ""
    complainant: str = ""
    reference: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The notices that are new; `known` counts those that were in force already."""

    added: tuple[TakedownRow, ...]
    known: int


def import_takedowns(desk: Desk, caller: Caller, entries: Sequence[TakedownEntry]) -> Imported:
    """Keeps notices and starts the look for live orders, in one transaction. Raises TakedownsRefused."""
    if not 0 < len(entries) <= MOST_ENTRIES:
        raise TakedownsRefused(None, f"send from 1 to {MOST_ENTRIES} notices")
    for number, entry in enumerate(entries, 1):
        if not _says_something(entry.sku) and not _says_something(entry.title):
            raise TakedownsRefused(number, "name a sku, a title, or both")
    now = desk.clock.now()
    rows = [
        TakedownRow(
            notice=Takedown(
                id=desk.ids.new(Prefix.TAKEDOWN),
                sku=entry.sku.strip() if entry.sku and _says_something(entry.sku) else None,
                title=entry.title.strip() if entry.title and _says_something(entry.title) else None,
                reference=entry.reference,
            ),
            merchant=caller.merchant,
            reason=entry.reason,
            complainant=entry.complainant,
            dated=entry.dated,
            added_at=now,
            added_by=caller.name,
        )
        for entry in entries
    ]
    with desk.database.write() as session:
        added = add_takedowns(session, rows)
        _follow(desk, session, caller, added, "takedown.added")
    return Imported(tuple(added), len(entries) - len(added))


def lift(desk: Desk, caller: Caller, takedown_id: str, note: str = "") -> TakedownRow:
    """Ends a notice, and has the orders that it stopped decided anew. Raises NotFound and TakedownLifted."""
    with desk.database.write() as session:
        row = found_takedown(session, caller.merchant, takedown_id)
        lifted = lift_takedown(session, row, caller.name, desk.clock.now(), note)
        if lifted is None:
            raise TakedownLifted(takedown_id)
        _follow(desk, session, caller, [lifted], "takedown.lifted")
    return lifted


def found_takedown(session: ReadSession, merchant: str, takedown_id: str) -> TakedownRow:
    """A notice. Raises NotFound."""
    row = takedown_of(session, merchant, takedown_id)
    if row is None:
        raise NotFound("take-down", takedown_id)
    return row


def handlers(
    desk: Desk, has_ended: HasEnded | None = None, orders_with_sku: OrdersWithSku | None = None
) -> Mapping[str, Handler]:
    """The handlers by kind of job. Without `orders_with_sku`, live orders are looked through."""
    following = _Following(desk, has_ended, orders_with_sku)
    return {CHANGED: following.changed, RESCREEN: following.decided_anew}


def _says_something(text: str | None) -> bool:
    """Something but blanks and wildcards: a title of `*` would stop every order."""
    return text is not None and any(each.isalnum() for each in text)


def _follow(desk: Desk, session: WriteSession, caller: Caller, rows: Sequence[TakedownRow], action: str) -> None:
    now = desk.clock.now()
    jobs: list[NewJob] = []
    for row in rows:
        told = {"sku": row.notice.sku, "title": row.notice.title, "reference": row.notice.reference}
        jobs.append(audit_job(caller, action, row.notice.id, told, now))
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        jobs += [_look(part, action, None), _look(part, action, now + LOOKS_AGAIN)]
    enqueue(session, desk.ids, jobs, now)


def _look(rows: Sequence[TakedownRow], action: str, later: datetime | None) -> NewJob:
    first, turn = rows[0], 1 if later is None else 2
    name = f"{first.notice.id}:{action}:{turn}"
    return NewJob(
        kind=CHANGED,
        merchant=first.merchant,
        aggregate=f"{first.notice.id}:{turn}",  # of its own, so that the second look keeps nobody waiting
        payload={"about": [_told(row.notice) for row in rows], "name": name},
        dedup=f"{CHANGED}:{name}",
        priority=URGENT,
        run_after=later,
    )


class _Following:
    def __init__(self, desk: Desk, has_ended: HasEnded | None, orders_with_sku: OrdersWithSku | None) -> None:
        self._desk = desk
        self._has_ended = has_ended
        self._orders_with_sku = orders_with_sku

    def changed(self, session: WriteSession, job: Job) -> None:
        """Has the live orders of some notices decided anew, some hundreds at a time."""
        notices = [_notice(each) for each in _parts(job.payload["about"])]
        name, after = str(job.payload["name"]), str(job.payload.get("after", ""))
        if self._orders_with_sku is not None and all(each.sku is not None for each in notices):
            orders, last = _by_sku(self._orders_with_sku, session, job.merchant, notices, after)
        else:
            orders, last = self._by_looking(session, job.merchant, notices, after)
        jobs = rescreen_jobs(session, job.merchant, RESCREEN, name, orders, self._has_ended)
        if last is not None:
            payload = {**job.payload, "after": last}
            jobs.append(
                NewJob(kind=CHANGED, merchant=job.merchant, aggregate=job.aggregate, payload=payload, priority=URGENT)
            )
        enqueue(session, self._desk.ids, jobs, self._desk.clock.now())

    def decided_anew(self, session: WriteSession, job: Job) -> None:
        """Decides one order anew."""
        rescreen_what_is_left(self._desk, session, job.merchant, job.aggregate, BY)

    def _by_looking(
        self, session: ReadSession, merchant: str, notices: Sequence[Takedown], after: str
    ) -> tuple[Sequence[str], str | None]:
        """Orders of this part of the live ones, and behind which decision to go on."""
        since = self._desk.clock.now() - LOOKS_BACK
        found = live_orders(session, merchant, since, AT_ONCE, after)
        last = found[-1].decision if len(found) == AT_ONCE else None
        return [each.order_id for each in found if _holds(each, notices)], last


def _by_sku(
    look: OrdersWithSku, session: ReadSession, merchant: str, notices: Iterable[Takedown], after: str
) -> tuple[Sequence[str], str | None]:
    """Some of the orders that hold one of the SKUs, and the SKU and order behind which to go on."""
    begun, _, order_id = after.rpartition(BESIDE)
    found: dict[str, None] = {}
    room = AT_ONCE
    for sku in sorted({sku_key(each.sku) for each in notices if each.sku is not None}):
        if sku >= begun:
            orders = look(session, merchant, sku, room, order_id if sku == begun else "")
            found |= dict.fromkeys(orders)
            room -= len(orders)
            if room == 0:
                return list(found), f"{sku}{BESIDE}{orders[-1]}"
    return list(found), None


def _holds(order: LiveOrder, notices: Sequence[Takedown]) -> bool:
    lines = orjson.loads(order.document)["lines"]
    return any(notice.concerns(line.get("sku"), line.get("title")) for line in lines for notice in notices)


def _told(notice: Takedown) -> Mapping[str, str | None]:
    return {"id": notice.id, "sku": notice.sku, "title": notice.title}


def _notice(part: Mapping[str, object]) -> Takedown:
    sku, title = (None if part[name] is None else str(part[name]) for name in ("sku", "title"))
    return Takedown(id=str(part["id"]), sku=sku, title=title)


def _parts(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
