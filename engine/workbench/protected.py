"""Which rules nothing may soften, and what they read: lists, parameters, and the profiles of channels."""

from collections.abc import Iterator

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import ListRef
from engine.rulebook.domain import Domain
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.rule import Rule


def is_protected(rule: Rule, domain: Domain) -> bool:
    """Whether a rule stands in a protected set, or ends in a final verdict."""
    return rule.set in domain.protected_sets or rule.then.verdict in domain.final_verdicts


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
