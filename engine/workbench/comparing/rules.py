"""Which rules speak more or less often than before, by the verdict they gave."""

from dataclasses import dataclass

from engine.workbench.comparing.order import Compared


@dataclass(slots=True)
class Tally:
    """Orders for which a rule gave a verdict."""

    before: int = 0
    after: int = 0
    only_before: int = 0
    only_after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDelta:
    """A rule with one verdict: on how many orders it spoke before and after, and on how many on one side only."""

    rule: str
    verdict: str
    before: int
    after: int
    only_before: int
    only_after: int

    @property
    def moved(self) -> int:
        """Orders on which it speaks on one side only."""
        return self.only_before + self.only_after


class RuleDeltas:
    """Grows with the rule books, not with the orders."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str], Tally] = {}

    def add(self, order: Compared) -> None:
        """Counts one order."""
        had, has = order.before_rules.items(), order.after_rules.items()
        for place in had | has:
            tally = self._tallies.setdefault(place, Tally())
            was, is_ = place in had, place in has
            tally.before += was
            tally.after += is_
            tally.only_before += was and not is_
            tally.only_after += is_ and not was

    def deltas(self) -> tuple[RuleDelta, ...]:
        """Those that moved most first, then by id."""
        found = [
            RuleDelta(
                rule=rule,
                verdict=verdict,
                before=tally.before,
                after=tally.after,
                only_before=tally.only_before,
                only_after=tally.only_after,
            )
            for (rule, verdict), tally in self._tallies.items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.moved, each.rule, each.verdict)))
