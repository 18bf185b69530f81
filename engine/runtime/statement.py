"""What the engine is told of a case for one conjunction: a fact with just the properties that it reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from engine.lexicon.spec import FactType, Lexicon, Scope, Value
from engine.runtime.drafts import Draft
from engine.runtime.durable import Fact
from engine.runtime.saying import Saying, saying_of

MOST_PARTS = 16  # at once: the engine knows facts by a 32-bit hash of their id, and these few differ

Facts = Mapping[str, Value]
Properties = tuple[tuple[str, Saying], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The fact of one conjunction, about the whole or about each part.

    `begins` is how it begins for each number of a part, `gone` what retracts it. `values` picks whole numbers of its
    own scope, which are said in one `form`, three times as fast as one by one; `others` are of its own scope too,
    `of_whole` what a conjunction about parts reads of the whole.
    """

    shard: int
    about_part: bool
    begins: tuple[str, ...]
    gone: tuple[str, ...]
    form: str
    values: Callable[[Facts], Any]
    others: Properties
    of_whole: Properties

    def about(self, number: int, own: Facts, whole: Facts) -> Fact | None:
        """The fact of the whole (with the number 0) or of a part; None where a property is wanting.

        Whole numbers are taken for such: the plain reading has looked at the type of every value by then.
        """
        text = self.begins[number]
        for name, say in self.others:
            said = say(own.get(name))
            if not said:
                return None
            text += said
        for name, say in self.of_whole:
            said = say(whole.get(name))
            if not said:
                return None
            text += said
        try:
            return f"{text}{self.form % self.values(own)}}}", self.gone[number]
        except (KeyError, TypeError):  # one is unknown
            return None


def statement_of(draft: Draft, lexicon: Lexicon, sayings: dict[str, Saying]) -> Statement:
    """The statement of a conjunction. `sayings` keeps by property what several have in common."""
    numbers: dict[str, str] = {}
    own: dict[str, tuple[str, Saying]] = {}
    of_whole: dict[str, tuple[str, Saying]] = {}
    for term in draft.terms:
        fact = lexicon[term.leaf.fact]
        if fact.scope is draft.scope and fact.type is FactType.INTEGER and not term.flag:
            numbers[term.property] = fact.name
            continue
        if term.property not in sayings:
            sayings[term.property] = saying_of(term, fact)
        (own if fact.scope is draft.scope else of_whole)[term.property] = fact.name, sayings[term.property]
    ids, tags = _ids(draft), ",".join(f'"{tag}":1' for tag in draft.tags)
    return Statement(
        draft.shard,
        draft.scope is Scope.PART,
        tuple(f'{{"id":"{each}","sid":"0",{tags}' for each in ids),
        tuple(f'{{"id":"{each}","sid":"0"}}' for each in ids),
        "".join(f',"{name}":%d' for name in numbers),
        itemgetter(*numbers.values()) if numbers else _nothing,
        tuple(own.values()),
        tuple(of_whole.values()),
    )


def _ids(draft: Draft) -> list[str]:
    if draft.scope is Scope.WHOLE:
        return [f"o{draft.number}"]
    return [f"l{part}g{draft.number}" for part in range(MOST_PARTS)]


def _nothing(_: Facts) -> tuple[()]:
    return ()
