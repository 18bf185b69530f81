"""Decides the whole orders of a rule book as the service would, and compares what comes out with what must."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context, Said
from engine.lexicon.scored import ABSENT, Scored
from engine.lexicon.spec import Value
from engine.mark import EVERYWHERE, Mark, MarkVerdict
from engine.order.order import Order
from engine.workbench.case_files import MARKS, MEMORY, MODEL, PARTIES, Case


@dataclass(frozen=True, slots=True)
class FailedCase:
    """A case that did not come out as it says."""

    case: Case
    detail: str

    def __str__(self) -> str:
        return f"{self.case.span}: `{self.case.name}`: {self.detail}"


@dataclass(frozen=True, slots=True)
class CasesResult:
    """How many cases were decided, and those that failed."""

    run: int = 0
    failed: tuple[FailedCase, ...] = ()


def run_cases(admission: Admission, cases: tuple[Case, ...]) -> CasesResult:
    """Decides every case as the service would."""
    failed = tuple(each for each in (_failure(admission, case) for case in cases) if each is not None)
    return CasesResult(len(cases), failed)


def _failure(admission: Admission, case: Case) -> FailedCase | None:
    decision = admission.decide(case.order, _context(case))
    wrong = _wrong(decision, case, admission.book.domain.fault_reason)
    return None if not wrong else FailedCase(case, "; ".join(wrong))


def _wrong(decision: Decision, case: Case, fault_reason: str) -> list[str]:
    found = {finding.reason for finding in decision.findings}
    told = ", ".join(sorted(found)) or "no reason"
    wrong = [f"expected {case.outcome}, got {decision.outcome} with {told}"] if decision.outcome != case.outcome else []
    lacking = [reason for reason in case.reasons if reason not in found]
    if lacking:
        wrong.append(f"{', '.join(lacking)} is not among the reasons: {told}")
    unwanted = [reason for reason in case.not_reasons if reason in found]
    if fault_reason in found and fault_reason not in case.reasons:
        unwanted.append(fault_reason)
    return [*wrong, *(f"{reason} is among the reasons" for reason in unwanted)]


@dataclass(frozen=True, slots=True)
class _Told:
    """Memory that says what the case says."""

    told: Mapping[str, Value]

    def facts(self, order: Order) -> Mapping[str, Value]:  # noqa: ARG002 - it knows one order only
        return self.told


def _context(case: Case) -> Context:
    return Context(
        decided_at=case.decided_at,
        velocity=_Told(_of(case, MEMORY)),
        model=Said(Scored(said) if (said := _of(case, MODEL)) else ABSENT),
        parties=_of(case, PARTIES),
        marks=_marks(case),
    )


def _marks(case: Case) -> tuple[Mark, ...]:
    """Marks that match as the case says."""
    return tuple(
        Mark(
            id=f"{name}:{kind}",
            kind=kind,
            verdict=verdict,
            scope=EVERYWHERE,
            reason="other",
            source="hand",
            source_id="",
            since=case.decided_at,
        )
        for name, verdict in zip(MARKS, MarkVerdict, strict=True)
        if isinstance(kinds := case.context.get(name), frozenset)
        for kind in sorted(kinds)
    )


def _of(case: Case, prefixes: tuple[str, ...]) -> dict[str, Value]:
    return {name: value for name, value in case.context.items() if name.startswith(prefixes)}
