"""Random rule books and orders for comparing engines: typed, seeded, with about five firings an order at any size.

An order has 120 facts and three lines of twelve; every fact is present, since not all engines know *unknown*. A rule
has three to five conditions, joined by `all`, some of them by `any`, some negated; three in ten rules are about lines.
What a rule may use is what every engine of the comparison can say: comparisons of integers, equality and membership of
words, booleans, beginnings of texts.
"""

from dataclasses import dataclass
from random import Random

from engine.lexicon.entry import flag, one_of, text, whole_number
from engine.lexicon.spec import Fact, FactType, Lexicon
from engine.rulebook.condition import All, Any, Condition, Not, Operator, Resolved

WHOLE_FACTS = 120
LINE_FACTS = 12
LINES = 3
FIRINGS = 5
WORDS = tuple(f"{first}{second}" for first in "abcd" for second in ("ir", "on", "el", "um", "as"))
TOP = 1000  # integers are 0 to 999, so a threshold is a share

Scalar = bool | int | str
Facts = dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class CorpusRule:
    """One rule: its number is its name everywhere."""

    number: int
    of_line: bool
    when: Condition


@dataclass(frozen=True, slots=True)
class CorpusOrder:
    """Facts of the order by name, and of each line by name (with `line.` before it)."""

    whole: Facts
    lines: tuple[Facts, ...]

    def plain(self) -> dict[str, object]:
        """As a document for engines that take one: names without the prefix."""
        lines = [{name.removeprefix("line."): value for name, value in line.items()} for line in self.lines]
        return {**self.whole, "lines": lines}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A condition and the share of orders for which it holds."""

    when: Condition
    share: float


def _facts(prefix: str, count: int) -> list[Fact]:
    kinds = ("integer",) * 5 + ("enum",) * 3 + ("boolean",) + ("text",)
    made = []
    for number in range(count):
        name, kind = f"{prefix}{number}", kinds[number % len(kinds)]
        if kind == "integer":
            made.append(whole_number(name, "pieces", "a count", 1))
        elif kind == "enum":
            made.append(one_of(name, WORDS, "a word"))
        else:
            made.append(flag(name, "a claim") if kind == "boolean" else text(name, "a text", "air-100"))
    return made


FACTS = {"whole": _facts("f", WHOLE_FACTS), "line": _facts("line.g", LINE_FACTS)}
LEXICON = Lexicon((*FACTS["whole"], *FACTS["line"]))


def random_orders(count: int, seed: int) -> list[CorpusOrder]:
    """Orders with every fact drawn evenly."""
    chance = Random(f"orders {seed}")
    return [
        CorpusOrder(_values(FACTS["whole"], chance), tuple(_values(FACTS["line"], chance) for _ in range(LINES)))
        for _ in range(count)
    ]


def random_rules(count: int, seed: int) -> list[CorpusRule]:
    """Rules that fire rarely enough to make about `FIRINGS` firings an order in all."""
    chance = Random(f"rules {count} {seed}")
    rules = []
    for number in range(count):
        of_line = chance.random() < 0.3
        share = FIRINGS / count / (LINES if of_line else 1)
        rules.append(CorpusRule(number, of_line, _rule(FACTS["line" if of_line else "whole"], share, chance)))
    return rules


def _values(facts: list[Fact], chance: Random) -> Facts:
    return {fact.name: _value(fact.type, chance) for fact in facts}


def _value(type_: FactType, chance: Random) -> Scalar:
    match type_:
        case FactType.INTEGER:
            return chance.randrange(TOP)
        case FactType.BOOLEAN:
            return chance.random() < 0.5
        case FactType.ENUM:
            return chance.choice(WORDS)
        case _:
            return f"{chance.choice(WORDS)}-{chance.randrange(TOP)}"


def _rule(facts: list[Fact], share: float, chance: Random) -> Condition:
    """Two to four drawn conditions, and one threshold that makes the whole as rare as wanted."""
    parts: list[Condition] = []
    reached = 1.0
    leaves = chance.choice((2, 3, 4))
    while leaves > 0:
        drawn = _either(facts, chance) if leaves > 1 and chance.random() < 0.45 else _leaf(facts, chance)
        leaves -= 2 if isinstance(drawn.when, Any) else 1
        parts.append(drawn.when)
        reached *= drawn.share
    number = chance.choice([fact for fact in facts if fact.type is FactType.INTEGER])
    most = max(1, min(TOP - 1, round(TOP * share / reached)))
    parts.append(Resolved(number.name, Operator.LT, most))
    chance.shuffle(parts)
    return All(tuple(parts))


def _either(facts: list[Fact], chance: Random) -> _Drawn:
    left, right = _leaf(facts, chance), _leaf(facts, chance)
    return _Drawn(Any((left.when, right.when)), 1 - (1 - left.share) * (1 - right.share))


def _leaf(facts: list[Fact], chance: Random) -> _Drawn:
    fact = chance.choice(facts)
    drawn = _DRAWN[fact.type](fact.name, chance)
    return _Drawn(Not(drawn.when), 1 - drawn.share) if chance.random() < 0.15 else drawn


def _of_integer(name: str, chance: Random) -> _Drawn:
    low = chance.randint(50, 450)
    operator = chance.choice((Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.BETWEEN))
    if operator is Operator.BETWEEN:
        return _Drawn(Resolved(name, operator, (low, low + 300)), 0.301)
    above = operator in {Operator.GT, Operator.GTE}
    bound = low if above else TOP - low
    return _Drawn(Resolved(name, operator, bound), 1 - low / TOP)


def _of_word(name: str, chance: Random) -> _Drawn:
    if chance.random() < 0.4:
        word = chance.choice(WORDS)
        if chance.random() < 0.5:
            return _Drawn(Resolved(name, Operator.EQ, word), 1 / len(WORDS))
        return _Drawn(Resolved(name, Operator.NE, word), 1 - 1 / len(WORDS))
    words = frozenset(chance.sample(WORDS, chance.randint(3, 10)))
    return _Drawn(Resolved(name, Operator.IN, words), len(words) / len(WORDS))


def _of_boolean(name: str, chance: Random) -> _Drawn:
    return _Drawn(Resolved(name, Operator.EQ, chance.random() < 0.5), 0.5)


def _of_text(name: str, chance: Random) -> _Drawn:
    starts = frozenset(chance.sample("abcd", chance.randint(1, 2)))
    return _Drawn(Resolved(name, Operator.STARTS_WITH, starts), len(starts) / 4)


_DRAWN = {
    FactType.INTEGER: _of_integer,
    FactType.ENUM: _of_word,
    FactType.BOOLEAN: _of_boolean,
    FactType.TEXT: _of_text,
}
