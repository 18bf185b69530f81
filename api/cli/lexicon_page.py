"""The page `docs/lexicon.md`: every fact that a rule may name, made from the lexicon itself."""

from collections.abc import Iterable
from itertools import groupby

from engine.counted import counted
from engine.lexicon.admission import LEXICON
from engine.lexicon.spec import Fact, FactType, Lexicon, Scope

INTRODUCTION = """\
# The facts that rules may name

This page is made from the code: `clearway docs lexicon > docs/lexicon.md`.

A rule tests facts, never the order itself. A fact that is not known for an order is *unknown*, and so is every test of
it but `missing` and `present`. Facts named `line.…` belong to one order line; a rule of scope `line` is tested for each
line. Facts marked *personal* never reach a log. How a test is written stands in [the rule format](../rules/README.md).
"""
SCOPES = {Scope.WHOLE: "order", Scope.PART: "line"}
HEADING = "| fact | type | unit | meaning | example |\n|---|---|---|---|---|"


def lexicon_page(lexicon: Lexicon = LEXICON) -> str:
    """The whole page as Markdown."""
    facts = list(lexicon.values())
    many = f"{counted(len(facts), 'fact', 'facts')}, by what they are about.\n"
    # Facts of one group may stand in several modules, so they are brought together by the first time they appear.
    places = {name: place for place, name in reversed(list(enumerate(map(_group, facts))))}
    ordered = sorted(facts, key=lambda fact: places[_group(fact)])
    return "\n".join((INTRODUCTION, many, *(_section(name, each) for name, each in groupby(ordered, key=_group))))


def _group(fact: Fact) -> str:
    return fact.name.split(".")[0]


def _section(name: str, facts: Iterable[Fact]) -> str:
    rows = list(facts)
    scope = SCOPES[rows[0].scope]
    return "\n".join((f"## {name} (of each {scope})\n", HEADING, *map(_row, rows), ""))


def _row(fact: Fact) -> str:
    meaning = _escaped(fact.meaning) + (" *personal*" if fact.personal else "")
    words = ", ".join(f"`{word}`" for word in fact.values)
    kind = f"{fact.type}: {words}" if fact.values else str(fact.type)
    return f"| `{fact.name}` | {kind} | {fact.unit or ''} | {meaning} | {_example(fact)} |"


def _example(fact: Fact) -> str:
    match fact.example:
        case bool():
            return f"`{str(fact.example).lower()}`"
        case list():
            return f"`[{', '.join(fact.example)}]`"
    return f'`"{fact.example}"`' if fact.type is FactType.TEXT and fact.example == "" else f"`{fact.example}`"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
