"""Which rules say something else than they did: between two rule books, or between two days of one.

Rules are compared as they are resolved for the days of a decision, so that a list, a parameter, a suppression or a
first day counts where it is read and nowhere else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import orjson

from engine.findings import plain
from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
from engine.rulebook.normal import normal_condition
from engine.rulebook.resolve import LiveRule, resolve, resolve_suppressions
from engine.rulebook.rule import DECIDING, Status
from engine.runtime.leaves import leaves_of
from engine.runtime.program import Program


@dataclass(frozen=True, slots=True)
class RuleShift:
    """The rules that differ, with how; suppressions count as their rule. `now` is a program of those as they are."""

    how: Mapping[str, str]
    now: Program | None

    @property
    def ids(self) -> frozenset[str]:
        """The rules."""
        return frozenset(self.how)


Resolved = Mapping[str, LiveRule]


def in_force(book: RuleBook, decided_on: date, placed_on: date) -> Resolved:
    """Rules and suppressions of a pair of days by id, as the executors would have them."""
    rules = [each for each in resolve(book, decided_on, placed_on) if each.rule.status in DECIDING]
    return {each.rule.id: each for each in (*rules, *resolve_suppressions(book, decided_on, placed_on))}


def rule_shift(before: Resolved, after: Resolved, domain: Domain) -> RuleShift:
    """What differs, but for rules that only stood in shadow and only stand there: these decide nothing."""
    how = {_named(before, after, id_): word for id_, word in _differing(before, after)}
    moved = [after[id_] for id_ in how if id_ in after]
    return RuleShift(how, Program(moved, domain) if moved else None)


def _named(before: Resolved, after: Resolved, id_: str) -> str:
    """The rule that is meant: a suppression stands for the one that it quiets."""
    found = after.get(id_) or before[id_]
    return id_ if found.suppression is None else found.suppression.rule


def _differing(before: Resolved, after: Resolved) -> Iterator[tuple[str, str]]:
    for id_ in sorted(before.keys() | after.keys()):
        old, new = before.get(id_), after.get(id_)
        if all(each is None or each.rule.status is Status.SHADOW for each in (old, new)):
            continue
        if old is None or new is None:
            yield id_, "new" if old is None else "gone"
        elif said(old) != said(new):
            yield id_, "changed"


def said(live: LiveRule) -> bytes:
    """All of a rule that a decision shows: what it asks, what follows, and the version that a release names."""
    rule, then = live.rule, live.rule.then
    return orjson.dumps(
        [
            normal_condition(live.when),
            [then.verdict, then.reason, then.actor, then.severity, then.score, list(then.ask)],
            [rule.set, str(rule.scope), str(rule.on_missing), str(rule.status), rule.rollout, rule.version],
        ],
        default=_default,
    )


def _default(value: object) -> object:
    if isinstance(value, frozenset | tuple | date):
        return plain(value)
    raise TypeError


def rules_reading(live: Resolved, facts: frozenset[str]) -> frozenset[str]:
    """The rules that read one of the facts, themselves or in what quiets them."""
    named = [each for each in live.values() if not facts.isdisjoint(facts_of(each))]
    return frozenset(each.rule.id if each.suppression is None else each.suppression.rule for each in named)


def program_reading(live: Resolved, domain: Domain, facts: frozenset[str]) -> Program | None:
    """A program of these rules; None where there are none."""
    named = [live[id_] for id_ in sorted(rules_reading(live, facts)) if id_ in live]
    return Program(named, domain) if named else None


def facts_of(live: LiveRule) -> frozenset[str]:
    """The facts that a rule reads."""
    return frozenset(leaf.fact for leaf in leaves_of(live.when))
