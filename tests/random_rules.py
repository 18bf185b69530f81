"""Random rule books and sheets of the toy domain, from a seed: the same seed gives the same case."""

from datetime import date, timedelta
from random import Random

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Fact, FactType, Scope, Value
from engine.rulebook.condition import All, Any, Condition, Not, Operator, Resolved
from engine.rulebook.resolve import LiveRule
from tests.toy import TOY_LEXICON, a_rule

ORDERED = (Operator.EQ, Operator.NE, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.BETWEEN)
OF_WORDS = (Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN)
OPERATORS: dict[FactType, tuple[Operator, ...]] = {
    FactType.BOOLEAN: (Operator.EQ, Operator.NE),
    FactType.INTEGER: (*ORDERED, Operator.IN),
    FactType.NUMBER: ORDERED[2:],
    FactType.DATE: ORDERED,
    FactType.ENUM: OF_WORDS,
    FactType.COUNTRY: OF_WORDS,
    FactType.TEXT: (*OF_WORDS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.CONTAINS, Operator.MATCHES),
    FactType.SET: (Operator.CONTAINS, Operator.IN, Operator.NOT_IN),
}
# Few values, so that leaves meet; with the texts that engines trip over.
TEXTS = ("AB12", "AB 12", "ab12", "0101", "NO", "中文", "\\n", 'a"b', "é", "1e-7", "true", "🧳")
INTEGERS = (0, 1, 2, 3, -1, 10, 2**53 - 1, -(2**53 - 1))
PATTERNS = ("^AB", "[0-9]+$", "中", "a.b", "(?i)no")


def random_value(rng: Random, fact: Fact) -> Value:
    """A known value of the fact's type."""
    match fact.type:
        case FactType.BOOLEAN:
            return rng.random() < 0.5
        case FactType.INTEGER:
            return rng.choice(INTEGERS)
        case FactType.NUMBER:
            return rng.choice((0.0, 1e-7, 0.1, 1.5, 70.5, 1e22))
        case FactType.DATE:
            return date(2026, 1, 1) + timedelta(days=rng.randrange(4))
        case FactType.ENUM:
            return rng.choice(fact.values)
        case FactType.COUNTRY:
            return rng.choice(("NO", "DE", "CN"))
        case FactType.TEXT:
            return rng.choice(TEXTS)
        case FactType.SET:
            return frozenset(rng.sample(fact.values or TEXTS, rng.randrange(3)))


def _word(rng: Random, fact: Fact) -> Value:
    """A single word to compare with; of a set, one that could be in it."""
    return rng.choice(fact.values or TEXTS) if fact.type is FactType.SET else random_value(rng, fact)


def random_leaf(rng: Random, fact: Fact) -> Resolved:
    """A test that suits the fact's type."""
    if rng.random() < 0.1:
        return Resolved(fact.name, rng.choice((Operator.MISSING, Operator.PRESENT)), True)
    operator = rng.choice(OPERATORS[fact.type])
    match operator:
        case Operator.BETWEEN:
            low, high = sorted((random_value(rng, fact), random_value(rng, fact)))
            return Resolved(fact.name, operator, (low, high))
        case Operator.MATCHES:
            return Resolved(fact.name, operator, rng.choice(PATTERNS))
        case Operator.IN | Operator.NOT_IN | Operator.STARTS_WITH | Operator.ENDS_WITH | Operator.CONTAINS:
            return Resolved(fact.name, operator, frozenset(_word(rng, fact) for _ in range(rng.randint(1, 3))))  # type: ignore[misc]
    return Resolved(fact.name, operator, random_value(rng, fact))


def random_condition(rng: Random, facts: list[Fact], depth: int = 3) -> Condition:
    """A tree of bounded size."""
    shape = rng.random()
    if depth == 0 or shape < 0.35:
        return random_leaf(rng, rng.choice(facts))
    if shape < 0.5:
        return Not(random_condition(rng, facts, depth - 1))
    parts = tuple(random_condition(rng, facts, depth - 1) for _ in range(rng.randint(1, 3)))
    return All(parts) if shape < 0.75 else Any(parts)


def random_book(rng: Random, size: int = 5) -> list[LiveRule]:
    """Rules of both scopes."""
    whole = [fact for fact in TOY_LEXICON.values() if fact.scope is Scope.WHOLE]
    rules = []
    for number in range(size):
        scope = rng.choice((Scope.WHOLE, Scope.PART))
        facts = whole if scope is Scope.WHOLE else list(TOY_LEXICON.values())
        depth = rng.choice((1, 2, 2, 3))
        rules.append(a_rule(random_condition(rng, facts, depth), id_=f"TOY-{number:03}", scope=scope))
    return rules


def random_sheet(rng: Random) -> Sheet:
    """Facts of a flight and up to three bags, a third of them unknown."""
    known = [fact for fact in TOY_LEXICON.values() if rng.random() < 0.7]
    whole = {fact.name: random_value(rng, fact) for fact in known if fact.scope is Scope.WHOLE}
    parts = tuple(
        {fact.name: random_value(rng, fact) for fact in known if fact.scope is Scope.PART and rng.random() < 0.9}
        for _ in range(rng.randrange(4))
    )
    return Sheet(whole, parts)
