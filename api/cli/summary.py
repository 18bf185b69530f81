"""What came out of a whole file, as counts: outcomes, most frequent reasons, who has to act, what was skipped."""

from collections import Counter
from collections.abc import Iterator

from api.cli.columns import padded
from api.cli.phrases import PHRASES, Language
from api.cli.screening import Screened
from engine.rulebook.domain import Domain

MOST_REASONS = 8
NAME_WIDTH = 30


class Summary:
    """Counts while decisions go by; grows with the rule book, never with the file."""

    def __init__(self, domain: Domain) -> None:
        self.decided = 0
        self.skipped = 0
        self._domain = domain
        self._outcomes: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._actors: Counter[str] = Counter()

    def count(self, screened: Screened) -> None:
        """Adds one record."""
        decision = screened.decision
        if decision is None:
            self.skipped += 1
            return
        self.decided += 1
        self._outcomes[decision.outcome] += 1
        counting = [each for each in decision.findings if each.waived_by is None]
        self._reasons.update({each.reason for each in counting if each.verdict != self._domain.neutral})
        if decision.outcome != self._domain.neutral:
            self._actors.update({each.actor for each in counting if each.verdict == decision.outcome})

    def lines(self, language: Language, left_out: int = 0) -> Iterator[str]:
        """The summary in words."""
        says = PHRASES[language]
        yield says.decided.format(self.decided)
        for outcome in reversed(self._domain.precedence):
            yield _counted(says.outcomes.get(outcome, outcome), self._outcomes[outcome])
        if self.skipped:
            yield says.skipped.format(self.skipped)
        if self._reasons:
            yield says.top_reasons
            yield from (_counted(reason, count) for reason, count in _most(self._reasons, MOST_REASONS))
        if self._actors:
            yield says.held_by
            yield from (_counted(says.actors.get(name, name), count) for name, count in _most(self._actors, None))
        if left_out:
            yield says.left_out.format(left_out)


def _most(counts: Counter[str], limit: int | None) -> list[tuple[str, int]]:
    """The most frequent first, by name where they are equal, so that a summary is the same for the same orders."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _counted(name: str, count: int) -> str:
    return f"  {padded(name, NAME_WIDTH)} {count:>9,}"
