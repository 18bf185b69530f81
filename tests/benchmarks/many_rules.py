"""A rule book of any size out of a seed: rules as people write them, over lists and parameters, with their tests."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from engine.domains import ADMISSION
from engine.lexicon.spec import Fact, FactType, Scope
from engine.workbench.example_case import example

IN_ONE_FILE = 25
LISTS, PARAMS = 20, 40
LONGEST_LIST = 40
_VERDICTS = ("hold", "ask_customer", "admit")
_USED = (FactType.BOOLEAN, FactType.INTEGER, FactType.ENUM, FactType.TEXT)


def write_rules(folder: Path, count: int, seed: int = 7) -> None:
    """Writes a sound book with so many rules, but for its lock."""
    for path, text in _files(count, Random(seed)):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _files(count: int, chance: Random) -> Iterator[tuple[str, str]]:
    numbers = range(count)
    for first in range(0, count, IN_ONE_FILE):
        set_ = ADMISSION.sets[first // IN_ONE_FILE % len(ADMISSION.sets)]
        rules = "\n".join(_rule(number, set_, chance) for number in numbers[first : first + IN_ONE_FILE])
        head = f"format: 1\nset: {set_}\ndefaults: {{owner: bench, on_missing: skip}}\nrules:\n"
        yield f"{set_}/theme_{first:05}.yaml", head + rules
    for number in range(LISTS):
        drawn = (f"{chance.choice('ABCDEFG')}{chance.choice('ABCDEFG')}" for _ in range(LONGEST_LIST))
        countries = sorted({"AA", *drawn})
        yield (
            f"lists/countries_{number}.csv",
            "value,from,until,reference,by\n" + "".join(f"{each},2026-01-01,,bench,\n" for each in countries),
        )
    values = "{unit: pieces, values: [{from: 2026-01-01, value: %d}]}"
    yield "params.yaml", "".join(f"bench.p{number}: {values % (number + 2)}\n" for number in range(PARAMS))
    reasons = ["DATA_MISSING", "ENGINE_FAULT", "HOLD_EXPIRED", *(f"BENCH_{number}" for number in numbers)]
    for locale in ("en", "zh"):
        yield f"messages/{locale}.yaml", "".join(f"{each}: {{text: found, fix: mend}}\n" for each in reasons)
    yield "policy.yaml", "score: {sets: [fraud], cap: 100}\n"


def _rule(number: int, set_: str, chance: Random) -> str:
    facts = [fact for fact in ADMISSION.lexicon.values() if _is_used(fact)]
    first, second, third = chance.sample(facts, 3)
    verdict = chance.choice(_VERDICTS)
    ask = ", ask: []" if verdict == "ask_customer" else ""
    met, near = example(first, ADMISSION), example(second, ADMISSION)
    return f"""\
  - id: {ADMISSION.prefixes[set_]}-{number + 1}
    version: 1
    title: Rule number {number + 1} of many
    scope: order
    when:
      all:
        - {met.when[1:-1]}
        - any:
            - {near.when[1:-1]}
            - {_more(third)}
        - ship_to.country: {{in: "@countries_{number % LISTS}"}}
        - order.units_count: {{gte: $bench.p{number % PARAMS}}}
    then: {{outcome: {verdict}, severity: low, reason: BENCH_{number}, acts: risk{ask}}}
    references: ["bench"]
    false_positives: ["none known"]
    tests:
      - {{name: met, given: {_case(first, second)}, expect: fires}}
      - {{name: elsewhere, given: {{{first.name}: {_value(first)}, ship_to.country: ZZ}}, expect: quiet}}
      - {{name: missed, given: {met.misses}, expect: quiet}}
      - {{name: nothing, given: {{}}, expect: not_evaluable}}
      - {{name: a country only, given: {{ship_to.country: "NO"}}, expect: quiet}}
"""


def _is_used(fact: Fact) -> bool:
    return fact.scope is Scope.WHOLE and fact.type in _USED and fact.name != "order.units_count"


def _more(fact: Fact) -> str:
    return f"{fact.name}: {{present: true}}"


def _value(fact: Fact) -> str:
    return example(fact, ADMISSION).meets.partition(": ")[2][:-1]


def _case(first: Fact, second: Fact) -> str:
    stated = ", ".join(f"{fact.name}: {_value(fact)}" for fact in (first, second))
    return f"{{{stated}, ship_to.country: AA, order.units_count: 100}}"
