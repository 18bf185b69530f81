"""What an edition must show before it may come into force, and what is still missing, said so that one can go on.

Nothing is measured here: whoever measures fills the figures, and these are held against the bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from engine.counted import counted
from engine.rulebook.book import Bar

SHOWN = 12  # characters of a digest that name an edition


class GateState(StrEnum):
    """How a gate stands."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate. `detail` says in words what was found and, where it failed, what to do next."""

    name: str
    state: GateState
    detail: str
    edition: str = ""  # the beginning of a digest, where something is to be run on it

    @property
    def is_open(self) -> bool:
        """Whether it lets the edition pass."""
        return self.state is not GateState.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFigures:
    """What the check found; `first` is one of the faults, with its place."""

    errors: int = 0
    warnings: int = 0
    first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFigures:
    """What the tests showed. `failed` names failed tests and cases. `leaf_coverage` and `mutation_score` lie between
    0 and 1, and are None where nobody measured them."""

    tests: int
    failed: tuple[str, ...] = ()
    leaf_coverage: float | None = None
    mutation_score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestFigures:
    """A finished backtest of this very edition against the one in force."""

    id: str
    finished_at: datetime
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is held against the bar. `compile_fault` is empty when the engine holds the rules; `history` counts the
    stored orders that a backtest could meet; `ladder` has a line for each step of a rule's life that is not earned;
    `digest` names the edition, for what is to be run."""

    check: CheckFigures
    compile_fault: str
    proof: ProofFigures
    history: int
    backtest: BacktestFigures | None = None
    ladder: tuple[str, ...] = ()
    digest: str = ""


def gates(evidence: Evidence, bar: Bar, now: datetime) -> tuple[Gate, ...]:
    """All gates, in the order in which one would mend them."""
    proof = evidence.proof
    return (
        _check(evidence.check),
        _compile(evidence.compile_fault),
        _tests(proof),
        _share("coverage", proof.leaf_coverage, bar.leaf_coverage, "of all leaves are covered"),
        _share("mutation", proof.mutation_score, bar.mutation_score, "of all mutants are killed"),
        _backtest(evidence, bar, now),
        _ladder(evidence.ladder),
    )


def all_open(found: Sequence[Gate]) -> bool:
    """Whether the edition may pass."""
    return all(each.is_open for each in found)


def _gate(name: str, detail: str, *, passed: bool, edition: str = "") -> Gate:
    state = GateState.PASSED if passed else GateState.FAILED
    return Gate(name=name, state=state, detail=detail, edition=edition[:SHOWN])


def _not_needed(name: str, detail: str) -> Gate:
    return Gate(name=name, state=GateState.NOT_NEEDED, detail=detail)


def _check(found: CheckFigures) -> Gate:
    if not found.errors and not found.warnings:
        return _gate("check", "no fault", passed=True)
    counts = f"{counted(found.errors, 'error', 'errors')}, {counted(found.warnings, 'warning', 'warnings')}"
    detail = f"{counts}, such as {found.first}; mend what the check finds"
    return _gate("check", detail, passed=False)


def _compile(fault: str) -> Gate:
    return _gate("compile", fault or "the engine holds all rules", passed=not fault)


def _tests(proof: ProofFigures) -> Gate:
    if not proof.failed:
        passed = counted(proof.tests, "test or case ends as it says", "tests and cases end as they say")
        return _gate("tests", passed, passed=True)
    detail = f"{len(proof.failed)} of {proof.tests} fail, such as {proof.failed[0]}; mend them"
    return _gate("tests", detail, passed=False)


def _share(name: str, share: float | None, least: int, of_what: str) -> Gate:
    """Compared in whole numbers of ten thousandths, so that 89.999 percent are not shown as 90."""
    if not least:
        return _not_needed(name, "the policy asks for none")
    if share is None:
        return _gate(name, "it was not measured; propose the edition again", passed=False)
    shown = int(round(share * 10_000, 6)) / 100  # 57 of 100 are 5,699.999… in binary
    detail = f"{shown:g} % {of_what}, {least} % must be"
    if shown >= least:
        return _gate(name, detail, passed=True)
    return _gate(name, f"{detail}; mutation testing shows which are not", passed=False)


def _backtest(evidence: Evidence, bar: Bar, now: datetime) -> Gate:
    least, found = min(bar.backtest_orders, evidence.history), evidence.backtest
    if not bar.backtest_orders:
        return _not_needed("backtest", "the policy asks for none")
    if not evidence.history:
        return _not_needed("backtest", "no order is stored yet that it could be tried on")
    if found is None:
        detail = "this edition was not tried on stored orders against the one in force; backtest it"
        return _gate("backtest", detail, passed=False, edition=evidence.digest)
    if found.finished_at < now - timedelta(days=bar.backtest_days):
        detail = f"{found.id} is older than {counted(bar.backtest_days, 'day', 'days')}; backtest it again"
        return _gate("backtest", detail, passed=False, edition=evidence.digest)
    if found.orders < least:
        detail = f"{found.id} met {counted(found.orders, 'order', 'orders')}, wanted: {least}; backtest it over more"
        return _gate("backtest", detail, passed=False, edition=evidence.digest)
    return _gate("backtest", f"{found.id} met {counted(found.orders, 'order', 'orders')}", passed=True)


def _ladder(faults: tuple[str, ...]) -> Gate:
    if not faults:
        return _gate("ladder", "every rule has earned its status", passed=True)
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return _gate("ladder", f"{faults[0]}{more}", passed=False)
