"""What shops and legal entities have of their own must keep the promises of the policy, as the rule book does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.overriding import effective
from engine.rulebook.source import RuleFault
from engine.workbench.judging import judge_invariants, observed
from engine.workbench.observation import Observation
from engine.workbench.protected import protected_params

BROKEN = "R090"


def broken_for_sellers(book: RuleBook, today: date) -> Iterator[RuleFault]:
    """Invariants that hold for the rule book and not where own values count. Only parameters that rules read from which
    promises follow can break one, so that nothing is asked of the others."""
    read = protected_params(book) if book.digest else frozenset[str]()
    for each in book.overrides:
        if not read.isdisjoint(each.params):
            own = effective(book, (each.key,))
            for fault in _faults(own, today):
                yield replace(fault, span=each.span, message=f"{each.key}: {fault.message}")


def _faults(book: RuleBook, today: date) -> Iterator[RuleFault]:
    found: Iterator[Observation] = iter(observed(judge_invariants(book, today, None)))
    yield from (each.fault(book.domain.part) for each in found if each.code == BROKEN)
