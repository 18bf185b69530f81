"""Policies at work: facts of a case in, a judgement with every reason out. Silence is never consent: an engine
that fails leads to the verdict that asks a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.decision import Finding, NotChecked
from engine.errors import EngineFault
from engine.findings import gather, plain
from engine.lexicon.sheet import Sheet
from engine.policy import OutcomeStage, suppressed, total_score
from engine.programs import Programs
from engine.rulebook.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a policy says of a case. `edition` is the digest of its book; with `facts` it can be judged again.

    `shadow` are findings of rules that only watch, `not_checked` the rules that could not speak.
    """

    policy: str
    outcome: str
    findings: tuple[Finding, ...]
    edition: str
    at: datetime
    facts: Sheet
    score: int = 0
    not_checked: tuple[NotChecked, ...] = ()
    shadow: tuple[Finding, ...] = ()

    def of_part(self, number: int) -> tuple[Finding, ...]:
        """What was found against one part, from 1."""
        return tuple(each for each in self.findings if each.part == number)

    @property
    def of_whole(self) -> tuple[Finding, ...]:
        """What was found against the case as a whole."""
        return tuple(each for each in self.findings if each.part is None)


class PolicyBook:
    """One policy of an edition. Safe for several threads; compiles when it is first asked."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._programs = Programs(book)
        self._outcome = OutcomeStage(book.domain, book.policy)

    def judge(self, sheet: Sheet, at: datetime, key: str, began: datetime | None = None) -> Judgement:
        """Judges a case at a moment. `key` draws what is tried on a share of the cases, and stays the same for a case;
        `began` is when the case began, for what is counted from then. Never raises for the facts or the engine."""
        try:
            return self._judge(sheet, at, key, began or at)
        except EngineFault as fault:
            return self._faulted(sheet, at, str(fault))
        except Exception as error:  # noqa: BLE001 - a case that breaks our own code must reach a person
            return self._faulted(sheet, at, f"{type(error).__name__}: {error}")

    def worst(self, findings: tuple[Finding, ...]) -> str:
        """The verdict that these lead to."""
        return self.book.domain.worst(*(each.verdict for each in findings if each.waived_by is None))

    def _judge(self, sheet: Sheet, at: datetime, key: str, began: datetime) -> Judgement:
        domain = self.book.domain
        evaluation = self._programs.on(at.astimezone(UTC).date(), began.astimezone(UTC).date()).match(sheet)
        gathered = gather(evaluation, domain, key, {})
        findings = tuple(suppressed(gathered.live, evaluation, domain))
        score = total_score(findings, self.book.policy)
        outcome, settled = self._outcome.settle(findings, score)
        return Judgement(
            policy=domain.name,
            outcome=outcome,
            findings=settled,
            edition=self.book.digest,
            at=at,
            facts=sheet,
            score=score,
            not_checked=tuple(gathered.not_checked),
            shadow=tuple(gathered.shadow),
        )

    def _faulted(self, sheet: Sheet, at: datetime, detail: str) -> Judgement:
        domain = self.book.domain
        finding = Finding(
            rule="engine",
            set="policy",
            verdict=domain.missing_verdict,
            reason=domain.fault_reason,
            severity="critical",
            actor=domain.actors[0],
            values={"detail": detail},
        )
        return Judgement(
            policy=domain.name,
            outcome=domain.missing_verdict,
            findings=(finding,),
            edition=self.book.digest,
            at=at,
            facts=sheet,
        )


def facts_as_values(sheet: Sheet, part: str) -> Mapping[str, object]:
    """Facts as JSON can hold them: those of the whole by name, those of parts as a list under `<part>s`."""
    return {name: plain(value) for name, value in sorted(sheet.whole.items())} | {
        f"{part}s": [{name: plain(value) for name, value in sorted(each.items())} for each in sheet.parts]
    }


def as_values(judgement: Judgement) -> Mapping[str, object]:
    """A judgement as JSON can hold it, to be kept with what it led to; personal values must not be among its facts."""
    return {
        "policy": judgement.policy,
        "outcome": judgement.outcome,
        "score": judgement.score,
        "edition": judgement.edition,
        "at": judgement.at.isoformat(),
        "findings": [
            {
                "rule": each.rule,
                "verdict": each.verdict,
                "reason": each.reason,
                "severity": each.severity,
                "acts": each.actor,
                "part": each.part,
                "score": each.score,
                "values": {name: plain(value) for name, value in each.values.items()},
                "wanting": list(each.wanting),
            }
            for each in judgement.findings
        ],
        "not_checked": [
            {"rule": each.rule, "state": each.state, "wanting": list(each.wanting)} for each in judgement.not_checked
        ],
    }
