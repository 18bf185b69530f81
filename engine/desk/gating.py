"""Gathers what the gates ask for: faults, tests, the engine's trial, backtests, and the ladder of rules.

`SOURCES` is the one place that says where figures come from; `proposals` hands a candidate to `evidence_of` and holds
the answer against the bar.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.admission import Admission
from engine.desk.checked_books import check_book_once
from engine.desk.desk import Desk
from engine.desk.edition_files import Files, laid_out
from engine.desk.tallying import untried
from engine.errors import EngineFault
from engine.programs import Programs
from engine.rulebook.book import Bar, RuleBook
from engine.rulebook.faults import Faults
from engine.rulebook.folder import texts_in
from engine.rulebook.lints import Level
from engine.rulebook.lock import LOCK_FILE, check_followed, check_lock
from engine.rulebook.source import RuleBookRejected, RuleFault, Span
from engine.runtime.normal import TooManyBranches
from engine.runtime.trial import trial
from engine.store.backtests import orders_that_count, whole_backtest
from engine.workbench.books import Book, check_books
from engine.workbench.case_files import read_cases
from engine.workbench.cases import run_cases
from engine.workbench.gates import BacktestFigures, CheckFigures, Evidence, ProofFigures
from engine.workbench.proof import proof_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An edition that is to come into force. `rules` are its files without a prefix; `against` is the edition in force
    with its rule book, None before the first, and its files of `locks`; `changed` are the files that differ. `proof` is
    what was measured of this very edition before.
    """

    merchant: str
    digest: str
    admission: Admission
    rules: Files
    day: date
    against: str | None = None
    before: RuleBook | None = None
    policies: Mapping[str, RuleBook] = field(default_factory=dict)
    locks: Files = field(default_factory=dict)
    proof: ProofFigures | None = None
    changed: tuple[str, ...] = ()

    @property
    def book(self) -> RuleBook:
        """Its rule book."""
        return self.admission.book


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
        compile_fault=_compile_fault(candidate),
        proof=_proof(candidate, bar),
        history=history,
        backtest=backtest,
        ladder=SOURCES.ladder(desk, candidate),
        digest=candidate.digest,
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
    """All that the check finds in the files, and whether the lock is true of the rules and follows the one before."""
    faults = Faults()
    with laid_out(candidate.rules) as folder:
        texts = texts_in(folder, faults)
    checked = check_books(texts, candidate.day, check_book_once)
    found = [*faults.found, *checked.as_one().of(Level.ERROR, Level.WARNING)]
    for place, book in checked.books.items():
        found.extend(locks_faults(Book(place, book.domain), book, candidate.rules, candidate.locks))
    errors = sum(each.level is Level.ERROR for each in found)
    first = f"{found[0].span} {found[0].code} {found[0].message}" if found else ""
    return CheckFigures(errors=errors, warnings=len(found) - errors, first=first)


def locks_faults(place: Book, book: RuleBook, files: Files, before: Files) -> tuple[RuleFault, ...]:
    """What keeps the lock of a book from being true, and from following the one `before`."""
    name = f"{place.folder}{LOCK_FILE}"
    lock, earlier = files.get(name), before.get(name)
    found: list[RuleFault] = []
    if lock is not None:
        found.extend(_against_lock(lambda: check_lock(book, lock.decode())))
    if earlier is not None:
        found.extend(_against_lock(lambda: check_followed(book, (lock or b"").decode(), earlier.decode())))
    return place.outside(found)


def _against_lock(check: Callable[[], tuple[RuleFault, ...]]) -> tuple[RuleFault, ...]:
    try:
        return check()
    except RuleBookRejected as rejected:
        return rejected.faults
    except UnicodeDecodeError:
        return (RuleFault("R001", "the lock is not text", Span(LOCK_FILE, 1, 1), "write it anew"),)


def _compile_fault(candidate: Candidate) -> str:
    """Of admission and of the policies; the first that is found."""
    books = (candidate.book, *candidate.policies.values())
    return next((fault for fault in (compile_fault(each, candidate.day) for each in books) if fault), "")


def compile_fault(book: RuleBook, day: date) -> str:
    """Why the engine cannot hold the rules of a day; empty when it can. Tried in a process of its own."""
    programs = Programs(book)
    try:
        for own in ((), *((each.key,) for each in book.overrides if each.params)):
            trial(programs.on(day, day, own))
    except (EngineFault, TooManyBranches) as fault:
        return str(fault)
    return ""


def _proved(candidate: Candidate, bar: Bar) -> ProofFigures:
    """What the tests show, and the whole orders beside them; of shares that of the weakest book."""
    books = (candidate.book, *candidate.policies.values())
    proofs = [proof_of(each, mutation=bar.mutation_score > 0) for each in books]
    cases = run_cases(candidate.admission, read_cases(candidate.book))
    scores = [each.mutation_score for each in proofs if each.mutation_score is not None]
    return ProofFigures(
        tests=sum(each.tests for each in proofs) + cases.run,
        failed=tuple(str(each) for each in (*(bad for proof in proofs for bad in proof.failed), *cases.failed)),
        leaf_coverage=min(each.leaf_coverage for each in proofs),
        mutation_score=min(scores) if scores else None,
    )


def _tried(desk: Desk, candidate: Candidate) -> tuple[int, BacktestFigures | None]:
    bar, against = bar_of(candidate), candidate.against
    fresh = desk.clock.now() - timedelta(days=bar.backtest_days)
    with desk.database.read() as session:
        found = whole_backtest(session, candidate.merchant, candidate.digest, against, fresh) if against else None
        # Orders that cannot be decided as they were, after an erasure for instance, show nothing, and nobody can ask
        # for them.
        left_out = 0 if found is None else found.orders - found.compared
        history = orders_that_count(session, candidate.merchant, max(bar.backtest_orders, 1) + left_out) - left_out
    if found is None or found.finished_at is None:
        return history, None
    return history, BacktestFigures(id=found.run, finished_at=found.finished_at, orders=found.compared)


def _earned(desk: Desk, candidate: Candidate) -> tuple[str, ...]:
    with desk.database.read() as session:
        faults = untried(desk, session, candidate.merchant, candidate.book)
    return tuple(f"{each.span} {each.code} {each.message}; {each.hint}" for each in faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where figures come from. `proof` need not measure what the bar does not ask for; `backtest` answers how many
    stored orders there are and which finished backtest of the candidate against the one in force shows most; `ladder` a
    line for each status that is not earned, with the next step."""

    check: Callable[[Candidate], CheckFigures]
    proof: Callable[[Candidate, Bar], ProofFigures]
    backtest: Callable[[Desk, Candidate], tuple[int, BacktestFigures | None]]
    ladder: Callable[[Desk, Candidate], tuple[str, ...]]


SOURCES = Sources(check=_checked, proof=_proved, backtest=_tried, ladder=_earned)


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
