"""The values of one fact that the cells of a column can tell apart, each with a name in the language of cells.

A column's tests cut the values of its fact into finitely many classes; one value of each is enough to know how every
cell ends. Whole numbers and days are cut into stretches, numbers into points and what lies between, texts by the
texts and beginnings that are named, sets by which of the named words they hold. Source: the sweep over columns of
Calvanese, Dumas, Laurson, Maggi, Montali and Teinemaa, Semantics and Analysis of DMN Decision Tables, 2016.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from engine.lexicon.spec import Fact, FactType, Value
from engine.rulebook.condition import Operator, Resolved
from engine.rulebook.table_truth import bounds_of, texts_of

MOST_VALUES = 4096
_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()
_STRANGERS = ("other", *"abcdefghijklmnopqrstuvwxyz0123456789~", "")
_STRANGE_COUNTRIES = tuple(f"{first}{second}" for first in "ZXQ" for second in "ZYXWVUTSRQPONMLKJIHGFEDCBA")


class TooManyValues(Exception):
    """the cells of a column tell more values apart than can be looked at"""


class Sample(NamedTuple):
    """One value for all that lie beside it. `low` and `high` bound a stretch, `open_` says that they are outside it.

    `name` is how a cell would write it; empty for stretches, which are named when they are joined.
    """

    value: Value | None
    name: str = ""
    low: Value | None = None
    high: Value | None = None
    open_: bool = False


UNKNOWN = Sample(None, "missing")


def samples(fact: Fact, tests: Iterable[Resolved]) -> tuple[Sample, ...]:
    """Every known value that the tests can tell from the others, in order. Raises TooManyValues."""
    tests = tuple(test for test in tests if test.operator not in {Operator.MISSING, Operator.PRESENT})
    found = tuple(_samples(fact, tests))
    if len(found) > MOST_VALUES:
        raise TooManyValues
    return found


def _samples(fact: Fact, tests: tuple[Resolved, ...]) -> Iterator[Sample]:
    if fact.type is FactType.BOOLEAN:
        return iter((Sample(False, "false"), Sample(True, "true")))
    if fact.type in {FactType.INTEGER, FactType.DATE}:
        return _steps(fact.type is FactType.DATE, tests)
    if fact.type is FactType.NUMBER:
        return _stretches(tests)
    return _sets(fact, tests) if fact.type is FactType.SET else _texts(fact, tests)


def _edges(tests: tuple[Resolved, ...]) -> set[Value]:
    return {bound for test in tests for bound in bounds_of(test) if bound is not None}


def _steps(days: bool, tests: tuple[Resolved, ...]) -> Iterator[Sample]:  # noqa: FBT001
    """Whole numbers or days: a stretch from each value at which a test may change."""
    bounds = [each.toordinal() if isinstance(each, date) else each for each in _edges(tests)]
    starts = sorted({start for bound in bounds if isinstance(bound, int) for start in (bound, bound + 1)})
    if days:
        starts = [start for start in starts if _FIRST_DAY < start <= _LAST_DAY]
    lows, highs = [None, *starts], [*(start - 1 for start in starts), None]
    for low, high in zip(lows, highs, strict=True):
        value = low if low is not None else high if high is not None else _FIRST_DAY if days else 0
        yield Sample(_shown(value, days), "", _shown(low, days), _shown(high, days))


def _shown(number: int | None, days: bool) -> Value | None:  # noqa: FBT001
    return date.fromordinal(number) if days and number is not None else number


def _stretches(tests: tuple[Resolved, ...]) -> Iterator[Sample]:
    """Numbers: each bound, and what lies between two of them."""
    bounds = sorted(float(each) for each in _edges(tests) if isinstance(each, (int, float)))
    if not bounds:
        yield Sample(0.0)
        return
    yield Sample(bounds[0] - 1.0, "", None, bounds[0], open_=True)
    for index, bound in enumerate(bounds):
        yield Sample(bound, "", bound, bound)
        after = bounds[index + 1] if index + 1 < len(bounds) else None
        yield Sample((bound + after) / 2 if after is not None else bound + 1.0, "", bound, after, open_=True)


def _texts(fact: Fact, tests: tuple[Resolved, ...]) -> Iterator[Sample]:
    """Texts: those that are named, one for each beginning that is named, and a stranger where there can be one."""
    beginnings = sorted({text for test in tests if test.operator is Operator.STARTS_WITH for text in texts_of(test)})
    equal = {text for test in tests if test.operator is not Operator.STARTS_WITH for text in texts_of(test)}
    if fact.values:
        yield from (Sample(word, word) for word in fact.values)
        return
    for text in sorted(equal):
        yield Sample(text, quoted(text))
    for start in beginnings:
        longer = [quoted(text) for text in sorted(equal | set(beginnings)) if text.startswith(start) and text != start]
        name = f"starts {quoted(start)}" + (f" but not({', '.join(longer)})" if longer else "")
        yield Sample(_stranger(start, equal, beginnings, fact), name)
    yield Sample(_stranger("", equal, beginnings, fact), OTHERS)


OTHERS = "*"


def _stranger(start: str, equal: set[str], beginnings: list[str], fact: Fact) -> str:
    """A text with this beginning that is not named, and has no longer beginning that is."""
    endings = _STRANGE_COUNTRIES if fact.type is FactType.COUNTRY and not start else _STRANGERS
    longer = tuple(each for each in beginnings if len(each) > len(start))
    for ending in endings:
        text = start + ending
        if text not in equal and not (longer and text.startswith(longer)):
            return text
    raise TooManyValues


def _sets(fact: Fact, tests: tuple[Resolved, ...]) -> Iterator[Sample]:
    """Sets: one for each way in which the tests can find their words in it."""
    asked = [texts_of(test) for test in tests]
    words = set(fact.values) or set().union(*asked)
    marks = {word: frozenset(number for number, texts in enumerate(asked) if word in texts) for word in sorted(words)}
    kinds: dict[frozenset[int], str] = {}
    for word, mark in marks.items():
        kinds.setdefault(mark, word)
    found: dict[frozenset[int], frozenset[str]] = {frozenset(): frozenset()}
    for mark, word in kinds.items():
        for held, members in list(found.items()):
            found.setdefault(held | mark, members | {word})
        if len(found) > MOST_VALUES:
            raise TooManyValues
    for members in found.values():
        yield Sample(members, f"{{{', '.join(sorted(members))}}}")


def quoted(text: str) -> str:
    """A text as a cell writes it: in quotes only where it must be."""
    plain = text not in {"-", "missing", "present", "true", "false"} and text == text.strip()
    return text if plain and not set(text) & set('"[]()<>=,@$') and ".." not in text else f'"{text}"'


def joined(every: tuple[Sample, ...], chosen: list[int]) -> str:
    """The chosen samples as one cell would write them; `-` for all of them."""
    if len(chosen) == len(every):
        return "-"
    named = {sample.name: sample for sample in (every[index] for index in chosen)}
    if OTHERS in named:
        rest = [each.name for each in every if each.name not in named and each is not UNKNOWN]
        known = f"not({', '.join(rest)})" if rest else "present"
        return f"{known}, {UNKNOWN.name}" if UNKNOWN.name in named else known
    runs: list[list[Sample]] = []
    for number, index in enumerate(chosen):
        follows = number > 0 and chosen[number - 1] == index - 1 and not every[index].name
        if follows and runs:
            runs[-1].append(every[index])
        else:
            runs.append([every[index]])
    return ", ".join(run[0].name or _run(run) for run in runs)


def _run(run: list[Sample]) -> str:
    """Stretches that touch, as one."""
    first, last = run[0], run[-1]
    if first.low is None or last.high is None:
        comparisons = [f"{'>' if first.open_ else '>='} {first.low}"] if first.low is not None else []
        comparisons += [f"{'<' if last.open_ else '<='} {last.high}"] if last.high is not None else []
        return comparisons[0] if comparisons else "present"
    if first.low == last.high:
        return str(first.low)
    return f"{']' if first.open_ else '['}{first.low}..{last.high}{'[' if last.open_ else ']'}"
