"""Whether a claim about rules stays true: lists and parameters change, and orders that were placed earlier come back.

What is said of a rule asks somebody to mend or retire it, so it has to be true on every later day of decision and for
every day of placing, not just for an order that is placed and decided today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Leaf, ListRef
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.resolve import change_days
from engine.rulebook.rule import Rule
from engine.workbench.steps import stepped_by

Moment = tuple[date, date]  # decided on, placed on


def moments(book: RuleBook, rules: Sequence[Rule], day: date) -> Iterator[Moment]:
    """A moment for each way in which what the rules read may come out, from a day of decision on, that day first.

    Days of placing begin before the first day that anything they read names.
    """
    decided, placed = change_days(_read_by(book, rules))
    before = stepped_by(placed[0], -1) if placed else None
    deciding = (day, *sorted(each for each in {*decided, *placed} if each > day))
    placing = (day, *(each for each in (before, *placed) if each is not None and each != day))
    for on, at in product(deciding, placing):
        if at <= on and all(rule.counts_on(on) for rule in rules):
            yield on, at


def every_moment(book: RuleBook, rules: Sequence[Rule]) -> Iterator[Moment]:
    """As `moments`, from before the first day that anything names: what the rules ever were, and ever will be."""
    decided, placed = change_days(_read_by(book, rules))
    firsts = sorted({*decided, *placed})
    first = (stepped_by(firsts[0], -1) if firsts else None) or (firsts or [date.min])[0]
    yield from ((on, at) for on in (first, *firsts) for at in (first, *placed) if at <= on)


def placing_days(book: RuleBook, rules: Sequence[Rule], tests: Sequence[Leaf], day: date) -> tuple[date, ...]:
    """The days of placing, up to a day and that day first, between which rules and tests may change what they say.

    They begin where every parameter by that time has a value: before, no rule that reads one counted.
    """
    read = _read_by(book, rules, tests)
    firsts = [param.entries[0].from_ for param in read.params.values() if param.by == "placed_at"]
    earliest = max(firsts, default=date.min)
    _, placed = change_days(replace(read, rules=()))
    return (day, *(each for each in placed if earliest <= each < day))


def _read_by(book: RuleBook, rules: Sequence[Rule], tests: Sequence[Leaf] = ()) -> RuleBook:
    """The book with these rules, and the lists and parameters that they and some tests read."""
    every = [*tests, *(leaf for rule in rules for leaf in leaves(rule.when))]
    lists = {leaf.operand.name for leaf in every if isinstance(leaf.operand, ListRef)}
    params = {name for leaf in every for name in param_names(leaf)}
    return replace(
        book,
        rules=tuple(rules),
        lists={name: book.lists[name] for name in lists},
        params={name: book.params[name] for name in params},
        suppressions=(),
    )
