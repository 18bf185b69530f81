"""What the engine cannot hold, told before it is asked to: conditions that unfold too far.

The other bounds need no check of their own. Names of the engine's properties are made here and differ in their hashes
(`engine.runtime.naming`), every conjunction has facts of its own, so that no stack grows with the book
(`engine.runtime.shards`), and the reader refuses longer texts than the engine compares (R018).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.rulebook.rule import Rule, Status
from engine.rulebook.source import RuleFault
from engine.runtime.normal import MOST_LITERALS, TooManyBranches, conjunctions


def limits(book: RuleBook, _: date) -> Iterator[RuleFault]:
    """A fault for each rule, drafts as well, whose condition has more branches than the engine takes, on any day."""
    for rule in book.rules:
        if rule.status is not Status.RETIRED and not _few(rule.when):
            try:
                conjunctions(_outline(rule.when))
            except TooManyBranches as fault:
                yield _told(rule, fault)


def within(book: RuleBook) -> RuleBook:
    """The book without the rules that the engine cannot hold."""
    beyond = {fault.rule for fault in limits(book, date.min)}
    return replace(book, rules=tuple(rule for rule in book.rules if rule.id not in beyond)) if beyond else book


def _told(rule: Rule, fault: TooManyBranches) -> RuleFault:
    when = rule.when
    span = (when.span if not isinstance(when, Resolved) else None) or rule.span
    message = f"{rule.id} unfolds to {fault.branches} branches of up to {fault.literals} tests"
    return RuleFault("R083", message, span, "move values to a list, or split the rule", rule.id)


def _few(condition: Condition) -> bool:
    """Whether there is one branch only, as in most rules: nothing but tests under `all`, and few of them."""
    return isinstance(condition, Leaf) or (
        isinstance(condition, All)
        and len(condition.parts) <= MOST_LITERALS
        and all(isinstance(p, Leaf) for p in condition.parts)
    )


def _outline(condition: Condition) -> Condition:
    """The condition with its lists and parameters as mere names: how far it unfolds does not depend on their values."""
    if isinstance(condition, Leaf):
        return Resolved(condition.fact, condition.operator, repr(condition.operand))
    if isinstance(condition, Not):
        return Not(_outline(condition.part))
    if isinstance(condition, (All, Any)):
        parts = tuple(map(_outline, condition.parts))
        return All(parts) if isinstance(condition, All) else Any(parts)
    return condition
