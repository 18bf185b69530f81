"""What would have to be otherwise for a milder outcome, proved where that can be done.

A set of facts found by the rules alone is tried on the order itself wherever every fact has a lever: the changed order
is decided with the same context. If that comes out as said, the set is *verified*; if not, it is dropped, since what
follows from the change spoils it. Facts without levers can only be told *by the rules alone*.

For staff. Nothing of this goes to a buyer, and what states goods, values or numbers is only ever "if it were so".
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.record import Recorded
from engine.workbench.case_files import MEMORY
from engine.workbench.counterfactual import MOST_FACTS, Blocked, Enough, Milder, Nearest, Possible, endless, nearest
from engine.workbench.levers import Hand, hand, has_lever
from engine.workbench.on_order import OnOrder
from engine.workbench.score_gap import score_gap
from engine.workbench.what_if import Changes, Spot, WhatIf

MOST_WAYS, MOST_NEAR = 8, 5


class Proof(StrEnum):
    """`verified`: a changed order was decided. `rules`: only the rules were read again."""

    VERIFIED = "verified"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact that is otherwise; `part` counts from 1. `now` is absent where nothing is known."""

    fact: str
    part: int | None
    now: Value | None
    then: Value
    hand: Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Changes, and the outcome with them. `rule` names the rule that would fire, of a way to a worse outcome;
    `points` are what it would add to the score, where only the sum makes it worse."""

    changes: tuple[Change, ...]
    outcome: str
    proof: Proof
    rule: str | None = None
    part: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBand:
    """The score, the next band that would make the outcome worse, and the rules that reach it with one change."""

    score: int
    at_least: int
    verdict: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """`milder` are the smallest ways to a milder outcome, `worse` the rules that nearly fired, nearest first.

    `next_band` is told with `worse`: rules that only add to the score are not among those that nearly fired. `blocked`
    are rules that speak for the outcome whatever anybody changes. `is_complete` is False when the search was broken off
    before it had seen all sets.
    """

    milder: tuple[Way, ...] = ()
    worse: tuple[Way, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    next_band: NextBand | None = None
    is_complete: bool = True


def with_memory(context: Context, sheet: Sheet) -> Context:
    """The context with what memory and lists had said when the sheet was made, so that they need not be asked again."""
    memory = {name: value for name, value in sheet.whole.items() if name.startswith(MEMORY)}
    return replace(context, velocity=Recorded(memory))


def alternatives(
    admission: Admission,
    decision: Decision,
    order: Order | None,
    context: Context,
    *,
    worse: bool = False,
    enough: Enough = endless,
) -> Alternatives:
    """Ways to another outcome. `order` is absent when its personal values are gone: then nothing can be verified.

    `worse` asks for the rules that nearly fired as well; of a neutral outcome they are told in any case.
    `enough` is asked again and again, and ends the search once it says so: what was found by then is told.
    """
    if decision.evaluation is None:
        return Alternatives()
    what_if = WhatIf(decision.evaluation, decision, admission.book.domain, admission.book.policy)
    prover = _Prover(
        what_if, OnOrder(admission, decision, order, context, what_if, enough), enough, has_order=order is not None
    )
    neutral = decision.outcome == admission.book.domain.neutral
    near, is_complete = prover.near() if worse or neutral else ((), True)
    band = prover.next_band() if worse or neutral else None
    if neutral:
        return Alternatives(worse=near, next_band=band, is_complete=is_complete and not enough())
    blocked, milder, all_seen = prover.milder()
    return Alternatives(
        milder=milder, worse=near, next_band=band, blocked=blocked, is_complete=is_complete and all_seen
    )


class _Prover:
    """One decision, and what is proved about it on changed orders."""

    def __init__(self, what_if: WhatIf, on_order: OnOrder, enough: Enough, *, has_order: bool) -> None:
        self._outcome = what_if.outcome
        self._has_order = has_order
        self._what_if = what_if
        self._on_order = on_order
        self._enough = enough

    def milder(self) -> tuple[tuple[Blocked, ...], tuple[Way, ...], bool]:
        search = Milder(self._what_if, enough=self._enough)
        blocked = search.blocked()
        tried = [*self._on_order.papers(), *self._on_order.ways(MOST_FACTS)]
        direct = [self._told_way(changes, outcome) for changes, outcome in tried]
        if blocked:
            return blocked, _shortest(direct), self._seen_all(is_complete=True)
        most = min((len(each.changes) for each in direct), default=MOST_FACTS)
        is_complete = self._on_order.is_complete
        for size in range(1, most + 1):
            found = search.of_size(size)
            is_complete = is_complete and found.is_complete
            ways = [way for choices in found.sets.values() if (way := self._best(choices)) is not None]
            if ways:
                return blocked, _shortest([*ways, *direct]), self._seen_all(is_complete=is_complete)
        return blocked, _shortest(direct), self._seen_all(is_complete=is_complete)

    def _seen_all(self, *, is_complete: bool) -> bool:
        return is_complete and self._on_order.is_complete and not self._enough()

    def near(self) -> tuple[tuple[Way, ...], bool]:
        found: list[Way] = []
        seen = nearest(self._what_if, enough=self._enough)
        for each in sorted(seen.rules, key=_says_little):
            if len(found) < MOST_NEAR:
                found += [way for way in (self._near(each),) if way is not None]
        return tuple(found), seen.is_complete

    def next_band(self) -> NextBand | None:
        gap = score_gap(self._what_if, self._enough)
        if gap is None:
            return None
        reaching = sorted(gap.reaching, key=lambda each: _says_little(each.near))
        tried = ((self._near(each.near), each.points) for each in reaching[:MOST_NEAR])
        ways = [replace(way, points=points) for way, points in tried if way is not None]
        return NextBand(score=gap.score, at_least=gap.band.at_least, verdict=gap.band.verdict, ways=tuple(ways))

    def _near(self, near: Nearest) -> Way | None:
        way = self._best([Possible(near.changes, near.outcome)], worse=True)
        return None if way is None else replace(way, rule=near.rule, part=_counted(near.part))

    def _best(self, choices: Iterable[Possible], *, worse: bool = False) -> Way | None:
        """The first choice of values that holds on the order; by the rules alone where levers are missing."""
        unproved: Way | None = None
        for each in choices:
            has_levers = self._has_order and all(has_lever(fact) for _, fact in each.changes)
            outcome = self._on_order.outcome(each.changes) if has_levers else None
            if outcome is None:
                unproved = unproved or Way(changes=self._told(each.changes), outcome=each.outcome, proof=Proof.RULES)
            elif self._on_order.is_better(outcome) is not worse and outcome != self._outcome:
                return self._told_way(each.changes, outcome) if worse else self._least(each.changes, outcome)
        return unproved

    def _least(self, changes: Changes, outcome: str) -> Way:
        """Without the changes that follow from the others, once the order is really changed."""
        for spot in changes:
            fewer = {other: value for other, value in changes.items() if other != spot}
            found = self._on_order.outcome(fewer) if fewer else None
            if found is not None and self._on_order.is_better(found):
                return self._least(fewer, found)
        return self._told_way(changes, outcome)

    def _told_way(self, changes: Changes, outcome: str) -> Way:
        return Way(changes=self._told(self._on_order.reached(changes)), outcome=outcome, proof=Proof.VERIFIED)

    def _told(self, changes: Changes) -> tuple[Change, ...]:
        return tuple(self._change(spot, value) for spot, value in sorted(changes.items(), key=_by_place))

    def _change(self, spot: Spot, value: Value) -> Change:
        return Change(fact=spot[1], part=_counted(spot[0]), now=self._what_if.now(spot), then=value, hand=hand(spot[1]))


def _says_little(near: Nearest) -> bool:
    """That other goods or another law would be another matter goes without saying; how near a count came does not."""
    return any(hand(fact) is Hand.NOBODY and type(value) is not int for (_, fact), value in near.changes.items())


def _counted(part: int | None) -> int | None:
    return None if part is None else part + 1


def _by_place(item: tuple[Spot, Value]) -> tuple[int, str]:
    (part, fact), _ = item
    return (-1 if part is None else part), fact


def _shortest(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Each set of facts once, the smallest first and what is proved before the rest; none that holds a smaller one."""
    ranked = sorted(ways, key=lambda each: (len(each.changes), each.proof is not Proof.VERIFIED))
    kept: dict[frozenset[tuple[int | None, str]], Way] = {}
    for each in ranked:
        places = frozenset((change.part, change.fact) for change in each.changes)
        if not any(other <= places for other in kept):
            kept[places] = each
    return tuple(kept.values())[:MOST_WAYS]
