"""Drafts are never run, and their tests are what they have to show: here a book stands as if they were."""

from dataclasses import replace

from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Status


def as_run(book: RuleBook) -> RuleBook:
    """The book with its drafts in shadow, so that their tests can be run."""
    rules = (replace(rule, status=Status.SHADOW) if rule.status is Status.DRAFT else rule for rule in book.rules)
    return replace(book, rules=tuple(rules))
