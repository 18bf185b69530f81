"""What all use cases of the inbox share: the desk, which holds keys and clock, and fulfilment's eyes on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from engine.desk.desk import Caller, Desk
from engine.desk.rule_telling import RULES_TOLD
from engine.desk.telling import audit_job
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import InboxCase
from fulfillment.site import Site

LOCK = timedelta(minutes=15)  # for how long a case that was taken is nobody else's
BY_ITSELF = "clock"  # who acts when a time is over


class Lane(Protocol):
    """How many whole days parcels of a service take, as far as that was seen or stated."""

    @property
    def p50_days(self) -> int: ...

    @property
    def p90_days(self) -> int: ...


class LanesSeen(Protocol):
    """Whoever knows how long each service takes from one country to another."""

    def __call__(self, session: ReadSession, merchant: str, origin: str, country: str) -> Mapping[str, Lane]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Without `lanes` no draft says when a parcel is expected."""

    desk: Desk
    site: Site
    lanes: LanesSeen | None = None
    lock: timedelta = LOCK


def tell_case(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    what: str,
    case: InboxCase,
    at: datetime,
    **more: object,
) -> None:
    """An event of a case in the feed, and an entry of the audit, once for a state of it; both hold codes alone."""
    told: dict[str, object] = {
        "case_id": case.id,
        "kind": str(case.kind),
        "channel": case.channel,
        "state": str(case.state),
        **({"due_at": stamp(case.due_at)} if case.due_at is not None else {}),
        **more,
    }
    type_, once = f"case.{what}", f"{case.id}:{case.version}:{told.get('due_at', '')}"
    payload = {**told, "order_id": case.order_id, "type": type_, "by": caller.name, "at": at.isoformat()}
    event = NewJob(kind=RULES_TOLD, merchant=case.merchant_id, aggregate=case.id, payload=payload,
                   dedup=f"{type_}:{once}")  # fmt: skip
    audited = replace(audit_job(caller, type_, case.id, told, at), dedup=f"audit:{type_}:{once}")
    enqueue(session, desk.ids, [event, audited], at)


def audit_case(
    desk: Desk, session: WriteSession, caller: Caller, action: str, case: InboxCase, at: datetime, **more: object
) -> None:
    """An entry of the audit alone."""
    enqueue(session, desk.ids, [audit_job(caller, f"case.{action}", case.id, more, at)], at)


def stamp(at: datetime) -> str:
    """A moment as events show it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
