"""Rule books of the airport domain for the analysis: conditions straight from Python, and grids of cases to try."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations, product
from random import Random

from engine.lexicon.spec import Fact, FactType, Scope, Value
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operator, Resolved, Scalar
from engine.rulebook.rule import Rule
from engine.rulebook.source import Span
from engine.runtime.atoms import LARGEST_INTEGER
from engine.runtime.leaf import Truth, of_unknown, test_of
from engine.runtime.leaves import leaves_of
from engine.runtime.reference import truth_of
from tests.random_rules import INTEGERS, TEXTS, random_condition
from tests.toy import AIRPORT, TOY_LEXICON, a_rule

Case = Mapping[str, Value]
OPAQUE = frozenset({Operator.ENDS_WITH, Operator.CONTAINS, Operator.MATCHES})
MOST_FACTS = 3


def a_book(*rules: Rule, digest: str = "of a whole book") -> RuleBook:
    """A book of these rules."""
    return RuleBook(domain=AIRPORT, rules=rules, digest=digest)


def written(condition: Condition, lines: Iterator[int]) -> Condition:
    """A resolved condition as it would stand in a file, every part on a line of its own."""
    span = Span("toy.yaml", next(lines), 1)
    match condition:
        case Resolved():
            return Leaf(condition.fact, condition.operator, _operand(condition.expected), span)
        case Not(part):
            return Not(written(part, lines), span)
        case All(parts):
            return All(tuple(written(part, lines) for part in parts), span)
        case Any(parts):
            return Any(tuple(written(part, lines) for part in parts), span)
        case Leaf():
            return condition


def _operand(expected: Value | tuple[Value, Value]) -> Scalar | tuple[Scalar, ...]:
    if isinstance(expected, frozenset):
        return tuple(sorted(expected))
    if isinstance(expected, tuple):
        low, high = map(_operand, expected)
        return low, high  # type: ignore[return-value]
    return expected.isoformat() if isinstance(expected, date) else expected


def a_written_rule(condition: Condition, number: int, verdict: str, scope: Scope = Scope.PART) -> Rule:
    """A rule of the book with this condition; its lines are its own."""
    lines = iter(range(number * 1000, number * 1000 + 999))
    live = a_rule(condition, id_=f"TOY-{number:03}", verdict=verdict, scope=scope)
    return replace(live.rule, when=written(condition, lines), span=Span("toy.yaml", next(lines), 1))


def some_facts(rng: Random) -> list[Fact]:
    """A few facts, so that every combination of their values can be tried."""
    return rng.sample(list(TOY_LEXICON.values()), rng.randint(1, MOST_FACTS))


def a_condition(rng: Random, facts: list[Fact], depth: int = 2) -> Condition:
    """A random condition that a rule file could hold: whole numbers are not looked for among several."""
    while True:
        condition = random_condition(rng, facts, depth)
        if not any(
            leaf.operator is Operator.IN and TOY_LEXICON[leaf.fact].type is FactType.INTEGER
            for leaf in leaves_of(condition)
        ):
            return condition


def is_opaque(*conditions: Condition) -> bool:
    """Whether a test among them is only tried, so that a question about it may stay open."""
    return any(
        leaf.operator in OPAQUE and TOY_LEXICON[leaf.fact].type is FactType.TEXT
        for condition in conditions
        for leaf in leaves_of(condition)
    )


def grid(*conditions: Condition) -> Iterator[Case]:
    """Every combination of values on both sides of all bounds that random rules have, and of unknown."""
    facts = facts_of(*conditions)
    leaves = list(chain.from_iterable(map(leaves_of, conditions)))
    for values in product(*(_values(fact, [leaf for leaf in leaves if leaf.fact == fact.name]) for fact in facts)):
        yield {fact.name: value for fact, value in zip(facts, values, strict=True) if value is not None}


def truth_on(condition: Condition, case: Case) -> Truth:
    """The plain reading of a condition on one case."""
    leaves = list(dict.fromkeys(leaves_of(condition)))
    truths = [_truth(leaf, case.get(leaf.fact)) for leaf in leaves]
    return truth_of(condition, {leaf: place for place, leaf in enumerate(leaves)}, truths)


def _truth(leaf: Resolved, value: Value | None) -> Truth:
    return of_unknown(leaf) if value is None else test_of(leaf, TOY_LEXICON[leaf.fact])(value)


def _values(fact: Fact, leaves: Sequence[Resolved]) -> list[Value | None]:
    found: list[Value]
    match fact.type:
        case FactType.BOOLEAN:
            found = [True, False]
        case FactType.INTEGER:
            near = {edge + step for edge in INTEGERS for step in (-1, 0, 1)}
            found = sorted(value for value in near if abs(value) <= LARGEST_INTEGER)
        case FactType.NUMBER:
            found = [-1.0, 0.0, 1e-8, 1e-7, 0.05, 0.1, 1.0, 1.5, 10.0, 70.5, 100.0, 1e22, 1e23]
        case FactType.DATE:
            found = [date(2025, 12, 31) + timedelta(days=number) for number in range(6)]
        case FactType.ENUM:
            found = list(fact.values)
        case FactType.COUNTRY:
            found = ["NO", "DE", "CN", "US"]
        case FactType.TEXT:
            found = [*TEXTS, *(f"{text}~" for text in TEXTS), "~"]
        case FactType.SET:
            named = {word for leaf in leaves if isinstance(leaf.expected, frozenset) for word in leaf.expected}
            words = sorted(named | set(fact.values or ("other",)))
            found = [frozenset(some) for size in range(min(len(words), 4) + 1) for some in combinations(words, size)]
    return [None, *found]


def facts_of(*conditions: Condition) -> list[Fact]:
    """The facts that conditions read."""
    names = dict.fromkeys(leaf.fact for leaf in chain.from_iterable(map(leaves_of, conditions)))
    return [TOY_LEXICON[name] for name in sorted(names)]
