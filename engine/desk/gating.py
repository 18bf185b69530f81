"""Gathers what the gates ask for: faults, tests, the engine's trial, backtests, and the ladder of rules.

`SOURCES` is the one place that says where figures come from; `proposals` hands a candidate to `evidence_of` and holds
the answer against the bar.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.desk.desk import Desk
from engine.desk.edition_files import Files
from engine.errors import EngineFault
from engine.programs import Programs
from engine.rulebook.book import Bar, RuleBook
from engine.rulebook.lock import LOCK_FILE, check_lock
from engine.rulebook.source import RuleBookRejected
from engine.runtime.normal import TooManyBranches
from engine.runtime.proving import prove
from engine.runtime.trial import trial
from engine.workbench.gates import BacktestFigures, CheckFigures, Evidence, ProofFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An edition that is to come into force. `rules` are its files without a prefix; `against` is the edition in force
    with its rule book, None before the first. `proof` is what was measured of this very edition before."""

    merchant: str
    digest: str
    book: RuleBook
    rules: Files
    day: date
    against: str | None = None
    before: RuleBook | None = None
    proof: ProofFigures | None = None


Gather = Callable[[Desk, Candidate, Bar], Evidence]


def bar_of(candidate: Candidate) -> Bar:
    """The stricter of the bar in force and the candidate's own, so that no edition lowers the bar that it takes."""
    own = candidate.book.policy.publishing
    return own if candidate.before is None else own.or_stricter(candidate.before.policy.publishing)


def evidence_of(desk: Desk, candidate: Candidate, bar: Bar) -> Evidence:
    """Everything that can be known of a candidate now. What follows from its content alone is measured once."""
    history, backtest = SOURCES.backtest(desk, candidate)
    return Evidence(
        check=SOURCES.check(candidate),
        compile_fault=compile_fault(candidate.book, candidate.day),
        proof=_proof(candidate, bar),
        history=history,
        backtest=backtest,
        ladder=SOURCES.ladder(desk, candidate),
    )


def _proof(candidate: Candidate, bar: Bar) -> ProofFigures:
    known = candidate.proof
    if known is not None:
        lacks_coverage = bar.leaf_coverage > 0 and known.leaf_coverage is None
        lacks_mutation = bar.mutation_score > 0 and known.mutation_score is None
        if not (lacks_coverage or lacks_mutation):
            return known
    return SOURCES.proof(candidate, bar)


def _checked(candidate: Candidate) -> CheckFigures:
    """The reader refuses errors before; what is left is whether the lock, where there is one, is true of the rules."""
    lock = candidate.rules.get(LOCK_FILE)
    if lock is None:
        return CheckFigures()
    try:
        faults = check_lock(candidate.book, lock.decode())
    except RuleBookRejected as rejected:
        faults = rejected.faults
    except UnicodeDecodeError:
        return CheckFigures(errors=1, first=f"{LOCK_FILE} is not text")
    first = f"{faults[0].span} {faults[0].message}" if faults else ""
    return CheckFigures(errors=len(faults), first=first)


def compile_fault(book: RuleBook, day: date) -> str:
    """Why the engine cannot hold the rules of a day; empty when it can. Tried in a process of its own."""
    try:
        trial(Programs(book).on(day, day))
    except (EngineFault, TooManyBranches) as fault:
        return str(fault)
    return ""


def _proved(candidate: Candidate, _: Bar) -> ProofFigures:
    failed = tuple(str(each) for each in prove(candidate.book))
    return ProofFigures(tests=sum(len(rule.tests) for rule in candidate.book.rules), failed=failed)


def _nothing_to_try(_: Desk, __: Candidate) -> tuple[int, BacktestFigures | None]:
    return 0, None


def _nothing_to_earn(_: Desk, __: Candidate) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where figures come from. `proof` need not measure what the bar does not ask for; `backtest` answers how many
    stored orders there are and the newest finished backtest of the candidate against the edition in force; `ladder`
    a line for each status that is not earned, with the next step."""

    check: Callable[[Candidate], CheckFigures]
    proof: Callable[[Candidate, Bar], ProofFigures]
    backtest: Callable[[Desk, Candidate], tuple[int, BacktestFigures | None]]
    ladder: Callable[[Desk, Candidate], tuple[str, ...]]


SOURCES = Sources(check=_checked, proof=_proved, backtest=_nothing_to_try, ladder=_nothing_to_earn)


def proof_as_values(proof: ProofFigures) -> Mapping[str, object]:
    """What was measured, to be kept with the proposal."""
    return {
        "tests": proof.tests,
        "failed": list(proof.failed),
        "leaf_coverage": proof.leaf_coverage,
        "mutation_score": proof.mutation_score,
    }


def proof_from_values(values: Mapping[str, object]) -> ProofFigures | None:
    """What was kept, or None where nothing was."""
    tests, failed = values.get("tests"), values.get("failed")
    if not isinstance(tests, int) or not isinstance(failed, list):
        return None
    coverage, mutation = values.get("leaf_coverage"), values.get("mutation_score")
    return ProofFigures(
        tests=tests,
        failed=tuple(map(str, failed)),
        leaf_coverage=float(coverage) if isinstance(coverage, (int, float)) else None,
        mutation_score=float(mutation) if isinstance(mutation, (int, float)) else None,
    )
