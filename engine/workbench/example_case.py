"""A test of one fact to begin a rule with, and two cases: one in which it holds, one in which it does not."""

from dataclasses import dataclass

from engine.lexicon.spec import Fact, FactType, Scope
from engine.rulebook.domain import Domain
from engine.rulebook.rule_shape import parts_key

_OTHER_DAY = "1999-12-31"


@dataclass(frozen=True, slots=True)
class Example:
    """YAML in one line each: the condition, and what is given in a case that meets it and in one that does not."""

    when: str
    meets: str
    misses: str
    scope: str


def example(fact: Fact, domain: Domain) -> Example:
    """The fact's own example as the value to meet."""
    test, met, missed = _values(fact)
    part = fact.scope is Scope.PART
    key = parts_key(domain)
    given = (f"{{{key}: [{{{fact.name}: {each}}}]}}" if part else f"{{{fact.name}: {each}}}" for each in (met, missed))
    meets, misses = given
    return Example(f"{{{fact.name}: {test}}}", meets, misses, domain.part if part else domain.whole)


def _values(fact: Fact) -> tuple[str, str, str]:
    """The test, a value that passes it, and one that does not."""
    value = fact.example
    if fact.type is FactType.BOOLEAN:
        return _plain(value), _plain(value), _plain(not value)
    if fact.type in {FactType.INTEGER, FactType.NUMBER} and isinstance(value, (int, float)):
        return f"{{gte: {value}}}", f"{value}", f"{value - 1}"
    if fact.type is FactType.DATE:
        return f"{{gte: {_plain(value)}}}", _plain(value), _plain(_OTHER_DAY)
    if fact.type is FactType.SET and isinstance(value, list):
        word = _plain(value[0] if value else next(iter(fact.values), "word"))
        return f"{{contains: [{word}]}}", f"[{word}]", "[]"
    other = next((each for each in (*fact.values, "DE", "FR") if each != value), "other")
    return _plain(value), _plain(value), _plain(other)


def _plain(value: object) -> str:
    """A value as YAML: true and false as they are, texts in quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
