"""Which rules nothing may soften, and what they read: lists, parameters, and the profiles of channels."""

from collections.abc import Iterator

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Leaf, ListRef
from engine.rulebook.domain import Domain
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.invariant import Promise
from engine.rulebook.quieting import is_protected, may_soften
from engine.rulebook.rule import Rule


def is_guarded(rule: Rule, domain: Domain) -> bool:
    """Whether a change of the rule may soften what nobody may alone: it is protected, or holds for want of facts."""
    return not may_soften(rule, domain)


def protected_rules(book: RuleBook) -> Iterator[Rule]:
    """All of them."""
    return (rule for rule in book.rules if is_protected(rule, book.domain))


def protected_lists(book: RuleBook) -> frozenset[str]:
    """The lists that protected rules read, and the promises of the policy by which rules are judged."""
    return frozenset(leaf.operand.name for leaf in _tests(book) if isinstance(leaf.operand, ListRef))


def protected_params(book: RuleBook) -> frozenset[str]:
    """The parameters that these read."""
    return frozenset(name for leaf in _tests(book) for name in param_names(leaf))


def _tests(book: RuleBook) -> Iterator[Leaf]:
    for rule in protected_rules(book):
        yield from leaves(rule.when)
    for each in book.policy.invariants:
        if isinstance(each, Promise):
            yield from leaves(each.when)
