"""How far an order's score is from the next band, and which single changes would carry it there.

`nearest` names rules that would decide by themselves. Rules that only add to the score decide nothing alone, so for
them the sum counts: it is added up anew with each fact otherwise that they read, for every way in which the tests
of that fact can come out. That is exact for one change.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.rulebook.book import Band
from engine.workbench.counterfactual import Enough, Nearest, distance, endless
from engine.workbench.what_if import Judged, Spot, WhatIf


@dataclass(frozen=True, slots=True)
class Adding:
    """A quiet rule that one change would make speak, what the change would add to the score, and the outcome then."""

    near: Nearest
    points: int


@dataclass(frozen=True, slots=True)
class ScoreGap:
    """The score, the next band that would be worse, and the rules that reach it with one change, nearest first."""

    score: int
    band: Band
    reaching: tuple[Adding, ...]

    @property
    def missing(self) -> int:
        """Points."""
        return self.band.at_least - self.score


def score_gap(what_if: WhatIf, enough: Enough = endless) -> ScoreGap | None:
    """None when no band is ahead that would make the outcome worse."""
    judged = what_if.judged({})
    ahead = [
        each
        for each in what_if.policy.bands
        if judged.score < each.at_least <= what_if.policy.score_cap
        and what_if.rank(each.verdict) < what_if.rank(judged.outcome)
    ]
    if not ahead:
        return None
    band = min(ahead, key=lambda each: each.at_least)
    found: dict[tuple[str, int | None], Adding] = {}
    for spot in _spots(what_if):
        each = None if enough() else _adding(what_if, spot, judged, band)
        if each is not None:
            known = found.get((each.near.rule, each.near.part))
            if known is None or _way(what_if, each) < _way(what_if, known):
                found[each.near.rule, each.near.part] = each
    ranked = sorted(found.values(), key=lambda each: (_way(what_if, each), each.near.rule, each.near.part or 0))
    return ScoreGap(judged.score, band, tuple(ranked))


def _spots(what_if: WhatIf) -> Iterator[Spot]:
    """Where the facts stand that rules read which add to the score."""
    read = {literal.leaf.fact: compiled for compiled in what_if.scoring for literal in what_if.literals(compiled)}
    for fact in sorted(read):
        yield from dict.fromkeys(what_if.spot(fact, part) for part in range(max(1, len(what_if.sheet.parts))))


def _adding(what_if: WhatIf, spot: Spot, judged: Judged, band: Band) -> Adding | None:
    """The nearest value of one fact with which the score reaches the band, told by the rule that adds most."""
    now = {(each.rule.id, each.part) for each in judged.scorers}
    for value in what_if.tests[spot[1]].alternatives(what_if.now(spot)):
        after = what_if.judged({spot: value})
        new = [each for each in after.scorers if (each.rule.id, each.part) not in now]
        if after.score >= band.at_least and new:
            most = max(new, key=lambda each: each.rule.then.score)
            near = Nearest(most.rule.id, most.part, {spot: value}, after.outcome)
            return Adding(near, after.score - judged.score)
    return None


def _way(what_if: WhatIf, adding: Adding) -> float:
    return distance(what_if, adding.near.changes)
