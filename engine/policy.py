"""Findings and waivers -> outcome. The worst finding wins; a score may hold, never cancel.

The same question is asked twice: of durable_rules, as a second rule set over the findings that chains from a score
to the finding of its band to the outcome, and of three lines of Python. They must agree.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from engine.decision import Finding
from engine.errors import EngineFault
from engine.lexicon.spec import Value
from engine.rulebook.book import Band, Policy
from engine.rulebook.domain import Domain
from engine.rulebook.let_through_block import LET_THROUGH
from engine.rulebook.quieting import Suppression
from engine.runtime.atoms import Atom
from engine.runtime.durable import TAG, Fact, ShardSet, fact, name_and_id
from engine.runtime.evaluation import Evaluation
from engine.runtime.shards import EngineRule
from engine.waiver import Waiver

FINDING_TAG, SCORE_TAG = 1, 2
OF_BANDS = "policy"  # the set of what a score leads to
TRUST = "trust:"
OF_FINDING = Atom(TAG, "$eq", FINDING_TAG)
OF_SCORE = Atom(TAG, "$eq", SCORE_TAG)


@dataclass(frozen=True, slots=True)
class Releases:
    """The waivers of a case, and the moment at which they are to count."""

    waivers: Sequence[Waiver]
    at: datetime


class OutcomeStage:
    """The second rule set: bands first, then one rule a verdict, the worst with the first priority."""

    def __init__(self, domain: Domain, policy: Policy, lock: AbstractContextManager[object] | None = None) -> None:
        self.domain = domain
        self.policy = policy
        bands = [
            EngineRule(f"band_{number}", (OF_SCORE, Atom("score", "$gte", band.at_least)), priority=10)
            for number, band in enumerate(policy.bands)
        ]
        verdicts = [
            EngineRule(f"verdict_{place}", (OF_FINDING, Atom("verdict", "$eq", verdict)), priority=100 + place)
            for place, verdict in enumerate(domain.precedence)
        ]
        self._shards = ShardSet([[*bands, *verdicts]], lock)

    def settle(
        self, findings: Sequence[Finding], score: int, released: Releases | None = None, *, by_chance: bool = False
    ) -> tuple[str, tuple[Finding, ...]]:
        """The outcome, and the findings with those of the bands that the score reached.

        A band is a finding like others: a person may release it, as long as what scored stays the same. `by_chance`
        says that the case was drawn: what stops it is waived where all of that may be. Raises EngineFault when the
        engine and the plain reading differ.
        """
        what_scored = _what_scored(findings, self.policy)
        reached = [_of_band(band, score, what_scored) for band in self.policy.bands if score >= band.at_least]
        if released is not None:
            reached = waived(reached, released.waivers, self.domain, released.at)
        together = (*findings, *reached)
        if by_chance:
            together = let_through(together, self.domain)
        outcome = self.domain.worst(*(each.verdict for each in together if each.waived_by is None))
        bands = together[len(findings) :]
        quiet = frozenset(each.rule for each in bands if each.waived_by is not None)
        chained = self._chained(together[: len(findings)], score, quiet)
        if chained != outcome:
            raise EngineFault(f"durable_rules settles on {chained}, the plain reading on {outcome}")
        return outcome, together

    def _chained(self, findings: Sequence[Finding], score: int, quiet: frozenset[str]) -> str:
        verdicts = sorted({each.verdict for each in findings if each.waived_by is None} | {self.domain.neutral})
        facts = [fact("s", SCORE_TAG, f',"score":{score}')]
        facts += [_stated(f"v{number}", verdict) for number, verdict in enumerate(verdicts)]
        firings = self._shards.run([facts], lambda name: self._derive(name, quiet))
        fired = [name_and_id(firing)[0] for firing in firings]
        first = next(name for name in fired if name.startswith("verdict_"))
        return self.domain.precedence[int(first.removeprefix("verdict_"))]

    def _derive(self, fired: str, quiet: frozenset[str]) -> Iterable[Fact]:
        """A band that fires becomes a finding of its own, which the verdict rules then see; not a released one."""
        if fired.startswith("band_"):
            number = int(fired.removeprefix("band_"))
            band = self.policy.bands[number]
            if _name(band) not in quiet:
                yield _stated(f"b{number}", band.verdict)

    def close(self) -> None:
        """Frees the engine's rule set."""
        self._shards.close()


def _stated(identity: str, verdict: str) -> Fact:
    """A finding's verdict as a fact of the engine."""
    return fact(identity, FINDING_TAG, f',"verdict":"{verdict}"')


def _name(band: Band) -> str:
    return f"score>={band.at_least}"


def _what_scored(findings: Iterable[Finding], policy: Policy) -> list[str]:
    return sorted(
        f"{each.rule}:{each.part}:{each.fingerprint}:{each.score}"
        for each in findings
        if each.set in policy.score_sets and each.score and each.waived_by is None
    )


def _fingerprint(band: Band, what_scored: Sequence[str]) -> str:
    """A release of a score ends when another sign of fraud comes in, or when the policy calls for something else."""
    return hashlib.sha256("\n".join((band.verdict, band.reason, *what_scored)).encode()).hexdigest()[:32]


def _of_band(band: Band, score: int, what_scored: Sequence[str]) -> Finding:
    return Finding(
        rule=_name(band),
        set=OF_BANDS,
        verdict=band.verdict,
        reason=band.reason,
        severity="medium",
        actor=band.actor,
        values={"score": score},
        fingerprint=_fingerprint(band, what_scored),
    )


def total_score(findings: Iterable[Finding], policy: Policy) -> int:
    """The sum over the scoring sets, each reason once, up to the cap. Waived findings count no more."""
    by_reason: dict[str, int] = {}
    for each in findings:
        if each.set in policy.score_sets and each.waived_by is None:
            by_reason[each.reason] = max(by_reason.get(each.reason, 0), each.score)
    return min(policy.score_cap, sum(by_reason.values()))


def waived(findings: Iterable[Finding], waivers: Sequence[Waiver], domain: Domain, at: datetime) -> list[Finding]:
    """The findings, those marked that a person released.

    A waiver never covers a final verdict, a protected set, an engine fault or missing data: softening these would
    let through what nobody has judged.
    """
    released = {
        (waiver.rule, waiver.fingerprint): waiver.by for waiver in waivers if waiver.until is None or at < waiver.until
    }
    return [
        replace(each, waived_by=by)
        if (by := released.get((each.rule, each.fingerprint))) is not None and may_waive(each, domain)
        else each
        for each in findings
    ]


def suppressed(findings: Sequence[Finding], evaluation: Evaluation, domain: Domain) -> Sequence[Finding]:
    """The findings, those marked that a suppression of the rule book quiets, with its name in `waived_by`.

    A suppression must have fired by both executors: one that cannot be evaluated quiets nothing. It covers no more
    than a person's release does.
    """
    if not evaluation.program.suppressing:
        return findings
    quiet = _quiet(evaluation)
    return [
        replace(each, waived_by=str(found))
        if each.waived_by is None and (found := quiet.get((each.rule, each.part))) and may_waive(each, domain)
        else each
        for each in findings
    ]


def _quiet(evaluation: Evaluation) -> dict[tuple[str, int | None], Suppression]:
    """The first suppression that fired, by rule and part."""
    quiet: dict[tuple[str, int | None], Suppression] = {}
    for result in evaluation.fired():
        suppression = evaluation.program.suppressing.get(result.rule.id)
        if suppression is not None:
            for part in result.parts or (None,):
                quiet.setdefault((suppression.rule, None if part is None else part + 1), suppression)
    return quiet


def let_through(findings: Sequence[Finding], domain: Domain) -> tuple[Finding, ...]:
    """The findings of a case that chance picked: those that stop it are waived, if every one of them may be.

    One finding that may not stops the case as before, and all stay as they were. Remarks keep their scores.
    """
    stopping = [each for each in findings if each.waived_by is None and each.verdict != domain.neutral]
    if not all(each.set in {*domain.softenable_sets, OF_BANDS} and may_waive(each, domain) for each in stopping):
        return tuple(findings)
    return tuple(
        replace(each, waived_by=LET_THROUGH) if each.waived_by is None and each.verdict != domain.neutral else each
        for each in findings
    )


def trust_of(whole: Mapping[str, Value], domain: Domain) -> str | None:
    """Who waives for a case that people trust, such as `trust:customer,email`; None where nothing is trusted.

    One blocked key ends all trust: somebody may have taken over the account that was trusted.
    """
    trusted, blocked = (whole.get(name) for name in (domain.trusting_fact, domain.blocking_fact))
    if not isinstance(trusted, frozenset) or not trusted or blocked != frozenset():
        return None
    return f"{TRUST}{','.join(sorted(trusted))}"


def trusted(findings: Sequence[Finding], trust: str | None, domain: Domain) -> Sequence[Finding]:
    """The findings, those marked that somebody's trust quiets, with what is trusted in `waived_by`.

    Trust covers findings of the sets that the domain names, less than a person's release does. Remarks stay.
    """
    if trust is None:
        return findings
    return [
        replace(each, waived_by=trust)
        if each.waived_by is None and may_waive(each, domain) and softens(each.set, each.verdict, each.score, domain)
        else each
        for each in findings
    ]


def softens(set_: str, verdict: str, score: int, domain: Domain) -> bool:
    """Whether trust quiets what a rule of this set says: that the case waits, or that it looks worse by some points."""
    if set_ not in domain.softenable_sets or domain.protects(set_, verdict):
        return False
    return verdict != domain.neutral or score != 0


def may_waive(finding: Finding, domain: Domain) -> bool:
    """Whether a person's release may quiet this finding."""
    return (
        finding.verdict not in domain.final_verdicts
        and finding.set not in domain.protected_sets
        and finding.reason not in {domain.fault_reason, domain.missing_reason}
    )
