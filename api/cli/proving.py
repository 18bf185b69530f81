"""`clearway rules test`: the tests beside rules, the whole orders, what they cover and what they would notice."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.cli.failing import Exit, Wrong, fail, say
from api.cli.progress import counting
from api.cli.rule_folder import domain_of, rule_folder
from engine.bundled import data_folder
from engine.counted import counted
from engine.domains import ADMISSION, POLICIES
from engine.rulebook.book import RuleBook
from engine.rulebook.faults import did_you_mean
from engine.rulebook.folder import load_rulebook
from engine.rulebook.source import RuleBookRejected, RuleFault
from engine.runtime.proving import proved
from engine.workbench.case_files import Case, read_cases
from engine.workbench.cases import CasesResult, run_cases
from engine.workbench.proof import Proof, RuleProof, proof_of
from engine.workbench.thin_tests import thin_tests

SCHEMA = 1  # of what --json prints
NEARLY = 0.9995  # what would be rounded to 100.0 % and is less


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for. The two shares are the least that is accepted, 0..1; None accepts everything."""

    folder: Path | None = None
    data: Path | None = None
    rule: str | None = None
    mutation: bool = False
    survivors: bool = False
    as_json: bool = False
    least_coverage: float | None = None
    least_killed: float | None = None

    @property
    def mutates(self) -> bool:
        """Whether mutants are needed for any of it."""
        return self.mutation or self.survivors or self.least_killed is not None


def prove_book(wanted: Wanted) -> Exit:
    """Prints what failed and what was measured; bad when a test failed or a share is smaller than it must be.

    Of a folder with policies in it they are proved as well, each by itself; for a single rule the one that has it.
    """
    where = rule_folder(wanted.folder)
    beside = [where / name for name in POLICIES if (where / name).is_dir()] if domain_of(where) is ADMISSION else []
    if wanted.as_json or not beside:
        return _prove(wanted)
    if wanted.rule is not None:
        own = next((each for each in beside if _has_rule(each, wanted.rule)), where)
        return _prove(replace(wanted, folder=own))
    found = [_prove(wanted)]
    for each in beside:
        sys.stdout.write(f"{each.name}/\n")
        found.append(_prove(replace(wanted, folder=each)))
    return max(found)


def _has_rule(folder: Path, rule: str) -> bool:
    letters = rule.partition("-")[0]
    return letters in POLICIES[folder.name].prefixes.values()


def _prove(wanted: Wanted) -> Exit:
    try:
        book = _book(wanted.folder)
        cases = read_cases(book) if wanted.rule is None else ()
    except RuleBookRejected as rejected:
        say(str(rejected))
        return Exit.SOME_BAD
    if wanted.rule is not None:
        _must_be_there(book, wanted.rule)
    total = len(proved(book)) if wanted.rule is None else 1
    with counting("rules", total, quiet=not wanted.mutates) as step:
        proof = proof_of(book, mutation=wanted.mutates, only=wanted.rule, step=step)
    decided = _decide(book, cases, wanted)
    gaps = thin_tests(proof, book)
    short = list(_short(proof, wanted))
    if wanted.as_json:
        sys.stdout.write(f"{json.dumps(proof_document(proof, decided, gaps), ensure_ascii=False, indent=2)}\n")
    else:
        _print(proof, decided, gaps, wanted)
    for text in short:
        say(text)
    return Exit.SOME_BAD if proof.failed or decided.failed or short else Exit.DONE


def _book(folder: Path | None) -> RuleBook:
    where = rule_folder(folder)
    return load_rulebook(where, domain_of(where))


def _must_be_there(book: RuleBook, rule: str) -> None:
    ids = [each.id for each in proved(book)]
    if rule not in ids:
        fail(Wrong.NOT_FOUND, f"there is no rule {rule} to test; {did_you_mean(rule, ids)}")


def _decide(book: RuleBook, cases: tuple[Case, ...], wanted: Wanted) -> CasesResult:
    """The whole orders; knowledge is loaded only where there are some."""
    if not cases:
        return CasesResult()
    from engine.admission import Admission
    from engine.facts.knowledge import load_knowledge

    data = wanted.data if wanted.data is not None else data_folder()
    if not data.is_dir():
        fail(Wrong.NO_FOLDER, f"{data}: there is no such folder; check the path")
    return run_cases(Admission(book, load_knowledge(data)), cases)


def _short(proof: Proof, wanted: Wanted) -> Iterator[str]:
    """What falls short of what was asked for."""
    if wanted.least_coverage is not None and proof.leaf_coverage < wanted.least_coverage:
        yield f"leaf coverage is {percent(proof.leaf_coverage)}; {percent(wanted.least_coverage)} is asked for"
    score = proof.mutation_score
    if wanted.least_killed is not None and score is not None and score < wanted.least_killed:
        yield f"{percent(score)} of the mutants are killed; {percent(wanted.least_killed)} is asked for"


def _print(proof: Proof, cases: CasesResult, gaps: Sequence[RuleFault], wanted: Wanted) -> None:
    for failed in proof.failed:
        sys.stdout.write(f"{failed}\n")
    for case in cases.failed:
        sys.stdout.write(f"{case}\n")
    if wanted.survivors:
        sys.stdout.writelines(_survivors(proof, gaps))
    sys.stdout.write(f"{counted(proof.tests, 'test', 'tests')}, {len(proof.failed)} failed\n")
    if cases.run:
        sys.stdout.write(f"{counted(cases.run, 'whole order', 'whole orders')}, {len(cases.failed)} failed\n")
    open_leaves = sum(fault.code in {"R063", "R065", "R066"} for fault in gaps)
    more = (
        f"; {counted(open_leaves, 'gap', 'gaps')}, which --survivors shows"
        if open_leaves and not wanted.survivors
        else ""
    )
    sys.stdout.write(f"leaf coverage {percent(proof.leaf_coverage)}{more}\n")
    if proof.mutation_score is not None:
        made, killed, equivalent = _counts(proof.by_rule)
        left = made - equivalent - killed
        sys.stdout.write(
            f"mutants {made}, {percent(proof.mutation_score)} killed, {left} survived, {equivalent} change nothing\n"
        )


def percent(share: float) -> str:
    """A share as people write it; what is not whole never reads as whole."""
    return "99.9 %" if NEARLY <= share < 1 else f"{100 * share:.1f} %"


def _survivors(proof: Proof, gaps: Sequence[RuleFault]) -> Iterator[str]:
    told: set[str] = set()
    for gap in gaps:
        if gap.code not in {"R064", "R069"}:
            yield f"{gap.span}: {gap.message}\n    {_once(gap.hint, told)}\n"
    for each in proof.by_rule:
        for survivor in each.mutation.survivors if each.mutation is not None else ():
            yield f"{survivor.mutant.span}: {each.rule.id} no test notices: {survivor.mutant.change}\n"
            yield "".join(f"    {line}\n" for line in survivor.diff)
            if survivor.suggested:
                yield f"    {_once(f'add {survivor.suggested}', told)}\n"


def _once(hint: str, told: set[str]) -> str:
    """A test is told once: pasted twice, it would be refused."""
    if hint in told:
        return "a test above shows it"
    told.add(hint)
    return hint


def _counts(proofs: Sequence[RuleProof]) -> tuple[int, int, int]:
    """Mutants made, killed, and those that change nothing."""
    mutations = [each.mutation for each in proofs if each.mutation is not None]
    made, killed = sum(each.mutants for each in mutations), sum(each.killed for each in mutations)
    return made, killed, sum(each.equivalent for each in mutations)


def proof_document(proof: Proof, cases: CasesResult, gaps: Sequence[RuleFault]) -> Mapping[str, object]:
    """What `--json` prints. Keys are added, never renamed or taken away; shares are 0..1."""
    made, killed, equivalent = _counts(proof.by_rule)
    return {
        "schema": SCHEMA,
        "rules": proof.rules,
        "tests": proof.tests,
        "failed": len(proof.failed),
        "cases": cases.run,
        "cases_failed": len(cases.failed),
        "leaf_coverage": proof.leaf_coverage,
        "mutation_score": proof.mutation_score,
        "mutants": {"made": made, "killed": killed, "equivalent": equivalent},
        "by_rule": [_rule_document(each) for each in proof.by_rule],
        "failures": [*map(str, proof.failed), *map(str, cases.failed)],
        "gaps": [
            {"code": gap.code, "at": str(gap.span), "message": gap.message, "hint": gap.hint}
            for gap in gaps
            if gap.code not in {"R064", "R069"}
        ],
    }


def _rule_document(proof: RuleProof) -> Mapping[str, object]:
    mutation = proof.mutation
    return {
        "rule": proof.rule.id,
        "tests": len(proof.rule.tests),
        "failed": len(proof.failed),
        "leaf_coverage": proof.leaf_coverage,
        "mutation_score": proof.mutation_score,
        "survivors": [
            {
                "kind": survivor.mutant.kind,
                "at": str(survivor.mutant.span),
                "change": survivor.mutant.change,
                "diff": survivor.diff,
                "suggested": survivor.suggested,
            }
            for survivor in (mutation.survivors if mutation is not None else ())
        ],
    }
