"""What an editor may suggest out of a rule book: its lists, its parameters and its reasons, each with its meaning.

A suggestion never refuses: the names of a book change faster than an editor reads its schema, and the check tells of
names that do not exist.
"""

from collections.abc import Iterable

from engine.lexicon.spec import Fact, FactType, Scope
from engine.rulebook.book import ListEntry, Param, RuleBook
from engine.rulebook.fitness import trouble
from engine.rulebook.messages import SOURCE_LOCALE
from engine.rulebook.normal import Json

SHOWN_VALUES = 6

Suggested = dict[str, str]


def lists_of(book: RuleBook) -> Suggested:
    """`@name` of each list with its size, its first values and the source of the first."""
    return {f"@{name}": _list(entries) for name, entries in sorted(book.lists.items())}


def _list(entries: tuple[ListEntry, ...]) -> str:
    values = list(dict.fromkeys(entry.value for entry in entries))
    more = ", …" if len(values) > SHOWN_VALUES else ""
    source = next((f" ({entry.reference})" for entry in entries if entry.reference), "")
    return f"{len(values)} values: {', '.join(values[:SHOWN_VALUES])}{more}{source}"


def params_of(book: RuleBook, kind: FactType) -> Suggested:
    """`$name` of each parameter that suits facts of a type, with its values, their first days and the unit."""
    return {f"${name}": _param(param) for name, param in sorted(book.params.items()) if _suits(param, kind)}


def _suits(param: Param, kind: FactType) -> bool:
    any_fact = Fact(name="any", type=kind, scope=Scope.WHOLE, meaning="", example=0)
    return all(trouble(any_fact, entry.value, str(entry.value)) is None for entry in param.entries)


def _param(param: Param) -> str:
    unit = f" {param.unit}" if param.unit else ""
    return "; ".join(f"{entry.value}{unit} from {entry.from_}" for entry in param.entries)


def reasons_of(book: RuleBook) -> Suggested:
    """The reasons that have a message, with its text in the source language."""
    return {reason: each.text for reason, each in sorted(book.messages.get(SOURCE_LOCALE, {}).items())}


def suggested(words: Suggested, otherwise: Json) -> dict[str, Json]:
    """A schema that suggests these words and takes whatever `otherwise` takes."""
    if not words:
        return {"anyOf": [otherwise]}
    return {"anyOf": [named(words), otherwise]}


def named(words: Suggested) -> dict[str, Json]:
    """A schema of just these words, each with its meaning as editors show it."""
    return {"enum": list(words), **meant(words.values())}


def meant(meanings: Iterable[str]) -> dict[str, Json]:
    """The meanings beside an `enum`, in its order."""
    told: list[Json] = list(meanings)
    return {"enumDescriptions": told, "markdownEnumDescriptions": list(told)} if any(told) else {}
