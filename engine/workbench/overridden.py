"""What shops and legal entities have of their own must keep the promises of the policy, as the rule book does.

A sale may name a shop, a legal entity or both, and then the shop's values lie over the entity's. Which shop sells for
which entity no rule book says, so all pairs are asked about whose values are not those of one of the two.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from engine.rulebook.book import Override, ParamEntry, RuleBook
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.overriding import ENTITY, SHOP, effective
from engine.rulebook.source import RuleFault
from engine.workbench.judging import judge_invariants, observed
from engine.workbench.observation import Observation
from engine.workbench.protected import protected_params
from engine.workbench.verdicts import Proved

BROKEN = "R090"
Values = frozenset[tuple[str, tuple[ParamEntry, ...]]]


def broken_for_sellers(book: RuleBook, today: date) -> Iterator[RuleFault]:
    """Invariants that hold for the rule book and not where own values count. Only parameters that promises read, or
    rules from which they follow, can break one: nothing is asked of others, nor twice of the same values."""
    if not book.digest or not any(each.params for each in book.overrides):
        return
    read = protected_params(book) | _keeping_params(book, today)
    moving = [each for each in book.overrides if not read.isdisjoint(each.params)]
    alone = [(each,) for each in moving]
    pairs = product(*([each for each in moving if each.kind == kind] for kind in (ENTITY, SHOP)))
    asked: set[Values] = set()
    for own in (*alone, *pairs):
        keys = tuple(each.key for each in own)
        counting = effective(book, keys)
        values = frozenset((name, counting.params[name].entries) for name in read)
        if values not in asked:
            asked.add(values)
            yield from _faults(counting, own, today)


def _keeping_params(book: RuleBook, today: date) -> frozenset[str]:
    """The parameters of rules by which promises are proved: without a change of these the proof stands."""
    judged = judge_invariants(book, today, None)
    keepers = {rule for each in judged if isinstance(each.result, Proved) for rule in each.result.by}
    tests = (leaf for rule in book.rules if rule.id in keepers for leaf in leaves(rule.when))
    return frozenset(name for leaf in tests for name in param_names(leaf))


def _faults(book: RuleBook, own: tuple[Override, ...], today: date) -> Iterator[RuleFault]:
    found: Iterator[Observation] = iter(observed(judge_invariants(book, today, None)))
    whose = " with ".join(each.key for each in reversed(own))
    for each in found:
        if each.code == BROKEN:
            fault = each.fault(book.domain.part)
            yield replace(fault, span=own[-1].span, message=f"{whose}: {fault.message}")
