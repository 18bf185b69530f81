"""A shop tells what happened to an order: kept once, and seen to by a job of the order, behind all that went before.

What an event means for money, parcels and labels is composed elsewhere; here it comes in, and personal values in it are
sealed with the order's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.desk.desk import Caller, Desk
from engine.desk.errors import EventDiffers, NotFound
from engine.desk.intake import settled
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.store.order_rows import newest_version, version_of
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.told_events import PENDING, ToldEvent, add_told, told_named

TOLD = "desk.told_event"
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told: `event` is the teller's id, `facts` may lie open, `personal` may not."""

    event: str
    type: str
    at: datetime
    facts: Values
    personal: Values


@dataclass(frozen=True, slots=True)
class Heard:
    """The event as it is kept; `is_new` is false when it was told before."""

    event: ToldEvent
    is_new: bool


def hear_event(desk: Desk, caller: Caller, order_id: str, told: Telling) -> Heard:
    """Keeps an event of an order, with the job that sees to it. Raises NotFound, EventDiffers, InFlight."""
    return settled(desk, lambda session: hear(desk, session, caller, order_id, told))


def hear(desk: Desk, session: WriteSession, caller: Caller, order_id: str, told: Telling) -> Heard:
    """The same inside a transaction that does more. Raises NotFound and EventDiffers, and StoreConflict when somebody
    tells the same at once."""
    digest = desk.seal.digest(_canonical(told))
    newest = newest_version(session, caller.merchant, order_id)
    if newest is None:
        raise NotFound("order", order_id)
    before = told_named(session, caller.merchant, order_id, told.event)
    if before is not None:
        if before.digest != digest:
            raise EventDiffers(told.event)
        return Heard(before, is_new=False)
    now = desk.clock.now()
    key = newest.person_key
    event = ToldEvent(
        id=desk.ids.new(Prefix.EVENT),
        merchant=caller.merchant,
        order_id=order_id,
        event=told.event,
        type=told.type,
        at=told.at,
        facts=told.facts,
        version=newest.version,
        sealed=None if key is None else desk.seal.closed(key, told.personal),
        digest=digest,
        state=PENDING,
        created_at=now,
        created_by=caller.name,
    )
    add_told(session, event)
    job = NewJob(
        kind=TOLD,
        merchant=caller.merchant,
        aggregate=order_id,
        payload={"event": event.id},
        dedup=f"{TOLD}:{event.id}",
    )
    audited = audit_job(caller, "event.told", order_id, {"event": event.id, "type": event.type}, now)
    enqueue(session, desk.ids, [job, audited], now)
    return Heard(event, is_new=True)


def personal_of(desk: Desk, session: ReadSession, event: ToldEvent) -> Values | None:
    """The personal values of an event; None once its person was erased."""
    if event.sealed is None:
        return {}
    version = version_of(session, event.merchant, event.order_id, event.version)
    return desk.seal.opened(None if version is None else version.person_key, event.sealed)


def _canonical(told: Telling) -> str:
    whole = {"type": told.type, "at": told.at.isoformat(), "facts": told.facts, "personal": told.personal}
    return orjson.dumps(whole, option=orjson.OPT_SORT_KEYS).decode()
