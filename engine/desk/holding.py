"""Holds by people: placing one, and releasing one, which makes a waiver and decides anew."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.changing import decide_anew
from engine.desk.deadlines import Deadline
from engine.desk.deciding import Decided, ends_job, reactions
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import HoldEnded, HoldNotWaivable, NotFound, UntilPassed
from engine.desk.hold_clocks import Waiting, hold_deadline
from engine.desk.hold_terms import follows, what_follows
from engine.desk.intake import answered, settled
from engine.desk.reading import current_decision, order_of
from engine.desk.telling import audit_job
from engine.ids import Prefix
from engine.order.order import Order
from engine.rulebook.holds_block import BY_HAND, Expiry
from engine.store.hold_time import give_to
from engine.store.holds import Hold, add_holds, add_waiver, end_holds, hold_of
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from engine.store.standing import standing_of
from engine.waiver import Waiver

HELD_BY_HAND = "desk.held"
FREED = "desk.freed"


@dataclass(frozen=True, slots=True)
class Release:
    """Why, until when that counts, and why in one word."""

    why: str
    until: datetime | None = None
    code: str = ""


def place(
    desk: Desk,
    caller: Caller,
    order_id: str,
    reason: str,
    expires_at: datetime | None = None,
    owner: str | None = None,
) -> Hold:
    """Holds an order by hand; its decision stays what it is. Raises NotFound, UntilPassed."""
    now = desk.clock.now()
    if expires_at is not None and expires_at <= now:
        raise UntilPassed
    with desk.database.write() as session:
        decision = current_decision(session, caller.merchant, order_id)
        order = order_of(desk, session, caller.merchant, order_id, decision.version)
        end, then = _end(desk, order, now, expires_at)
        hold = Hold(
            id=desk.ids.new(Prefix.HOLD),
            merchant=caller.merchant,
            order_id=order_id,
            decision_id=decision.id,
            source="person",
            rule="",
            reason=BY_HAND,
            verdict="hold",
            part=None,
            fingerprint="",
            actor="risk",
            waivable=True,
            placed_at=now,
            placed_by=caller.name,
            expires_at=end.at,
            clock=end.clock,
            on_expiry=then,
            until=expires_at,
            owner=owner,
        )
        add_holds(session, [hold])
        told: dict[str, object] = {
            "order_id": order_id,
            "hold_id": hold.id,
            "actor": caller.name,
            "reason": reason,
            "at": now.isoformat(),
        }
        _tell(desk, session, caller, order_id, HELD_BY_HAND, told, hold.id)
        # Nothing was decided anew, but who carries orders on has to look again at where this one stands.
        ends = ends_job(caller.merchant, order_id, hold.id)
        enqueue(session, desk.ids, [ends, *reactions(desk, decision, decision.outcome, hold.id)], now)
    return hold


def _end(desk: Desk, order: Order, now: datetime, until: datetime | None) -> tuple[Deadline, Expiry]:
    """When a hold by hand ends, by what this process knows, and what follows."""
    book = desk.editions.current(order.merchant).admission.book
    own, choose = desk.clocks.known(order.merchant)
    waiting = Waiting(order=order, placed_at=now, until=until)
    end = hold_deadline(waiting, desk.clocks.promises.stated(order), book, own, choose(order))
    return end, what_follows(follows(book, own, BY_HAND, waivable=True), end.clock, acted=False)


def release(
    desk: Desk,
    caller: Caller,
    hold_id: str,
    why: str,
    request: Request | None = None,
    until: datetime | None = None,
    code: str = "",
) -> Decided:
    """Releases a hold, and decides the order anew with that release; other holds stay.

    Raises NotFound, HoldEnded, HoldNotWaivable, RequestReused, PersonErased.
    """

    def once(session: WriteSession) -> Decided:
        hold = hold_of(session, caller.merchant, hold_id)
        if hold is None:
            raise NotFound("hold", hold_id)
        found = standing_of(session, caller.merchant, hold.order_id, 0, None if request is None else request.key)
        known = answered(desk, session, caller, found, request)
        return known or release_in(desk, session, caller, hold, Release(why, until, code), request)

    return settled(desk, once)


def release_in(
    desk: Desk, session: WriteSession, caller: Caller, hold: Hold, release_: Release, request: Request | None = None
) -> Decided:
    """Releases a hold inside a transaction that does more."""
    let_go(desk, session, caller, hold, release_)
    return decide_anew(desk, session, caller, hold.order_id, "released", request)


def let_go(desk: Desk, session: WriteSession, caller: Caller, hold: Hold, release_: Release) -> None:
    """Ends a hold and stores its waiver; the order is still to be decided anew. Raises HoldEnded, HoldNotWaivable."""
    why, until = release_.why, release_.until
    now = desk.clock.now()
    if until is not None and until <= now:
        raise UntilPassed
    if hold.state != "open":
        raise HoldEnded(hold.id, hold.state)
    if not hold.waivable:
        raise HoldNotWaivable(hold.id, hold.rule)
    if hold.source == "rule":
        waiver = Waiver(rule=hold.rule, fingerprint=hold.fingerprint, by=caller.name, why=why, until=until)
        id_ = desk.ids.new(Prefix.WAIVER)
        add_waiver(session, waiver, id_=id_, merchant=hold.merchant, order_id=hold.order_id, hold=hold.id, at=now)
    if end_holds(session, [hold.id], "released", now, caller.name, why, release_.code) == 0:
        raise HoldEnded(hold.id, "ended")
    told: dict[str, object] = {
        "order_id": hold.order_id,
        "hold_id": hold.id,
        "rule": hold.rule,
        "actor": caller.name,
        "reason": why,
        "reason_code": release_.code,
        "at": now.isoformat(),
    }
    _tell(desk, session, caller, hold.order_id, FREED, told, hold.id)


def assign_hold(desk: Desk, caller: Caller, hold_id: str, owner: str | None) -> Hold:
    """Makes somebody mind a hold, or nobody. Raises NotFound, HoldEnded."""
    now = desk.clock.now()
    with desk.database.write() as session:
        hold = hold_of(session, caller.merchant, hold_id)
        if hold is None:
            raise NotFound("hold", hold_id)
        if not give_to(session, hold, owner):
            raise HoldEnded(hold.id, hold.state if hold.state != "open" else "ended")
        data = {"hold_id": hold.id, "owner": owner}
        enqueue(session, desk.ids, [audit_job(caller, "hold.assigned", hold.order_id, data, now)], now)
    return replace(hold, owner=owner)


def _tell(
    desk: Desk, session: WriteSession, caller: Caller, order_id: str, kind: str, told: dict[str, object], subject: str
) -> None:
    now = desk.clock.now()
    jobs = [
        NewJob(kind=kind, merchant=caller.merchant, aggregate=order_id, payload=told, dedup=f"{kind}:{subject}"),
        # Not the reason in a person's words: what is in the audit can never be erased.
        audit_job(caller, kind, subject, {name: each for name, each in told.items() if name != "reason"}, now),
    ]
    enqueue(session, desk.ids, jobs, now)
