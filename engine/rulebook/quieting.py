"""What may quiet a rule: roll-out shares, suppressions, what the guard put in shadow; and what nothing may quiet.

Whoever quiets a rule asks `may_soften` here, the reader and the run time alike: a rule of a protected set, a final
verdict, missing data and a fault of the engine stay as grave as they are.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.rulebook.condition import Condition
from engine.rulebook.domain import Domain
from engine.rulebook.rule import OnMissing, Rule, Status
from engine.rulebook.source import Span

BUCKETS = 100
LONGEST = timedelta(days=180)  # a suppression that outlives half a year belongs into the rule's condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A dated exception to one rule for the cases that meet `when`; it ends by itself after its last day."""

    id: str
    rule: str
    when: Condition
    why: str
    by: str
    approved_by: str
    from_: date
    until: date
    span: Span

    def counts_on(self, day: date) -> bool:
        """Whether it is in force on a day; never for longer than the longest time, whatever `until` says."""
        return self.from_ <= day <= self.last_day

    @property
    def last_day(self) -> date:
        """The last day on which it is in force."""
        return min(self.until, _last_of(self.from_))

    def __str__(self) -> str:
        return f"suppression {self.id} by {self.by}, approved by {self.approved_by}, until {self.until.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demotion:
    """A live rule that the guard put in shadow: when (ISO 8601), why, and the trip that asked for it."""

    rule: str
    at: str
    why: str
    trip: str
    span: Span


def is_protected(rule: Rule, domain: Domain) -> bool:
    """Whether nothing may quiet what the rule says when it fires: its set, or its verdict, is beyond softening."""
    return domain.protects(rule.set, rule.then.verdict)


def may_soften(rule: Rule, domain: Domain) -> bool:
    """Whether the rule as a whole may act on fewer cases than it fires for.

    A rule that holds for want of its facts may not: letting it rest would let missing data pass.
    """
    unsafe = {domain.fault_reason, domain.missing_reason}
    return not is_protected(rule, domain) and rule.on_missing is not OnMissing.HOLD and rule.then.reason not in unsafe


def bucket(rule: str, key: str) -> int:
    """The place from 0 to 99 that a case has for a rule, by the SHA-256 of both: the same whenever it is asked.

    A rule that grows from p to q percent keeps the cases that it had, and other rules draw other cases.
    """
    drawn = hashlib.sha256(f"{rule}\x1f{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(drawn[:8], "big") % BUCKETS


def rests(rule: Rule, key: str, domain: Domain) -> bool:
    """Whether a rule in roll-out is only listed for this case, as a shadow rule is."""
    if rule.rollout is None or not may_soften(rule, domain):
        return False
    return bucket(rule.id, key) >= rule.rollout


def demoted(rules: Iterable[Rule], demotions: Sequence[Demotion], domain: Domain) -> tuple[Rule, ...]:
    """The rules, those in shadow that the guard put there. What nothing may soften stays live."""
    named = {each.rule for each in demotions}
    return tuple(
        replace(rule, status=Status.SHADOW)
        if rule.id in named and rule.status is Status.LIVE and may_soften(rule, domain)
        else rule
        for rule in rules
    )


def lasts_too_long(suppression: Suppression) -> bool:
    """Whether it would be in force for longer than a suppression may."""
    return suppression.until > _last_of(suppression.from_)


def _last_of(first: date) -> date:
    return first + LONGEST if first <= date.max - LONGEST else date.max
