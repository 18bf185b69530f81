"""A rule as read from its file: condition, consequence, life, and the tests that prove it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.lexicon.spec import Scope, Value
from engine.rulebook.condition import Condition
from engine.rulebook.source import Span


class Status(StrEnum):
    """Only `live` rules decide; `shadow` rules are evaluated and reported, nothing more."""

    DRAFT = "draft"
    SHADOW = "shadow"
    LIVE = "live"
    RETIRED = "retired"


# Rules that are run.
DECIDING = frozenset({Status.LIVE, Status.SHADOW})


class OnMissing(StrEnum):
    """What a rule does when it cannot be evaluated for want of a fact."""

    SKIP = "skip"
    HOLD = "hold"


class Expectation(StrEnum):
    """How a rule ends on one case."""

    FIRES = "fires"
    QUIET = "quiet"
    NOT_EVALUABLE = "not_evaluable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a firing rule says. `score` adds to its set's score; `ask` names facts that the customer may correct."""

    verdict: str
    reason: str
    actor: str
    severity: str
    score: int = 0
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTest:
    """One case beside the rule: facts of the whole and of its parts; `parts` are the parts it must fire for, from 1."""

    name: str
    whole: dict[str, Value]
    parts: tuple[dict[str, Value], ...]
    expect: Expectation
    span: Span
    expect_parts: tuple[int, ...] | None = None
    at: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `id` is never reused; `from_` and `until` are the first and the last day on which it counts.

    `rollout` is the share of cases, in percent, on which a live rule acts; all of them when it is absent.
    """

    id: str
    set: str
    title: str
    scope: Scope
    when: Condition
    then: Consequence
    span: Span
    version: int = 1
    status: Status = Status.LIVE
    on_missing: OnMissing = OnMissing.SKIP
    from_: date | None = None
    until: date | None = None
    review_by: date | None = None
    owner: str = ""
    references: tuple[str, ...] = ()
    false_positives: tuple[str, ...] = ()
    tests: tuple[RuleTest, ...] = field(default=())
    rollout: int | None = None

    def counts_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)
