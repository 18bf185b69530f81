"""What all use cases of the inbox share: the desk, which holds keys and clock, and fulfilment's eyes on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from engine.desk.desk import Caller, Desk
from engine.desk.rule_telling import tell
from engine.desk.telling import audit_job
from engine.store.outbox import enqueue
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
    """An event of a case in the feed, and an entry of the audit; both hold codes alone."""
    told: dict[str, object] = {
        "case_id": case.id,
        "kind": str(case.kind),
        "channel": case.channel,
        "state": str(case.state),
        **({"due_at": stamp(case.due_at)} if case.due_at is not None else {}),
        **more,
    }
    about = told if case.order_id is None else {**told, "order_id": case.order_id}
    tell(desk, session, caller, f"case.{what}", case.id, about, at)


def audit_case(
    desk: Desk, session: WriteSession, caller: Caller, action: str, case: InboxCase, at: datetime, **more: object
) -> None:
    """An entry of the audit alone."""
    enqueue(session, desk.ids, [audit_job(caller, f"case.{action}", case.id, more, at)], at)


def stamp(at: datetime) -> str:
    """A moment as events show it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
