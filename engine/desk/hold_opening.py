"""The holds of one decision: what is new is opened, what still stands is kept, what is gone is ended."""

from collections.abc import Sequence
from datetime import datetime

from engine.decision import Finding
from engine.desk.deadlines import Deadline
from engine.desk.desk import Desk
from engine.desk.hold_clocks import Waiting, hold_deadline
from engine.desk.hold_facts import Facts
from engine.desk.hold_terms import OwnTerms, follows, what_follows
from engine.desk.products_wanting import wanted_by
from engine.desk.reopening import changed_since
from engine.ids import Prefix
from engine.policy import may_waive
from engine.store.holds import Hold, add_holds, end_holds
from engine.store.product_tasks import task_id
from engine.store.sessions import WriteSession

WAITING = frozenset({"hold", "ask_customer"})


def settle_holds(desk: Desk, session: WriteSession, facts: Facts, found: Sequence[Hold]) -> Sequence[Hold]:
    """Brings the open holds of rules in line with a decision; answers those that are open then.

    An order that is cancelled waits for nothing.
    """
    decision, domain = facts.decision, facts.loaded.admission.book.domain
    over = decision.outcome in domain.final_verdicts
    waiting = () if over else (each for each in decision.findings if each.verdict in WAITING)
    wanted = {_place(each): each for each in waiting if each.waived_by is None}
    before = {(each.rule, each.part, each.fingerprint): each for each in found}
    gone = [each.id for place, each in before.items() if place not in wanted]
    end_holds(session, gone, "resolved", facts.at, "rules", facts.row.id)
    fresh = [each for place, each in wanted.items() if place not in before]
    new = _Opening(desk, session, facts).holds(fresh, found) if fresh else []
    add_holds(session, new)
    return [*(each for place, each in before.items() if place in wanted), *new]


def _place(finding: Finding) -> tuple[str, int | None, str]:
    return finding.rule, finding.part, finding.fingerprint


class _Opening:
    """New holds, with ends by what this process knows; the job that follows knows everything."""

    def __init__(self, desk: Desk, session: WriteSession, facts: Facts) -> None:
        self._desk = desk
        self._session = session
        self._facts = facts
        self._book = facts.loaded.admission.book

    def holds(self, findings: Sequence[Finding], before: Sequence[Hold]) -> list[Hold]:
        """`before` are those that were open: one of the same rule goes on in its follower, which began to wait then."""
        own, _ = self._desk.clocks.known(self._facts.row.merchant)
        going_on = {(each.rule, each.part): each for each in before}
        return [self._hold(each, own, going_on.get((each.rule, each.part))) for each in findings]

    def _end(self, own: OwnTerms, placed_at: datetime, acted_at: datetime | None) -> Deadline:
        order, clocks = self._facts.order, self._desk.clocks
        _, choose = clocks.known(order.merchant)
        waiting = Waiting(order=order, placed_at=placed_at, acted_at=acted_at)
        return hold_deadline(waiting, clocks.promises.stated(order), self._book, own, choose(order))

    def _hold(self, finding: Finding, own: OwnTerms, before: Hold | None) -> Hold:
        facts, row = self._facts, self._facts.row
        placed_at = facts.at if before is None else before.placed_at
        acted_at = None if before is None else before.acted_at
        end = self._end(own, placed_at, acted_at)
        wanted = wanted_by(finding, facts.decision)
        waivable = bool(finding.fingerprint) and may_waive(finding, self._book.domain)
        then = follows(self._book, own, finding.reason, waivable=waivable)
        return Hold(
            id=self._desk.ids.new(Prefix.HOLD),
            merchant=row.merchant,
            order_id=row.order_id,
            decision_id=row.id,
            source="rule",
            rule=finding.rule,
            reason=finding.reason,
            verdict=finding.verdict,
            part=finding.part,
            fingerprint=finding.fingerprint,
            actor=finding.actor,
            waivable=waivable,
            placed_at=placed_at,
            placed_by="rules",
            expires_at=end.at,
            clock=end.clock,
            on_expiry=what_follows(then, end.clock, acted=acted_at is not None),
            owner=None if before is None else before.owner,
            acted_at=acted_at,
            changed=self._changed(finding),
            task=None if wanted is None else task_id(row.merchant, wanted[0]),
        )

    def _changed(self, finding: Finding) -> str:
        """What is different since a person released the same; nothing where nobody did."""
        released = [each for each in self._facts.waivers if each.rule == finding.rule]
        if not released:
            return ""
        return changed_since(self._desk, self._session, self._facts, finding, released)
