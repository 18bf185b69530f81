"""The holds of an order follow its clocks: a new promise of money, a new day to ship by, other terms move their ends.

Run by jobs, which may read everything. What moves is written, timers are set, and the review of the order takes its
place in the queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.clock import microseconds
from engine.desk.deadlines import Clock, Deadline, warned_at
from engine.desk.desk import Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.hold_clocks import NOWHERE, PromiseEnds, Waiting, hold_deadline
from engine.desk.hold_terms import OwnTerms, follows, own_terms, what_follows
from engine.desk.queueing import rank_at
from engine.desk.reading import order_of
from engine.desk.working_days import WorkCalendar, working_days_after
from engine.order.order import Order
from engine.rulebook.book import RuleBook
from engine.rulebook.holds_block import Expiry
from engine.store.decision_rows import whose
from engine.store.hold_time import move_end
from engine.store.holds import POLICY, Hold, holds_of
from engine.store.outbox import NewJob, enqueue
from engine.store.reviews import rank, unresolved_of
from engine.store.sessions import ReadSession, WriteSession

EXPIRING, DUE = "hold.expiring", "hold.due"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """All that ends are worked out from."""

    order: Order
    book: RuleBook
    own: OwnTerms
    money: PromiseEnds
    calendar: WorkCalendar

    def end(self, hold: Hold) -> tuple[Deadline, Expiry]:
        """When a hold ends, and what follows."""
        waiting = Waiting(order=self.order, placed_at=hold.placed_at, until=hold.until, acted_at=hold.acted_at)
        end = hold_deadline(waiting, self.money, self.book, self.own, self.calendar)
        chosen = Expiry.ESCALATE  # by a policy: its reasons are not those of the rules that merchants choose for
        if hold.source != POLICY:
            chosen = follows(self.book, self.own, hold.reason, waivable=hold.waivable)
        return end, what_follows(chosen, end.clock, acted=hold.acted_at is not None)


def follow(desk: Desk, session: WriteSession, merchant: str, order_id: str) -> Sequence[Hold]:
    """Puts the ends of an order's open holds right; answers them as they stand then.

    After an erasure nothing can be worked out any more: they stay as they are, but for those that something was done
    about, which are given up a term later. Raises NoEdition.
    """
    before = holds_of(session, merchant, order_id, only_open=True)
    ground = _ground(desk, session, merchant, order_id) if before else None
    if ground is None:
        holds = [_given_up(desk, session, each) for each in before]
    else:
        holds = [_moved(session, each, ground) for each in before]
    if holds:
        _set_timers(desk, session, before, holds)
    place_review(session, merchant, order_id, holds)
    return holds


def _ground(desk: Desk, session: ReadSession, merchant: str, order_id: str) -> _Ground | None:
    standing = whose(session, order_id)
    if standing is None:
        return None
    try:
        order = order_of(desk, session, merchant, order_id, standing.version)
    except (NotFound, PersonErased):
        return None
    own, choose = desk.clocks.read(session, merchant, own_terms(session, merchant))
    return _Ground(
        order=order,
        book=desk.editions.current(merchant).admission.book,
        own=own,
        money=desk.clocks.promises.told(session, order_id, order),
        calendar=choose(order),
    )


def _moved(session: WriteSession, hold: Hold, ground: _Ground) -> Hold:
    end, then = ground.end(hold)
    if (end.at, end.clock, then) == (hold.expires_at, hold.clock, hold.on_expiry):
        return hold
    move_end(session, hold, end.at, end.clock, then)
    return replace(hold, expires_at=end.at, clock=end.clock, on_expiry=then)


def _given_up(desk: Desk, session: WriteSession, hold: Hold) -> Hold:
    """A hold of which nobody can know any more whose clock still runs, once something was done about its end."""
    if hold.acted_at is None or (hold.expires_at or hold.placed_at) > hold.acted_at:
        return hold
    terms = desk.editions.current(hold.merchant).admission.book.policy.holds
    days = own_terms(session, hold.merchant).give_up_days or terms.give_up_days
    at = working_days_after(NOWHERE, hold.acted_at, days)
    move_end(session, hold, at, Clock.GIVE_UP, Expiry.CANCEL)
    return replace(hold, expires_at=at, clock=Clock.GIVE_UP, on_expiry=Expiry.CANCEL)


def _set_timers(desk: Desk, session: WriteSession, before: Sequence[Hold], holds: Sequence[Hold]) -> None:
    """One timer a hold and end; an end that comes back after another gets a new one."""
    now, warning = desk.clock.now(), warning_of(desk, session, holds[0].merchant)
    moved = {each.id for each, was in zip(holds, before, strict=True) if each.expires_at != was.expires_at}
    jobs = [_timer(each, warning, f":{microseconds(now)}" if each.id in moved else "") for each in holds]
    enqueue(session, desk.ids, jobs, now)


def warning_of(desk: Desk, session: ReadSession, merchant: str) -> timedelta:
    """How long before its end a hold is warned of."""
    terms = desk.editions.current(merchant).admission.book.policy.holds
    return timedelta(hours=own_terms(session, merchant).warn_hours or terms.warn_hours)


def _timer(hold: Hold, warning: timedelta, again: str) -> NewJob:
    due = hold.expires_at or hold.placed_at
    return NewJob(
        kind=EXPIRING,
        merchant=hold.merchant,
        aggregate=hold.id,
        payload=told_of(hold),
        dedup=f"{EXPIRING}:{hold.id}:{microseconds(due)}{again}",
        run_after=warned_at(due, hold.placed_at, warning),
    )


def told_of(hold: Hold) -> dict[str, object]:
    """What a timer is told: the hold, and the end that it was set for."""
    due = hold.expires_at or hold.placed_at
    return {"order_id": hold.order_id, "hold_id": hold.id, "end": due.isoformat()}


def place_review(session: WriteSession, merchant: str, order_id: str, holds: Sequence[Hold]) -> None:
    """Gives the order's review its place among others: by its priority, and by the earliest end of its holds."""
    review = unresolved_of(session, merchant, order_id)
    if review is None:
        return
    first = min(holds, key=lambda each: (each.expires_at or each.placed_at, each.id), default=None)
    due_at, clock = (None, None) if first is None else (first.expires_at, first.clock)
    rank(session, review, due_at, clock, rank_at(review.priority, due_at, review.opened_at))
