"""Names that nothing uses: lists, parameters, messages. What is dead in a rule book misleads those who read it."""

import re
from collections.abc import Iterator
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import ListRef
from engine.rulebook.faults import nearest
from engine.rulebook.folder import LISTS, MESSAGES, PARAMS
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.messages import SOURCE_LOCALE
from engine.rulebook.source import RuleFault, Span


def unused(book: RuleBook, _: date) -> Iterator[RuleFault]:
    """A fault for each name. Rules that could not be read may use a name too, so their texts are asked as well."""
    tests = [leaf for rule in book.rules for leaf in leaves(rule.when)]
    lists = {leaf.operand.name for leaf in tests if isinstance(leaf.operand, ListRef)}
    params = {name for leaf in tests for name in param_names(leaf)}
    for name in sorted(book.lists.keys() - lists):
        if not _written(f"@{name}", book):
            span = Span(f"{LISTS}{name}.csv", 1, 1)
            yield RuleFault("R037", f"no rule names the list `{name}`", span, "use it, or take the file out")
    for name in sorted(book.params.keys() - params):
        if not _written(f"${name}", book):
            yield RuleFault(
                "R037", f"no rule names the parameter `{name}`", _key(name, PARAMS, book), "use it, or take it out"
            )
    yield from _untold(book)


def _untold(book: RuleBook) -> Iterator[RuleFault]:
    domain = book.domain
    given = {rule.then.reason for rule in book.rules} | {band.reason for band in book.policy.bands}
    given |= set(domain.own_reasons)
    for reason in sorted(book.messages.get(SOURCE_LOCALE, {}).keys() - given):
        if not _written(reason, book):
            near = nearest(reason, given - book.messages[SOURCE_LOCALE].keys())
            hint = "take it out of every language" if near is None else f"did you mean `{near}`?"
            span = _key(reason, f"{MESSAGES}{SOURCE_LOCALE}.yaml", book)
            yield RuleFault("R039", f"nothing gives the reason `{reason}`", span, hint)


def _written(name: str, book: RuleBook) -> bool:
    """Whether a file of rules, or the policy, has the name somewhere: in a rule, or in a remark about one to come."""
    word = re.compile(rf"{re.escape(name)}(?![\w.]*\w)")
    return any(
        word.search(text) is not None
        for path, text in book.texts.items()
        if path != PARAMS and not path.startswith((LISTS, MESSAGES))
    )


def _key(name: str, path: str, book: RuleBook) -> Span:
    """Where a file defines the name."""
    for number, line in enumerate(book.texts.get(path, "").splitlines(), 1):
        if line.startswith(f"{name}:"):
            return Span(path, number, 1, len(name))
    return Span(path, 1, 1)
