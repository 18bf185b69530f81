"""A rule book with more lists and parameters: those that mutants name in place of the rule's own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from engine.lexicon.spec import Value
from engine.rulebook.book import ListEntry, Param, ParamEntry, RuleBook
from engine.rulebook.condition import Scalar
from engine.rulebook.form import parse_day
from engine.workbench.steps import stepped_by

HALVES = ("first half", "last half")


def altered(book: RuleBook) -> RuleBook:
    """The book with the halves of every list, and every parameter one up, one down, and at its next value."""
    lists = {**book.lists, **dict(_halves(book))}
    return replace(book, lists=lists, params={**book.params, **dict(_moved_params(book))})


def stepped(value: Value, step: int) -> Scalar:
    """The next whole number or day, up or down; the same where there is none."""
    if isinstance(value, str):
        day = parse_day(value) or date.min
        return (stepped_by(day, step) or day).isoformat()
    if isinstance(value, (date, frozenset)):
        return 0
    moved = stepped_by(int(value), step)
    return int(value) if moved is None else moved


def stepped_name(name: str, step: int) -> str:
    """What a parameter moved by a step is called."""
    return f"{name} {'+' if step > 0 else '-'} {abs(step)}"


def next_name(name: str) -> str:
    """What a parameter is called that has each value before its day."""
    return f"{name}, next value"


def _halves(book: RuleBook) -> Iterator[tuple[str, tuple[ListEntry, ...]]]:
    """Every list cut in two, in the order of its values; the last half of a single value is empty."""
    for name, entries in book.lists.items():
        ordered = sorted(entries, key=lambda entry: entry.value)
        middle = (len(ordered) + 1) // 2
        for half, kept in zip(HALVES, (ordered[:middle], ordered[middle:]), strict=True):
            yield f"{name}, {half}", tuple(kept)


def _moved_params(book: RuleBook) -> Iterator[tuple[str, Param]]:
    for name, param in book.params.items():
        if all(type(entry.value) is int or isinstance(entry.value, str) for entry in param.entries):
            for step in (-1, 1):
                moved = tuple(ParamEntry(entry.from_, stepped(entry.value, step)) for entry in param.entries)
                yield stepped_name(name, step), replace(param, entries=moved)
        values = [entry.value for entry in param.entries]
        later = zip(param.entries, (*values[1:], values[-1]), strict=True)
        shifted = tuple(ParamEntry(entry.from_, value) for entry, value in later)
        yield next_name(name), replace(param, entries=shifted)
