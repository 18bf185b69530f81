"""Mutants: a rule with one small change of what it decides, such as a slip of the writer's would make.

What is changed: a comparison turned round, a bound moved by one, a branch dropped, `all` and `any` swapped, a `not`
dropped, a value taken out of a list of values, a list swapped for another or cut to either half, a parameter moved by
one or taken at its next value, and what the rule does when it cannot be evaluated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.lexicon.spec import Fact, FactType
from engine.rulebook.book import ListEntry, RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, ListRef, Not, Operand, Operator, ParamRef, Scalar
from engine.rulebook.fitness import AFFIXES, trouble
from engine.rulebook.governance import leaves
from engine.rulebook.rule import OnMissing, Rule
from engine.rulebook.source import Span
from engine.workbench.altered import HALVES, altered, next_name, stepped, stepped_name
from engine.workbench.written import condition_lines, operand_text


class MutantKind(StrEnum):
    """What was changed."""

    OPERATOR = "operator"
    BOUND = "bound"
    BRANCH = "branch"
    ALL_ANY = "all_any"
    NEGATION = "negation"
    LIST = "list"
    PARAM = "param"
    MISSING = "on_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A changed rule. `span` is where the change was made, `change` says which."""

    rule: Rule
    kind: MutantKind
    span: Span
    change: str


FLIPPED = {
    Operator.EQ: Operator.NE,
    Operator.GT: Operator.LTE,
    Operator.GTE: Operator.LT,
    Operator.IN: Operator.NOT_IN,
    Operator.MISSING: Operator.PRESENT,
} | {
    Operator.NE: Operator.EQ,
    Operator.LTE: Operator.GT,
    Operator.LT: Operator.GTE,
    Operator.NOT_IN: Operator.IN,
    Operator.PRESENT: Operator.MISSING,
}
_ON_THE_BOUND = {
    Operator.GT: Operator.GTE,
    Operator.GTE: Operator.GT,
    Operator.LT: Operator.LTE,
    Operator.LTE: Operator.LT,
}
# Which way a whole number must move so that the strict and the wide comparison do not become each other.
_AWAY = {Operator.GT: 1, Operator.GTE: -1, Operator.LT: -1, Operator.LTE: 1}
_OF_VALUES = frozenset({Operator.IN, Operator.NOT_IN, *AFFIXES})
_WHOLE = frozenset({FactType.INTEGER, FactType.DATE})

# (kind, place, what was changed, the condition then)
_Change = tuple[MutantKind, Span, str, Condition]


class Mutator:
    """Makes mutants of the rules of one book. `book` is that book with the lists and parameters that mutants name."""

    def __init__(self, book: RuleBook) -> None:
        self.book = altered(book)
        self._lists = book.lists
        self._params = book.params
        self._lexicon = book.domain.lexicon
        self._named = _lists_by_fact(book)

    def mutants(self, rule: Rule) -> tuple[Mutant, ...]:
        """Every mutant, each condition once, in reading order."""
        seen = {_key(rule.when)}
        found: list[Mutant] = []
        for kind, span, change, when in self._changes(rule.when, rule.span):
            if _key(when) not in seen:
                seen.add(_key(when))
                found.append(Mutant(rule=replace(rule, when=when), kind=kind, span=span, change=change))
        other = OnMissing.HOLD if rule.on_missing is OnMissing.SKIP else OnMissing.SKIP
        change = f"on_missing: {other} instead of {rule.on_missing}"
        changed = replace(rule, on_missing=other)
        return (*found, Mutant(rule=changed, kind=MutantKind.MISSING, span=rule.span, change=change))

    def _changes(self, condition: Condition, span: Span) -> Iterator[_Change]:
        match condition:
            case Leaf():
                yield from self._leaf_changes(condition)
            case Not(part):
                where = condition.span or span
                yield MutantKind.NEGATION, where, "`not` dropped", part
                for kind, at, change, changed in self._changes(part, where):
                    # Turning the only test round under `not` says the same as dropping the `not`.
                    if kind is not MutantKind.OPERATOR or not isinstance(part, Leaf):
                        yield kind, at, change, replace(condition, part=changed)
            case All() | Any():
                yield from self._group_changes(condition, condition.span or span)

    def _group_changes(self, group: All | Any, span: Span) -> Iterator[_Change]:
        word, other = ("all", "any") if isinstance(group, All) else ("any", "all")
        several = len(group.parts) > 1
        if several:
            swapped = Any(group.parts, group.span) if isinstance(group, All) else All(group.parts, group.span)
            yield MutantKind.ALL_ANY, span, f"`{word}` becomes `{other}`", swapped
        for number, part in enumerate(group.parts):
            before, behind = group.parts[:number], group.parts[number + 1 :]
            where = part.span if isinstance(part, (Leaf, Not, All, Any)) and part.span else span
            if several:
                left = (*before, *behind)
                dropped = left[0] if len(left) == 1 else replace(group, parts=left)
                yield MutantKind.BRANCH, where, f"branch {number + 1} of `{word}` dropped", dropped
            for kind, at, change, changed in self._changes(part, where):
                yield kind, at, change, replace(group, parts=(*before, changed, *behind))

    def _leaf_changes(self, leaf: Leaf) -> Iterator[_Change]:
        flipped = FLIPPED.get(leaf.operator)
        if flipped is not None:
            turned: Condition = replace(leaf, operator=flipped)
            yield MutantKind.OPERATOR, leaf.span, f"`{leaf.operator}` becomes `{flipped}`", turned
        else:
            yield MutantKind.OPERATOR, leaf.span, f"`{leaf.operator}` is negated", Not(leaf, leaf.span)
        if leaf.operator in _ON_THE_BOUND:
            yield from self._bound_changes(leaf)
        elif leaf.operator is Operator.BETWEEN:
            yield from self._pair_changes(leaf)
        elif leaf.operator in _OF_VALUES:
            yield from self._list_changes(leaf)
        yield from self._next_values(leaf)

    def _bound_changes(self, leaf: Leaf) -> Iterator[_Change]:
        touching = replace(leaf, operator=_ON_THE_BOUND[leaf.operator])
        change = f"`{leaf.operator}` becomes `{touching.operator}`"
        yield MutantKind.BOUND, leaf.span, change, touching
        if self._fact(leaf).type in _WHOLE:
            moved = self._moved(leaf.operand, _AWAY[leaf.operator])
            yield self._to_bound(leaf, moved)

    def _pair_changes(self, leaf: Leaf) -> Iterator[_Change]:
        if not isinstance(leaf.operand, tuple):
            return
        low, high = leaf.operand
        if self._fact(leaf).type in _WHOLE:
            for step in (-1, 1):
                yield self._to_bound(leaf, (self._moved(low, step), high))
                yield self._to_bound(leaf, (low, self._moved(high, step)))
            return
        for first, second in ((Operator.GT, Operator.LTE), (Operator.GTE, Operator.LT)):
            open_ended = All((Leaf(leaf.fact, first, low, leaf.span), Leaf(leaf.fact, second, high, leaf.span)))
            yield MutantKind.BOUND, leaf.span, f"a bound of `{leaf.operator}` is left out", open_ended

    def _to_bound(self, leaf: Leaf, operand: Operand) -> _Change:
        change = f"{operand_text(operand)} instead of {operand_text(leaf.operand)}"
        named = isinstance(leaf.operand, ParamRef)
        return MutantKind.PARAM if named else MutantKind.BOUND, leaf.span, change, replace(leaf, operand=operand)

    def _moved(self, operand: Operand, step: int) -> Scalar | ParamRef:
        match operand:
            case ParamRef(name):
                return ParamRef(stepped_name(name, step))
            case int() | str():
                return stepped(operand, step)
        msg = f"{operand!r} is no bound of whole numbers or days"
        raise ValueError(msg)

    def _list_changes(self, leaf: Leaf) -> Iterator[_Change]:
        if isinstance(leaf.operand, ListRef):
            own = leaf.operand.name
            for name in (self._other_list(leaf, own), *(f"{own}, {half}" for half in HALVES)):
                if name is not None:
                    change = f"`@{name}` instead of `@{own}`"
                    yield MutantKind.LIST, leaf.span, change, replace(leaf, operand=ListRef(name))
        elif isinstance(leaf.operand, tuple) and len(leaf.operand) > 1:
            values = tuple(value for value in leaf.operand if not isinstance(value, ParamRef))
            for number, value in enumerate(values):
                left = (*values[:number], *values[number + 1 :])
                change = f"{operand_text(value)} taken out of the values"
                yield MutantKind.LIST, leaf.span, change, replace(leaf, operand=left)

    def _other_list(self, leaf: Leaf, name: str) -> str | None:
        """The first other list that a rule tests such a fact by, or whose values all are values of the fact."""
        fact = self._fact(leaf)
        closed = fact.type is FactType.COUNTRY or bool(fact.values)
        values = {entry.value for entry in self._lists[name]}
        for other, entries in sorted(self._lists.items()):
            fits = other in self._named[fact.name] or (closed and _fits(fact, entries))
            if other != name and fits and {entry.value for entry in entries} != values:
                return other
        return None

    def _next_values(self, leaf: Leaf) -> Iterator[_Change]:
        if isinstance(leaf.operand, ParamRef) and len(self._params[leaf.operand.name].entries) > 1:
            later = ParamRef(next_name(leaf.operand.name))
            change = f"the next value of `${leaf.operand.name}`"
            yield MutantKind.PARAM, leaf.span, change, replace(leaf, operand=later)

    def _fact(self, leaf: Leaf) -> Fact:
        return self._lexicon[leaf.fact]


def _key(condition: Condition) -> tuple[str, ...]:
    return tuple(condition_lines(condition))


def _lists_by_fact(book: RuleBook) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {name: set() for name in book.domain.lexicon}
    for rule in book.rules:
        for leaf in leaves(rule.when):
            if isinstance(leaf.operand, ListRef):
                named[leaf.fact].add(leaf.operand.name)
    return named


def _fits(fact: Fact, entries: tuple[ListEntry, ...]) -> bool:
    return all(trouble(fact, entry.value, entry.value) is None for entry in entries)
