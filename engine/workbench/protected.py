"""Which rules nothing may soften, and what they read: lists, parameters, and the profiles of channels."""

from collections.abc import Iterator

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import ListRef
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.quieting import is_protected
from engine.rulebook.rule import Rule


def protected_rules(book: RuleBook) -> Iterator[Rule]:
    """All of them."""
    return (rule for rule in book.rules if is_protected(rule, book.domain))


def protected_lists(book: RuleBook) -> frozenset[str]:
    """The lists that protected rules read."""
    return frozenset(
        leaf.operand.name
        for rule in protected_rules(book)
        for leaf in leaves(rule.when)
        if isinstance(leaf.operand, ListRef)
    )


def protected_params(book: RuleBook) -> frozenset[str]:
    """The parameters that protected rules read."""
    return frozenset(name for rule in protected_rules(book) for leaf in leaves(rule.when) for name in param_names(leaf))
