"""The rules in force on a pair of days, every list and parameter looked up: what the executors compile."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import (
    All,
    Any,
    Condition,
    Leaf,
    ListRef,
    Not,
    Operand,
    Operator,
    ParamRef,
    Resolved,
    Scalar,
)
from engine.rulebook.fitness import AFFIXES, MEMBERSHIP
from engine.rulebook.form import parse_day
from engine.rulebook.quieting import Suppression, is_protected
from engine.rulebook.rule import DECIDING, Rule

_ON_A_SET = {Operator.EQ: Operator.CONTAINS, Operator.NE: Operator.NOT_IN}


@dataclass(frozen=True, slots=True)
class LiveRule:
    """A rule with the condition that it has on these days. `rule.status` tells live from shadow.

    A suppression is compiled as a rule of its own, so that both executors ask whether it is met.
    """

    rule: Rule
    when: Condition
    suppression: Suppression | None = None


class _NoValueYet(Exception):
    """a parameter has no value on this day"""


def resolve(book: RuleBook, decided_on: date, placed_on: date) -> tuple[LiveRule, ...]:
    """Live and shadow rules in force, by id.

    A rule without a first day of its own counts from the day on which all its parameters have a value.
    """
    looker = _Resolver(book, decided_on, placed_on)
    found: list[LiveRule] = []
    for rule in book.rules:
        if rule.status in DECIDING and rule.counts_on(decided_on):
            when = looker.rule_condition(rule)
            if when is not None:
                found.append(LiveRule(rule, when))
    return tuple(found)


def resolve_condition(book: RuleBook, condition: Condition, decided_on: date, placed_on: date) -> Condition | None:
    """One condition with everything looked up; None while a parameter in it has no value."""
    return _Resolver(book, decided_on, placed_on).condition(condition)


def resolve_suppressions(book: RuleBook, decided_on: date, placed_on: date) -> tuple[LiveRule, ...]:
    """Suppressions in force of rules that decide, by id; none of what nothing may soften."""
    looker = _Resolver(book, decided_on, placed_on)
    rules = {rule.id: rule for rule in book.rules}
    found: list[LiveRule] = []
    for each in sorted(book.suppressions, key=lambda each: each.id):
        rule = rules.get(each.rule)
        if rule is None or each.id in rules or is_protected(rule, book.domain):
            continue
        own = _as_rule(each, rule)
        when = looker.condition(own.when) if _counts(each, rule, decided_on) else None
        if when is not None:
            found.append(LiveRule(own, when, each))
    return tuple(found)


def _counts(suppression: Suppression, rule: Rule, day: date) -> bool:
    return suppression.counts_on(day) and rule.status in DECIDING and rule.counts_on(day)


def _as_rule(suppression: Suppression, rule: Rule) -> Rule:
    """Asked of what the rule is asked of: of the whole, or of each part."""
    return Rule(
        id=suppression.id,
        set=rule.set,
        title=f"suppression of {rule.id}: {suppression.why}",
        scope=rule.scope,
        when=suppression.when,
        then=rule.then,
        span=suppression.span,
    )


class _Resolver:
    def __init__(self, book: RuleBook, decided_on: date, placed_on: date) -> None:
        self._book = book
        self._days = (decided_on, placed_on)
        self._lists: dict[str, frozenset[str]] = {}

    def rule_condition(self, rule: Rule) -> Condition | None:
        return self.condition(rule.when)

    def condition(self, condition: Condition) -> Condition | None:
        try:
            return self._condition(condition)
        except _NoValueYet:
            return None

    def _condition(self, condition: Condition) -> Condition:
        if isinstance(condition, Leaf):
            return self._leaf(condition)
        if isinstance(condition, Not):
            return Not(self._condition(condition.part), condition.span)
        if isinstance(condition, All):
            return All(tuple(map(self._condition, condition.parts)), condition.span)
        if isinstance(condition, Any):
            return Any(tuple(map(self._condition, condition.parts)), condition.span)
        return condition

    def _leaf(self, leaf: Leaf) -> Resolved:
        fact = self._book.domain.lexicon[leaf.fact]
        operator = _ON_A_SET.get(leaf.operator, leaf.operator) if fact.type is FactType.SET else leaf.operator
        return Resolved(leaf.fact, operator, self._expected(fact, operator, leaf.operand), source(leaf.operand))

    def _expected(self, fact: Fact, operator: Operator, operand: Operand) -> Value | tuple[Value, Value]:
        if isinstance(operand, ListRef):
            return self._list(operand.name)
        if operator in MEMBERSHIP or operator in AFFIXES:
            values = operand if isinstance(operand, tuple) else (self._single(fact, operand),)
            return frozenset(map(str, values))
        if isinstance(operand, tuple):
            low, high = operand
            return self._single(fact, low), self._single(fact, high)
        return self._single(fact, operand)

    def _single(self, fact: Fact, operand: Scalar | ParamRef) -> Value:
        value: Value | None = operand if not isinstance(operand, ParamRef) else self._param(operand.name)
        if value is None:
            raise _NoValueYet
        day = parse_day(value) if fact.type is FactType.DATE and isinstance(value, str) else None
        return value if day is None else day

    def _param(self, name: str) -> Value | None:
        return self._book.params[name].value(*self._days)

    def _list(self, name: str) -> frozenset[str]:
        if name not in self._lists:
            entries = self._book.lists[name]
            self._lists[name] = frozenset(entry.value for entry in entries if entry.counts(*self._days))
        return self._lists[name]


def source(operand: Operand) -> str:
    """The lists and parameters that a test names, as written."""
    parts = operand if isinstance(operand, tuple) else (operand,)
    marks = {ListRef: "@", ParamRef: "$"}
    return ", ".join(f"{marks[type(each)]}{each.name}" for each in parts if isinstance(each, (ListRef, ParamRef)))


def change_days(book: RuleBook) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Days from which `resolve` may answer otherwise than the day before: of decision, and of placing."""
    days: dict[str, set[date]] = {"decided_at": set(), "placed_at": set()}
    for rule in book.rules:
        days["decided_at"] |= _edges(rule.from_, rule.until)
    for each in book.suppressions:
        days["decided_at"] |= _edges(each.from_, each.last_day)
    for entries in book.lists.values():
        for entry in entries:
            days[entry.by] |= _edges(entry.from_, entry.until)
    for param in book.params.values():
        days[param.by].update(entry.from_ for entry in param.entries)
    return tuple(sorted(days["decided_at"])), tuple(sorted(days["placed_at"]))


def _edges(from_: date | None, until: date | None) -> set[date]:
    """The first day that counts, and the first that no longer does."""
    edges = set() if from_ is None else {from_}
    if until is not None and until < date.max:
        edges.add(until + timedelta(days=1))
    return edges
