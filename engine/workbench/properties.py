"""Properties of the policy, proved by trying every state that it can tell apart.

An outcome follows from which verdicts stand, from the band that the score has reached, and from what a person has
released. Of each there are few; all are put to the real outcome stage, which asks durable_rules and the plain reading.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations, permutations

from engine.decision import Finding
from engine.policy import TRUST, OutcomeStage, Releases, total_score, trusted, waived
from engine.rulebook.book import Policy
from engine.rulebook.domain import Domain
from engine.waiver import Waiver

# (findings, releases) -> outcome and all findings, those of the bands among them
Decide = Callable[[Sequence[Finding], Sequence[Waiver]], tuple[str, tuple[Finding, ...]]]
Findings = tuple[Finding, ...]
_SOME_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # releases without an end count at any moment
_MOST_POINTS = 100  # of one finding
_ORDINARY = "ORDINARY"


def deciding(stage: OutcomeStage) -> Decide:
    """What the policy makes of findings and releases, as admission asks it.

    Where a share of cases passes by chance, those that are drawn are judged: the others are as without it.
    """
    drawn = stage.policy.let_through.permille > 0

    def decide(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> tuple[str, Findings]:
        standing = waived(findings, waivers, stage.domain, _SOME_MOMENT)
        score = total_score(standing, stage.policy)
        return stage.settle(standing, score, Releases(waivers, _SOME_MOMENT), by_chance=drawn)

    return decide


def trusting(stage: OutcomeStage) -> Decide:
    """The same of a case that people trust."""

    def decide(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> tuple[str, Findings]:
        standing = trusted(waived(findings, waivers, stage.domain, _SOME_MOMENT), f"{TRUST}somebody", stage.domain)
        score = total_score(standing, stage.policy)
        return stage.settle(standing, score, Releases(waivers, _SOME_MOMENT))

    return decide


class Properties:
    """Looks for findings that break a property; `decide` is what is judged, `trusting` the same with people's trust."""

    def __init__(self, domain: Domain, policy: Policy, decide: Decide, trusting: Decide) -> None:
        self._domain = domain
        self._policy = policy
        self._decide = decide
        self._trusting = trusting
        self._searches: dict[str, Callable[[], Iterable[Findings]]] = {
            "monotone": self._milder_by_more,
            "score_never_cancels": self._final_by_score,
            "nothing_waives_what_is_final": self._waived_though_final,
            "trust_is_bounded": self._beyond_trust,
            "missing_data_holds": self._neutral_though_missing,
            "order_never_matters": self._other_by_order,
        }

    def counterexample(self, name: str) -> Findings | None:
        """Findings that break the property; None when there are none. Raises KeyError for an unknown name."""
        return next(iter(self._searches[name]()), None)

    def _milder_by_more(self) -> Iterator[Findings]:
        for findings in self._states():
            for releases in self._releases(findings):
                before = self._outcome(findings, releases)
                for more in self._additions():
                    if self._is_milder(self._outcome((*findings, more), releases), before):
                        yield (*findings, more)

    def _final_by_score(self) -> Iterator[Findings]:
        final = self._domain.final_verdicts
        for findings in self._states():
            if final.isdisjoint(each.verdict for each in findings) and self._outcome(findings) in final:
                yield findings

    def _waived_though_final(self) -> Iterator[Findings]:
        for kept in self._unwaivable():
            for beside in map(self._finding, self._domain.precedence):
                findings = (kept, beside)
                if self._is_milder(self._outcome(findings, [_release(each) for each in findings]), kept.verdict):
                    yield findings

    def _beyond_trust(self) -> Iterator[Findings]:
        elsewhere = [
            self._finding(verdict, set_=name)
            for verdict in self._domain.precedence
            for name in self._domain.sets
            if name not in self._domain.softenable_sets
        ]
        for kept in (*self._unwaivable(), *elsewhere):
            for beside in map(self._finding, self._domain.precedence):
                if self._is_milder(self._trusting((kept, beside), ())[0], kept.verdict):
                    yield (kept, beside)
        for findings in self._states():
            if self._is_milder(self._outcome(findings), self._trusting(findings, ())[0]):
                yield findings

    def _neutral_though_missing(self) -> Iterator[Findings]:
        domain = self._domain
        missing = self._finding(domain.missing_verdict, reason=domain.missing_reason)
        for findings in self._states():
            together = (*findings, missing)
            if self._outcome(together, [_release(each) for each in together]) == domain.neutral:
                yield together

    def _other_by_order(self) -> Iterator[Findings]:
        for some in combinations(self._additions(), 3):
            outcomes = {self._outcome(order): order for order in permutations(some)}
            if len(outcomes) > 1:
                yield next(iter(outcomes.values()))

    def _states(self) -> Iterator[Findings]:
        """Findings for every set of verdicts and every score that the bands tell apart."""
        verdicts = self._domain.precedence
        for number in range(len(verdicts) + 1):
            for some in combinations(verdicts, number):
                for score in self._scores():
                    yield (*map(self._finding, some), *self._scoring(score))

    def _scores(self) -> list[int]:
        if not self._policy.score_sets:
            return [0]
        edges = {band.at_least for band in self._policy.bands}
        found = {0, self._policy.score_cap, *edges, *(edge - 1 for edge in edges)}
        return sorted(score for score in found if 0 <= score <= self._policy.score_cap)

    def _scoring(self, score: int) -> Iterator[Finding]:
        """Findings of a scoring set that sum up to a score; each reason counts once."""
        number = 0
        while score > 0:
            points = min(score, _MOST_POINTS)
            yield self._finding(
                self._domain.neutral, set_=self._policy.score_sets[0], reason=f"SCORE_{number}", score=points
            )
            score, number = score - points, number + 1

    def _additions(self) -> list[Finding]:
        """One finding of every kind that may come in on top."""
        plain = list(map(self._finding, self._domain.precedence))
        points = {band.at_least for band in self._policy.bands} | {1, _MOST_POINTS}
        sets = self._policy.score_sets[:1]
        neutral = self._domain.neutral
        scoring = [
            self._finding(neutral, set_=name, reason=reason, score=min(score, _MOST_POINTS))
            for name in sets
            for score in sorted(points)
            for reason in ("SCORE_0", "SCORE_MORE")
        ]
        return plain + scoring

    def _releases(self, findings: Findings) -> list[list[Waiver]]:
        """Nothing released, and everything that the policy itself found, where it found something."""
        reached = [each for each in self._decide(findings, ())[1] if each.set == "policy"]
        return [[], [_release(each) for each in reached]] if reached else [[]]

    def _unwaivable(self) -> Iterator[Finding]:
        """Every kind of finding that no release may quiet."""
        domain = self._domain
        special = (domain.missing_reason, domain.fault_reason)
        for verdict in domain.precedence:
            for name in domain.sets:
                for reason in (_ORDINARY, *special):
                    if verdict in domain.final_verdicts or name in domain.protected_sets or reason in special:
                        yield self._finding(verdict, set_=name, reason=reason)

    def _finding(self, verdict: str, *, set_: str = "", reason: str = _ORDINARY, score: int = 0) -> Finding:
        plain = next((each for each in self._domain.sets if each not in self._domain.protected_sets), "")
        name = set_ or plain
        return Finding(
            rule=f"{name}:{verdict}:{reason}:{score}",
            set=name,
            verdict=verdict,
            reason=reason,
            severity="medium",
            actor=self._domain.actors[0],
            score=score,
            fingerprint=f"{name}:{verdict}:{reason}:{score}",
        )

    def _outcome(self, findings: Sequence[Finding], releases: Sequence[Waiver] = ()) -> str:
        return self._decide(findings, releases)[0]

    def _is_milder(self, outcome: str, than: str) -> bool:
        return outcome != than and self._domain.worst(outcome, than) == than


def _release(finding: Finding) -> Waiver:
    return Waiver(rule=finding.rule, fingerprint=finding.fingerprint, by="somebody", why="to see whether it counts")
