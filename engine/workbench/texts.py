"""Texts that pass some tests and fail others.

Equality, membership and beginnings are exact: the beginnings that a text has form a chain, so that one text for each
longest beginning, and each text that is named, are all that can be told apart. Endings, parts and patterns are tried
on likely texts; when none passes, nothing is claimed.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, islice, product

from engine.lexicon.spec import Fact, Value
from engine.rulebook.condition import Operator
from engine.runtime.values import is_blank
from engine.workbench.demand import Demand

MOST_JOINED = 400
_SAME = {Operator.EQ: True, Operator.IN: True, Operator.NE: False, Operator.NOT_IN: False}
_OPAQUE = frozenset({Operator.ENDS_WITH, Operator.CONTAINS, Operator.MATCHES})
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def text_candidates(fact: Fact, demands: Sequence[Demand], examples: Sequence[Value]) -> tuple[Iterable[str], bool]:
    """Texts worth trying, and whether they tell everything."""
    named = _texts(demands, _SAME)
    if any(_SAME.get(each.leaf.operator) is each.wanted for each in demands):
        return sorted(named), True
    beginnings = _texts(demands, {Operator.STARTS_WITH})
    parts, endings = _texts(demands, {Operator.CONTAINS}), _texts(demands, {Operator.ENDS_WITH})
    fresh = _unused(named | beginnings)
    exact = chain(sorted(named | beginnings), (f"{start}{fresh}" for start in ("", *sorted(beginnings))))
    shown = (text for text in (*examples, fact.example) if isinstance(text, str))
    joined = map("".join, product(("", *sorted(beginnings)), ("", *sorted(parts)), ("", *sorted(endings))))
    tried = chain(shown, exact, islice(joined, MOST_JOINED))
    return (text for text in tried if not is_blank(text)), not is_opaque(demands)


def is_opaque(demands: Sequence[Demand]) -> bool:
    """Whether a test is among them that is only tried."""
    return any(each.leaf.operator in _OPAQUE for each in demands)


def plain_part(demands: Sequence[Demand]) -> list[Demand]:
    """The demands that can be told exactly: if these cannot be met together, all of them cannot."""
    return [each for each in demands if each.leaf.operator not in _OPAQUE]


def contradict(demands: Sequence[Demand]) -> bool:
    """Whether one test must succeed that says all of another, which must fail."""
    return any(
        one.wanted and not other.wanted and _says_all_of(one, other)
        for one in demands
        for other in demands
        if one is not other
    )


def _says_all_of(one: Demand, other: Demand) -> bool:
    """Whether each text that passes the first test passes the second."""
    first, second = one.leaf, other.leaf
    if (first.operator, first.expected) == (second.operator, second.expected):
        return True
    like = _HAVING.get(second.operator)
    if like is None or (first.operator, second.operator) not in _COMPARABLE:
        return False
    wider = _texts([other], {second.operator})
    return all(any(like(text, each) for each in wider) for text in _texts([one], {first.operator}))


_HAVING = {
    Operator.STARTS_WITH: str.startswith,
    Operator.ENDS_WITH: str.endswith,
    Operator.CONTAINS: str.__contains__,
}
# What begins or ends with a text contains it.
_COMPARABLE = {(operator, operator) for operator in _HAVING} | {(operator, Operator.CONTAINS) for operator in _HAVING}


def _texts(demands: Sequence[Demand], operators: Iterable[Operator]) -> set[str]:
    """What the tests by these operators compare with."""
    among = set(operators)
    found: set[str] = set()
    for each in demands:
        if each.leaf.operator in among:
            expected = each.leaf.expected
            found.update(map(str, expected) if isinstance(expected, frozenset) else (str(expected),))
    return found


def _unused(texts: Iterable[str]) -> str:
    """A letter that none of the texts has: behind a beginning it makes a text that nobody names."""
    used = set("".join(texts))
    return next(letter for letter in chain(_LETTERS, map(chr, range(0x4E00, 0x9FFF))) if letter not in used)
