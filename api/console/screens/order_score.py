"""What a score is made of, as bars one behind the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.console.asking import Document

FULL = 100
_THRESHOLD = re.compile(r"score>=(\d+)")


@dataclass(frozen=True, slots=True)
class Bar:
    """What one rule adds: from where the ones before end."""

    rule: str
    reason: str
    text: str
    score: int
    begins: int


@dataclass(frozen=True, slots=True)
class BuildUp:
    """The bars, the largest first; `total` as it counts, `sum` of all bars; `threshold` where one was reached."""

    bars: Sequence[Bar]
    total: int
    sum: int
    threshold: int | None

    @property
    def width(self) -> int:
        """Of the picture, in points of score."""
        return max(FULL, self.sum)


def build_up(decision: Document) -> BuildUp:
    """From the reasons of a decision."""
    found: object = decision.get("reasons")
    reasons = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    scored = sorted((each for each in reasons if each.get("score")), key=lambda each: -int(each["score"]))
    bars, ends = [], 0
    for each in scored:
        bars.append(Bar(str(each["rule"]), str(each["reason"]), str(each["text"]), int(each["score"]), ends))
        ends += int(each["score"])
    reached = [int(met[1]) for each in reasons if (met := _THRESHOLD.fullmatch(str(each.get("rule"))))]
    return BuildUp(bars, int(str(decision.get("score") or 0)), ends, max(reached, default=None))
