"""One line a fact: short constructors for the tables of facts. A name under `line.` is a fact of each line."""

from dataclasses import replace

from engine.lexicon.spec import Fact, FactType, Plain, Scope


def _fact(
    name: str,
    type_: FactType,
    meaning: str,
    example: Plain,
    unit: str | None = None,
    values: tuple[str, ...] = (),
    *,
    personal: bool = False,
) -> Fact:
    scope = Scope.PART if name.startswith("line.") else Scope.WHOLE
    return Fact(
        name=name,
        type=type_,
        scope=scope,
        meaning=meaning,
        example=example,
        unit=unit,
        values=values,
        personal=personal,
    )


def flag(name: str, meaning: str, *, example: bool = True) -> Fact:
    """A claim that is true, false or unknown."""
    return _fact(name, FactType.BOOLEAN, meaning, example)


def whole_number(name: str, unit: str, meaning: str, example: int) -> Fact:
    """An integer, with its unit."""
    return _fact(name, FactType.INTEGER, meaning, example, unit)


def number(name: str, unit: str, meaning: str, example: float) -> Fact:
    """A measured number, with its unit."""
    return _fact(name, FactType.NUMBER, meaning, example, unit)


def text(name: str, meaning: str, example: str, *, personal: bool = False) -> Fact:
    """Free text or a code without a closed list."""
    return _fact(name, FactType.TEXT, meaning, example, personal=personal)


def one_of(name: str, values: tuple[str, ...], meaning: str) -> Fact:
    """One word out of a closed list; the first is the example."""
    return _fact(name, FactType.ENUM, meaning, values[0], values=values)


def country(name: str, meaning: str, example: str) -> Fact:
    """An ISO 3166-1 alpha-2 code."""
    return _fact(name, FactType.COUNTRY, meaning, example)


def day(name: str, meaning: str, example: str) -> Fact:
    """A calendar date, ISO 8601."""
    return _fact(name, FactType.DATE, meaning, example)


def words(name: str, meaning: str, example: list[str], values: tuple[str, ...] = (), *, personal: bool = False) -> Fact:
    """A set of words; empty when looked for and not found, unknown when not looked for."""
    return _fact(name, FactType.SET, meaning, example, values=values, personal=personal)


def of_part(fact: Fact) -> Fact:
    """The same as a fact of each part, for books whose parts are no lines."""
    return replace(fact, scope=Scope.PART)
