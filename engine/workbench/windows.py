"""Rules and lists against the calendar: what has ended, what never begins, and which lists are empty on the day."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.rulebook.book import ListEntry, RuleBook
from engine.rulebook.condition import Leaf, ListRef
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.rule import Rule, Status
from engine.workbench.observation import Observation

_OF_INTEREST = frozenset({Status.LIVE, Status.SHADOW, Status.DRAFT})


def observations(book: RuleBook, today: date) -> Iterator[Observation]:
    """R040 of rules whose days are over, R047 of those that no day can reach, R048 of lists without a value."""
    empty: set[str] = set()
    for rule in book.rules:
        if rule.status not in _OF_INTEREST:
            continue
        ended = rule.until is not None and rule.until < today
        if ended:
            yield _ended(rule)
        for leaf in leaves(rule.when):
            yield from _without_values(book, rule, leaf)
            if isinstance(leaf.operand, ListRef) and not ended:
                yield from _list(book, rule, leaf, leaf.operand.name, today, empty)


def _ended(rule: Rule) -> Observation:
    return Observation(
        code="R040",
        message=f"{rule.id} counts no more since {rule.until}",
        hint="set status: retired, or give it another last day",
        span=rule.span,
        rule=rule.id,
    )


def _without_values(book: RuleBook, rule: Rule, leaf: Leaf) -> Iterator[Observation]:
    """A rule waits for its parameters; one whose days are over before their first value never counts."""
    for name in param_names(leaf):
        first = book.params[name].entries[0].from_
        if rule.until is not None and rule.until < first:
            yield Observation(
                code="R047",
                message=f"{rule.id} ends on {rule.until}, before `${name}` has its first value on {first}",
                hint=f"give `{name}` an earlier value, or let the rule end later",
                span=leaf.span,
                rule=rule.id,
            )


def _list(book: RuleBook, rule: Rule, leaf: Leaf, name: str, today: date, empty: set[str]) -> Iterator[Observation]:
    entries = book.lists[name]
    if entries and not any(_meets(entry, rule) for entry in entries):
        yield Observation(
            code="R047",
            message=f"no value of `@{name}` is in force on a day on which {rule.id} counts",
            hint="correct the days of the list or of the rule",
            span=leaf.span,
            rule=rule.id,
        )
    elif name not in empty and not _counts(entries, _day_of(rule, today)):
        empty.add(name)
        yield Observation(
            code="R048",
            message=f"the list `@{name}` is {_why(entries, today)}",
            hint=f"add values to lists/{name}.csv, or retire {rule.id}",
            span=leaf.span,
            rule=rule.id,
        )


def _day_of(rule: Rule, today: date) -> date:
    """The day on which a rule is looked at: its first, when that is still to come."""
    return today if rule.from_ is None else max(today, rule.from_)


def _counts(entries: Sequence[ListEntry], day: date) -> bool:
    return any(entry.counts(day, day) for entry in entries)


def _meets(entry: ListEntry, rule: Rule) -> bool:
    first = max(entry.from_ or date.min, rule.from_ or date.min)
    return first <= min(entry.until or date.max, rule.until or date.max)


def _why(entries: Sequence[ListEntry], today: date) -> str:
    if not entries:
        return "empty"
    last = max((entry.until for entry in entries if entry.until is not None), default=None)
    return f"expired since {last}" if last is not None and last < today else "without a value on the day"
