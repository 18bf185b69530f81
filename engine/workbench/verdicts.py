"""How an invariant is judged: proved, refuted with what breaks it, or not decided."""

from dataclasses import dataclass
from datetime import date

from engine.decision import Finding
from engine.rulebook.invariant import Invariant
from engine.workbench.witness import Witness


@dataclass(frozen=True, slots=True)
class Proved:
    """There is no counterexample. `by` names the rules that may fire on the cases of a promise and keep it."""

    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuted:
    """A promise is broken by a case, a property of the policy by findings. `placed` is set where it takes a case that
    was placed on another day."""

    witness: Witness | None = None
    findings: tuple[Finding, ...] = ()
    placed: date | None = None


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Neither was shown; `why` says what stood in the way."""

    why: str


Result = Proved | Refuted | NotDecided


@dataclass(frozen=True, slots=True)
class Judgement:
    """An invariant and what became of it."""

    invariant: Invariant
    result: Result
