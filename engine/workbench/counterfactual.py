"""The smallest sets of facts that would have to be otherwise for another outcome, and the rules that nearly fired.

Every rule that speaks for an outcome has a conjunction of tests that are true; whatever makes the outcome milder must
make one of them untrue. So the search takes one such conjunction after the other and tries each fact in it (a minimal
hitting set, by iterative deepening): it is exact for the number of facts, within the values that `values_near` offers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.lexicon.spec import Value
from engine.runtime.normal import Conjunction
from engine.workbench.levers import Hand, hand
from engine.workbench.what_if import Changes, Judged, Spot, Voice, WhatIf

MOST_FACTS = 3
MOST_READINGS = 20_000  # of the rules; a search that would need more says that it was broken off
PARTS_A_READING = 16  # what so many more parts cost is as much as a reading
MOST_NEAR_READINGS = 4_000
MOST_SETS = 12
MOST_VALUES = 6  # of one set of facts, that are worth trying on a real order

InHand = Callable[[str], Hand]
Enough = Callable[[], bool]


def endless() -> bool:
    """For whom a search may take its time."""
    return False


@dataclass(frozen=True, slots=True)
class Possible:
    """Facts that are otherwise, and what the outcome would be by the rules alone."""

    changes: Mapping[Spot, Value]
    outcome: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A rule that speaks for the outcome and rests on facts that are in nobody's hand alone. `part` counts from 0."""

    rule: str
    part: int | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """A rule that did not fire: with these changes it would, and the outcome would be worse."""

    rule: str
    part: int | None
    changes: Mapping[Spot, Value]
    outcome: str


@dataclass(slots=True)
class Found:
    """`sets` are of one size, the smallest that leads anywhere: by their facts, several choices of values each."""

    sets: dict[frozenset[Spot], list[Possible]] = field(default_factory=dict)
    is_complete: bool = True


class Milder:
    """Looks for what would make an outcome milder."""

    def __init__(
        self,
        what_if: WhatIf,
        in_hand: InHand = hand,
        most_readings: int = MOST_READINGS,
        enough: Enough = endless,
    ) -> None:
        self._what_if = what_if
        self._in_hand = in_hand
        self._enough = enough
        self._left = most_readings
        self._outcome = what_if.judged({}).outcome

    def blocked(self) -> tuple[Blocked, ...]:
        """Rules that no change of facts in somebody's hand would quiet."""
        judged = self._what_if.judged({})
        found = [
            Blocked(each.rule.id, each.part, tuple(sorted({literal.leaf.fact for literal in conjunction})))
            for each in self._against(judged)
            for conjunction in self._holding(each, judged)
            if not any(self._may_change(literal.leaf.fact) for literal in conjunction)
        ]
        return tuple(dict.fromkeys(found))

    def of_size(self, size: int) -> Found:
        """All sets of so many facts of which none could be left out."""
        found = Found()
        for changes, outcome in self._search({}, size):
            spots = frozenset(changes)
            choices = found.sets.get(spots)
            if choices is None and len(found.sets) < MOST_SETS:
                choices = found.sets[spots] = []
            if choices is not None and len(choices) < MOST_VALUES:
                choices.append(Possible(dict(changes), outcome))
        found.is_complete = self._left > 0
        for choices in found.sets.values():
            choices.sort(key=lambda each: -self._what_if.rank(each.outcome))
        return found

    def _search(self, changes: Changes, size: int) -> Iterator[tuple[Changes, str]]:
        self._left = 0 if self._enough() else self._left - reading_cost(self._what_if)
        if self._left <= 0:
            return
        judged = self._what_if.judged(changes)
        against = self._against(judged)
        bands = [each for each in judged.bands if self._is_as_bad(each.verdict)]
        if not against and not bands:
            if len(changes) == size:
                yield changes, judged.outcome
            return
        if len(changes) == size:
            return
        for spot, value in self._fewest(judged, against, changes):
            yield from self._search({**changes, spot: value}, size)

    def _fewest(self, judged: Judged, against: list[Voice], changes: Changes) -> list[tuple[Spot, Value]]:
        """The steps that could quiet one of those who speak: of the one that leaves the fewest."""
        options = [
            self._steps(each, conjunction, changes) for each in against for conjunction in self._holding(each, judged)
        ]
        if not options:  # only the score: one of those that add to it has to go
            steps = [
                step
                for each in judged.scorers
                for conjunction in self._holding(each, judged)[:1]
                for step in self._steps(each, conjunction, changes)
            ]
            return list({(spot, repr(value)): (spot, value) for spot, value in steps}.values())
        return min(options, key=len)

    def _against(self, judged: Judged) -> list[Voice]:
        return [each for each in judged.voices if not each.waived and self._is_as_bad(each.verdict)]

    def _is_as_bad(self, verdict: str) -> bool:
        return self._what_if.rank(verdict) <= self._what_if.rank(self._outcome)

    def _holding(self, voice: Voice, judged: Judged) -> list[Conjunction]:
        """The conjunctions because of which a rule speaks: those that are true.

        A rule that is unknown can be quieted by any of its tests, or fire and say less: so all of them together count.
        """
        read, all_ = self._what_if, self._what_if.conjunctions(voice.compiled)
        if not voice.fires:
            return [tuple(dict.fromkeys(literal for each in all_ for literal in each))]
        return [each for each in all_ if all(read.literal(literal, voice.part, judged) is True for literal in each)]

    def _steps(self, voice: Voice, conjunction: Conjunction, changes: Changes) -> list[tuple[Spot, Value]]:
        """Values of one fact each that end what the conjunction says."""
        found: dict[Spot, None] = {}
        for literal in conjunction:
            if self._may_change(literal.leaf.fact):
                found[self._what_if.spot(literal.leaf.fact, voice.part)] = None
        return [
            (spot, value)
            for spot in found
            if spot not in changes
            for value in self._what_if.tests[spot[1]].alternatives(self._what_if.now(spot))
            if not voice.fires or self._ends(conjunction, spot[1], value)
        ]

    def _ends(self, conjunction: Conjunction, fact: str, value: Value) -> bool:
        return not all(self._what_if.passes(each, value) for each in conjunction if each.leaf.fact == fact)

    def _may_change(self, fact: str) -> bool:
        return self._in_hand(fact) is not Hand.NOBODY


def reading_cost(what_if: WhatIf) -> int:
    """What reading the rules once takes of a budget: more for an order of many parts."""
    return 1 + len(what_if.sheet.parts) // PARTS_A_READING


@dataclass(frozen=True, slots=True)
class Near:
    """The rules that nearly fired, nearest first. Those further off are left out when there are too many to read."""

    rules: tuple[Nearest, ...]
    is_complete: bool


def nearest(
    what_if: WhatIf,
    most_facts: int = MOST_FACTS,
    enough: Enough = endless,
    most_readings: int = MOST_NEAR_READINGS,
) -> Near:
    """Rules that would fire with few facts otherwise and make the outcome worse, nearest first.

    Nearest is the rule of whose tests the greatest share is true already, then the one whose numbers are closest to
    their bounds. For people who want to know how an order passed; facts in nobody's hand count as well.
    """
    judged = what_if.judged({})
    possible = sorted(
        _nearly_firing(what_if, judged, most_facts, enough),
        key=lambda each: (*each[0], each[1].rule, each[1].part or 0),
    )
    tried = possible[: max(1, most_readings // reading_cost(what_if))]
    found: list[tuple[tuple[float, float, int], Nearest]] = []
    for way, near in tried:
        outcome = what_if.judged(near.changes).outcome
        if what_if.rank(outcome) < what_if.rank(judged.outcome):
            found.append(((*way, what_if.rank(outcome)), replace(near, outcome=outcome)))
    found.sort(key=lambda each: (*each[0], each[1].rule, each[1].part or 0))
    once: dict[tuple[str, int | None], Nearest] = {}
    for _, near in found:
        once.setdefault((near.rule, near.part), near)
    return Near(tuple(once.values()), is_complete=len(tried) == len(possible))


def _nearly_firing(
    what_if: WhatIf, judged: Judged, most_facts: int, enough: Enough
) -> Iterator[tuple[tuple[float, float], Nearest]]:
    """What would make a rule with a worse verdict fire, with how far off that is; nobody has read the others yet."""
    for compiled in what_if.rules:
        if what_if.rank(compiled.rule.then.verdict) >= what_if.rank(judged.outcome) or enough():
            continue
        parts = [None] if compiled.about_whole else list(range(len(what_if.sheet.parts)))
        for part in parts:
            for conjunction in what_if.conjunctions(compiled):
                changes = to_fire(what_if, conjunction, part, judged, most_facts)
                if changes:
                    way = _share_missing(what_if, conjunction, part, judged), distance(what_if, changes)
                    yield way, Nearest(compiled.rule.id, part, changes, judged.outcome)


def _share_missing(what_if: WhatIf, conjunction: Conjunction, part: int | None, judged: Judged) -> float:
    untrue = sum(what_if.literal(each, part, judged) is not True for each in conjunction)
    return untrue / len(conjunction)


def distance(what_if: WhatIf, changes: Changes) -> float:
    """How far numbers lie from where they would have to be, as a share; anything else is a whole step."""
    steps = 0.0
    for spot, then in changes.items():
        now = what_if.now(spot)
        if isinstance(now, int | float) and isinstance(then, int | float) and not isinstance(then, bool):
            steps += abs(now - then) / max(abs(now), abs(then), 1)
        else:
            steps += 1
    return steps


def to_fire(
    what_if: WhatIf, conjunction: Conjunction, part: int | None, judged: Judged, most: int
) -> dict[Spot, Value] | None:
    """The nearest values with which all of a conjunction is true; None when that takes too many facts, or cannot be."""
    short = {each.leaf.fact for each in conjunction if what_if.literal(each, part, judged) is not True}
    if not 0 < len(short) <= most:
        return None
    changes: dict[Spot, Value] = {}
    for fact in sorted(short):
        spot = what_if.spot(fact, part)
        literals = [each for each in conjunction if each.leaf.fact == fact]
        values = what_if.tests[fact].alternatives(what_if.now(spot))
        value = next((one for one in values if all(what_if.passes(each, one) for each in literals)), None)
        if value is None:
            return None
        changes[spot] = value
    return changes
