"""Does a rule rest on what people have decided: can it fire where they have decided nothing?

Only such a rule may end a case outside the protected sets, and only such a rule gives no way to chance. A test of
anything else may turn out either way, so `any` over a block and something else rests on nothing, and so does a rule
that fires because nobody is blocked.
"""

import operator
from collections.abc import Callable, Iterator, Mapping

from engine.lexicon.spec import FactType
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, ListRef, Not, Operator, ParamRef

Truths = frozenset[bool]  # all that a condition may come to
EITHER: Truths = frozenset({True, False})
NOTHING = 0  # a count where people decided nothing; a set is empty then
_OF_EMPTY: Mapping[Operator, Truths] = {
    Operator.EQ: frozenset({False}),
    Operator.IN: frozenset({False}),
    Operator.CONTAINS: frozenset({False}),
    Operator.NE: frozenset({True}),
    Operator.NOT_IN: frozenset({True}),
}
_OF_NOTHING: Mapping[Operator, Callable[[float, float], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.GT: operator.gt,
    Operator.GTE: operator.ge,
    Operator.LT: operator.lt,
    Operator.LTE: operator.le,
}


def rests_on_people(condition: Condition, book: RuleBook) -> bool:
    """Whether it is never true of a case about which people have decided nothing."""
    return True not in _truths(condition, book)


def _truths(condition: Condition, book: RuleBook) -> Truths:
    match condition:
        case Leaf():
            return _of_leaf(condition, book) if condition.fact in book.domain.decided_facts else EITHER
        case Not(part):
            return frozenset(not each for each in _truths(part, book))
        case All(parts):
            found = [_truths(part, book) for part in parts]
            return _either(all(True in each for each in found), any(False in each for each in found))
        case Any(parts):
            found = [_truths(part, book) for part in parts]
            return _either(any(True in each for each in found), all(False in each for each in found))
        case _:
            return EITHER


def _either(may_be_true: bool, may_be_false: bool) -> Truths:  # noqa: FBT001 - two of a kind
    return frozenset({True} if may_be_true else ()) | frozenset({False} if may_be_false else ())


def _of_leaf(leaf: Leaf, book: RuleBook) -> Truths:
    if book.domain.lexicon[leaf.fact].type is FactType.SET:
        return _OF_EMPTY.get(leaf.operator, EITHER)
    test = _OF_NOTHING.get(leaf.operator)
    if test is None:
        return EITHER
    return frozenset(test(NOTHING, each) for each in _numbers(leaf, book)) or EITHER


def _numbers(leaf: Leaf, book: RuleBook) -> Iterator[float]:
    """All values that a count is ever held against."""
    match leaf.operand:
        case ParamRef(name):
            own = [each for override in book.overrides for each in override.params.get(name, ())]
            values = [each.value for each in book.params[name].entries] + [each.value for each in own]
        case ListRef() | tuple():
            values = []
        case value:
            values = [value]
    yield from (float(each) for each in values if isinstance(each, int | float))
