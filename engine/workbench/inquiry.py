"""Whether some value of a fact does all that is asked of it: every question once, however many rules ask it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from engine.lexicon.spec import Fact, FactType, Lexicon, Value
from engine.rulebook.condition import Condition, Operator, Resolved
from engine.runtime.normal import Conjunction, Literal, TooManyBranches, conjunctions
from engine.workbench.candidates import Candidates, candidates
from engine.workbench.demand import Clause, Demand, Way, demand_of, said
from engine.workbench.texts import contradict, plain_part


class Verdict(StrEnum):
    """How a question ends. `open` claims nothing: no value was found, and that none exists is not shown."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


class Answer(NamedTuple):
    """`value` is None where the fact must be unknown."""

    verdict: Verdict
    value: Value | None = None


_IMPOSSIBLE, _OPEN = Answer(Verdict.IMPOSSIBLE), Answer(Verdict.OPEN)
_PRESENCE = frozenset({Operator.MISSING, Operator.PRESENT})


class Inquiry:
    """Questions about facts of one lexicon. `examples` are values of facts that are likely to be of use."""

    def __init__(self, lexicon: Lexicon, examples: Mapping[str, Sequence[Value]] | None = None) -> None:
        self.lexicon = lexicon
        self._examples = examples or {}
        self._demands: list[Demand] = []
        self._clauses: dict[Literal, Clause] = {}
        self._answers: dict[tuple[int, ...], Answer] = {}
        self._apart: dict[tuple[tuple[int, ...], tuple[int, ...]], bool] = {}

    def clause(self, literal: Literal) -> Clause:
        """The two questions that a literal is."""
        found = self._clauses.get(literal)
        if found is None:
            fact, number = self.lexicon[literal.leaf.fact], len(self._demands)
            self._demands += [demand_of(literal, fact, holds=holds) for holds in (True, False)]
            found = self._clauses[literal] = Clause(fact.name, number, number + 1)
        return found

    def way(self, conjunction: Conjunction) -> Way:
        """A conjunction as questions."""
        return tuple(map(self.clause, conjunction))

    def ways(self, condition: Condition) -> tuple[Way, ...] | None:
        """All ways in which a condition is true; None where it unfolds too far to be analysed."""
        try:
            return tuple(map(self.way, conjunctions(condition)))
        except TooManyBranches:
            return None

    def known(self, fact: str) -> Clause:
        """The question whether the fact is known."""
        return self.clause(Literal(Resolved(fact, Operator.PRESENT, expected=True)))

    def unknown_will_do(self, number: int) -> bool:
        """Whether a question is met by a fact that is unknown."""
        return self._demands[number].of_unknown

    def is_met(self, number: int, value: Value | None) -> bool:
        """Whether a question is met by a value; by being unknown, where it is None."""
        demand = self._demands[number]
        return demand.of_unknown if value is None else demand.met_by(value)

    def said(self, number: int) -> str:
        """What a question asks of a known value, as rules are written."""
        demand = self._demands[number]
        return said(demand.leaf, positive=demand.wanted)

    def answer(self, demands: tuple[int, ...]) -> Answer:
        """A value of the demands' one fact that meets them all. Known values come before unknown."""
        found = self._answers.get(demands)
        if found is None:
            asked = [self._demands[number] for number in demands]
            found = self._answers[demands] = _sought(asked, self._examples.get(asked[0].fact.name, ()))
        return found

    def apart(self, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        """Whether no value of a fact does what is asked of it on both sides."""
        found = self._apart.get((one, other))
        if found is None:
            together = tuple(sorted({*one, *other}))
            found = self._apart[one, other] = self.answer(together).verdict is Verdict.IMPOSSIBLE
        return found


def _sought(demands: Sequence[Demand], examples: Sequence[Value]) -> Answer:
    fact = demands[0].fact
    must_be_unknown = any(each.leaf.operator in _PRESENCE and not each.met_by(True) for each in demands)
    tried = Candidates(()) if must_be_unknown else candidates(fact, demands, examples)
    for value in tried.values:
        if all(each.met_by(value) for each in demands):
            return Answer(Verdict.FOUND, value)
    if all(each.of_unknown for each in demands):
        return Answer(Verdict.FOUND, None)
    return _IMPOSSIBLE if tried.exact or _cannot_be(fact, demands) else _OPEN


def _cannot_be(fact: Fact, demands: Sequence[Demand]) -> bool:
    """What can be said for sure of texts that had only been tried."""
    if fact.type is FactType.TEXT and contradict(demands):
        return True
    plain = plain_part(demands)
    return bool(plain) and _sought(plain, ()).verdict is Verdict.IMPOSSIBLE
