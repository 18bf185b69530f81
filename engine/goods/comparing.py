"""What became different between two folders of restricted goods data, in words that a reviewer can judge."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.goods.limits import UNITS, VALUE, Limit
from engine.goods.reading import Statements
from engine.goods.restriction import Restriction, Source
from engine.goods.vocabulary import Vocabulary
from engine.order.currency import exponent

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

NOTHING = "none"


class Became(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One statement that is not what it was. `told` is what it says, or each field with its old and new value."""

    of: str
    id: str
    became: Became
    told: tuple[str, ...]


def compare(old: Statements, new: Statements) -> tuple[Change, ...]:
    """All changes: restrictions, categories, embargoes, dangerous goods, registers, words, exceptions."""
    found: list[Change] = []
    for of, read in _PARTS:
        found.extend(_compared(of, read(old), read(new)))
    return tuple(sorted(found))


def in_words(changes: Sequence[Change]) -> str:
    """The changes as a text, grouped by what they are of; a line that says so when there are none."""
    if not changes:
        return "no statement changed\n"
    lines = []
    for of in dict.fromkeys(change.of for change in changes):
        own = [change for change in changes if change.of == of]
        counted = (f"{sum(one.became is kind for one in own)} {kind}" for kind in Became)
        lines.append(f"{of}: {', '.join(counted)}")
        for change in own:
            lines.append(f"  {_SIGNS[change.became]} {change.id}")
            lines.extend(f"      {told}" for told in change.told)
    return "\n".join(lines) + "\n"


_SIGNS = {Became.ADDED: "+", Became.REMOVED: "-", Became.CHANGED: "~"}
RESTRICTION = "restrictions"
# What the files call a field, where that is another word.
_NAMES = {"movements": "movement", "reaches": "scope", "origins": "origin", "trust": "confidence"}
Named = Mapping[str, "DataclassInstance"]


@dataclass(frozen=True, slots=True)
class _Reviewed:
    reviewed_on: date | None
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ids:
    ids: frozenset[str]


_PARTS: tuple[tuple[str, Callable[[Statements], Named]], ...] = (
    (RESTRICTION, lambda told: {one.id: one for part in told.files.values() for one in part}),
    ("categories", lambda told: dict(told.registers.categories)),
    ("country files", lambda told: {file.name: _Reviewed(file.reviewed_on, file.members) for file in told.countries}),
    ("embargoes", lambda told: {one.id: one for one in told.embargoes.all}),
    ("dangerous goods", lambda told: {one.un: one for one in told.dangerous_goods.goods}),
    ("terms of carriage", lambda told: {one.id: one for one in told.dangerous_goods.terms}),
    ("documents", lambda told: {"documents.yaml": _Ids(told.registers.documents)}),
    ("sources", lambda told: {"sources.yaml": _Ids(told.registers.sources)}),
    ("words", lambda told: {"words.yaml": _Ids(frozenset(f"{term} ({role})" for term, role in told.words.terms))}),
    ("exceptions", lambda told: {f"{row.restriction} by {row.author}": row for row, _ in told.exceptions}),
)


def _compared(of: str, old: Named, new: Named) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is None and after is not None:
            yield Change(of, name, Became.ADDED, _summary(after))
        elif after is None and before is not None:
            yield Change(of, name, Became.REMOVED, _summary(before))
        elif before is not None and after is not None and before != after:
            yield Change(of, name, Became.CHANGED, tuple(_fields(before, after)))


def _summary(statement: "DataclassInstance") -> tuple[str, ...]:
    if not isinstance(statement, Restriction):
        return ()
    one = statement
    head = f"{one.kind}, {one.category}, {_said(one.movements)}, {_said(one.reaches)}, {one.trust} confidence"
    return (head, one.item)


def _fields(before: "DataclassInstance", after: "DataclassInstance") -> Iterator[str]:
    for field in fields(before):
        old, new, name = getattr(before, field.name), getattr(after, field.name), _NAMES.get(field.name, field.name)
        if old == new:
            continue
        if isinstance(old, Vocabulary) and isinstance(new, Vocabulary):
            yield from (f"{name} {told}" for told in _fields(old, new))
        elif _is_words(old) and _is_words(new):
            yield f"{name}: {_difference(old, new)}"
        else:
            yield f"{name}: {_said(old)} -> {_said(new)}"


def _is_words(value: object) -> bool:
    return isinstance(value, tuple | frozenset) and all(isinstance(item, str) for item in value)


def _difference(old: Iterable[str], new: Iterable[str]) -> str:
    gone, come = set(old) - set(new), set(new) - set(old)
    said = [f"without {word}" for word in sorted(gone)] + [f"with {word}" for word in sorted(come)]
    return ", ".join(said) or "in another order"


def _said(value: object) -> str:
    match value:
        case None:
            return NOTHING
        case Limit():
            return _limit(value)
        case Source(id=id_, locator=locator):
            return f"{id_} ({locator})"
        case Vocabulary():
            return f"{len(value.hs_prefixes)} codes and {len(value.phrases) + len(value.keywords)} words"
        case tuple() | frozenset():
            items = [_said(item) for item in value]
            return ", ".join(sorted(items) if isinstance(value, frozenset) else items) or NOTHING
    return str(value)


def _limit(limit: Limit) -> str:
    most, unit = f"{limit.most:g}", UNITS.get(limit.measure, "")
    if limit.measure == VALUE and limit.currency is not None:
        digits = exponent(limit.currency)
        most, unit = f"{int(limit.most) / 10**digits:.{digits}f}", limit.currency
    return f"{limit.measure} up to {most} {unit} per {limit.per}"
