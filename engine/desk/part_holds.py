"""Holds by a policy: a part of an order waits for a person, while its other parts go on.

Whoever carries orders on says each time what a part waits for; this opens what is new, keeps what stands, ends what is
gone, and answers what nobody has released. A release stands for the rule and the values that it read. A part waits no
longer than an order: people hurry when the first clock is over, and after the last the part is not sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.desk.auditing import audited
from engine.desk.deciding import ends_job
from engine.desk.desk import Desk
from engine.desk.hold_clocks import Waiting, hold_deadline
from engine.desk.hold_terms import what_follows
from engine.desk.reading import current_decision, order_of
from engine.desk.telling import PART_HELD
from engine.ids import Prefix
from engine.rulebook.holds_block import Expiry
from engine.store.holds import POLICY, Hold, add_holds, end_holds, holds_of
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWait:
    """One thing that a part waits for. `fingerprint` names what it rests on, `acts` who can end it, `texts` say why, by
    language; what is not `waivable` ends only when what it rests on does. None of it may be a personal value."""

    rule: str
    reason: str
    fingerprint: str
    acts: str
    texts: Mapping[str, str]
    waivable: bool = True

    @property
    def place(self) -> tuple[str, str, str]:
        """What makes it the same."""
        return self.rule, self.reason, self.fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """A part of an order: `subject` is its name among all."""

    merchant: str
    order_id: str
    subject: str


def released_of(session: ReadSession, part: PartOf) -> frozenset[tuple[str, str, str]]:
    """What a person has let go of about a part."""
    return frozenset(_place(each) for each in _about(session, part) if each.state == "released")


def settle_part(
    desk: Desk, session: WriteSession, part: PartOf, waits: Sequence[PartWait], at: datetime
) -> tuple[PartWait, ...]:
    """Brings a part's holds in line with what it waits for; answers what it still waits for. Raises NotFound."""
    known = _about(session, part)
    released = {_place(each) for each in known if each.state == "released"}
    wanted = {each.place: each for each in waits if not each.waivable or each.place not in released}
    open_ = {_place(each): each for each in known if each.state == "open"}
    gone = [each for place, each in open_.items() if place not in wanted]
    new = [each for place, each in wanted.items() if place not in open_]
    fresh = _opened(desk, session, part, new, at, {(each.rule, each.reason): each for each in gone})
    end_holds(session, [each.id for each in gone], "resolved", at, POLICY, "")
    add_holds(session, fresh)
    if fresh or gone:
        enqueue(session, desk.ids, told_of_part(part, fresh, gone, at), at)
    return tuple(wanted.values())


def _about(session: ReadSession, part: PartOf) -> list[Hold]:
    held = holds_of(session, part.merchant, part.order_id)
    return [each for each in held if (each.source, each.subject) == (POLICY, part.subject)]


def _place(hold: Hold) -> tuple[str, str, str]:
    return hold.rule, hold.reason, hold.fingerprint


def _opened(
    desk: Desk,
    session: ReadSession,
    part: PartOf,
    waits: Sequence[PartWait],
    at: datetime,
    before: Mapping[tuple[str, str], Hold],
) -> Sequence[Hold]:
    """New holds, with the end that the order's clocks give. `before`: those that end now, by rule and reason; one whose
    values are others has waited since it was first placed."""
    if not waits:
        return ()
    decision = current_decision(session, part.merchant, part.order_id)
    order = order_of(desk, session, part.merchant, part.order_id, decision.version)
    own, choose = desk.clocks.known(part.merchant)
    book = desk.editions.current(part.merchant).admission.book
    money, calendar = desk.clocks.promises.stated(order), choose(order)

    def opened(each: PartWait) -> Hold:
        was = before.get((each.rule, each.reason))
        placed_at, acted_at = (at, None) if was is None else (was.placed_at, was.acted_at)
        waiting = Waiting(order=order, placed_at=placed_at, acted_at=acted_at)
        end = hold_deadline(waiting, money, book, own, calendar)
        return Hold(
            id=desk.ids.new(Prefix.HOLD),
            merchant=part.merchant,
            order_id=part.order_id,
            decision_id=decision.id,
            source=POLICY,
            rule=each.rule,
            reason=each.reason,
            verdict="hold",
            part=None,
            fingerprint=each.fingerprint,
            actor=each.acts,
            waivable=each.waivable,
            placed_at=placed_at,
            placed_by=POLICY,
            expires_at=end.at,
            clock=end.clock,
            on_expiry=what_follows(Expiry.ESCALATE, end.clock, acted=acted_at is not None),
            owner=None if was is None else was.owner,
            acted_at=acted_at,
            subject=part.subject,
            texts=orjson.dumps(dict(each.texts)).decode(),
        )

    return [opened(each) for each in waits]


def told_of_part(part: PartOf, fresh: Sequence[Hold], gone: Sequence[Hold], at: datetime) -> list[NewJob]:
    """Events, the review of the order, the audit, and the timers of what is new."""
    told = {
        "order_id": part.order_id,
        "subject": part.subject,
        "actor": POLICY,
        "at": at.isoformat(),
        "placed": [_shown(each) for each in fresh],
        "ended": [_shown(each) for each in gone],
    }
    named = (fresh or gone)[0].id
    dedup = f"{PART_HELD}:{named}:{'placed' if fresh else 'ended'}"
    held = NewJob(kind=PART_HELD, merchant=part.merchant, aggregate=part.order_id, payload=told, dedup=dedup)
    data = {name: each for name, each in told.items() if name not in {"at", "actor"}}
    return [
        held,
        audited(POLICY, part.merchant, "order.part_held", part.order_id, data, at),
        *([ends_job(part.merchant, part.order_id, fresh[0].id)] if fresh else []),
    ]


def _shown(hold: Hold) -> dict[str, object]:
    return {"hold_id": hold.id, "rule": hold.rule, "reason": hold.reason, "acts": hold.actor}
