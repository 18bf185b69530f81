"""What would have to be otherwise for a milder outcome, proved where that can be done.

A set of facts found by the rules alone is tried on the order itself wherever every fact has a lever: the changed order
is decided with the same context. If that comes out as said, the set is *verified*; if not, it is dropped, since what
follows from the change spoils it. Facts without levers can only be told *by the rules alone*.

For staff. Nothing of this goes to a buyer, and what states goods, values or numbers is only ever "if it were so".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.facts.papers import MISSING, TO_LEAVE, subject
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.paper import Paper, PaperState
from engine.record import Recorded
from engine.workbench.counterfactual import MOST_FACTS, Blocked, Milder, Nearest, Possible, nearest
from engine.workbench.levers import Hand, Pull, hand, has_lever, pulled
from engine.workbench.what_if import Changes, Spot, WhatIf

MOST_WAYS, MOST_NEAR = 8, 5
MOST_DECIDED = 80  # changed orders that are decided for one answer
DOCUMENTS = "line.documents_verified"
# Facts that law, carriage and tax state of a parcel, and the fields of the order that they follow from.
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "line.law_carriage_refused": ("shipment.mode",),
    "line.dg_": ("shipment.mode", "line.battery_packing"),
    "line.law_limit_": ("line.quantity",),
    "line.law_": ("shipment.mode",),
    "line.battery_": ("shipment.mode", "line.battery_packing"),
    "tax.": ("shipment.incoterm",),
    "duties.": ("shipment.incoterm",),
    "address.po_box": ("shipment.carrier", "shipment.mode"),
}
MODES = ("courier", "air", "road", "sea", "post")


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
    """Changes, and the outcome with them. `rule` names the rule that would fire, of a way to a worse outcome."""

    changes: tuple[Change, ...]
    outcome: str
    proof: Proof
    rule: str | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """`milder` are the smallest ways to a milder outcome, `worse` the rules that nearly fired, nearest first.

    `blocked` are rules that speak for the outcome whatever anybody changes. `is_complete` is False when the search was
    broken off before it had seen all sets.
    """

    milder: tuple[Way, ...] = ()
    worse: tuple[Way, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    is_complete: bool = True


def with_memory(context: Context, sheet: Sheet) -> Context:
    """The context with what memory and lists had said when the sheet was made, so that they need not be asked again."""
    memory = {name: value for name, value in sheet.whole.items() if name.startswith(("velocity.", "link."))}
    return replace(context, velocity=Recorded(memory))


def alternatives(
    admission: Admission, decision: Decision, order: Order | None, context: Context, *, worse: bool = False
) -> Alternatives:
    """Ways to another outcome. `order` is absent when its personal values are gone: then nothing can be verified.

    `worse` asks for the rules that nearly fired as well; of a neutral outcome they are told in any case.
    """
    if decision.evaluation is None:
        return Alternatives()
    what_if = WhatIf(decision.evaluation, decision, admission.book.domain, admission.book.policy)
    prover = _Prover(admission, decision, order, context, what_if)
    neutral = decision.outcome == admission.book.domain.neutral
    near = prover.near() if worse or neutral else ()
    if neutral:
        return Alternatives(worse=near)
    blocked, milder, is_complete = prover.milder()
    return Alternatives(milder=milder, worse=near, blocked=blocked, is_complete=is_complete)


class _Prover:
    """One decision, and the changed orders that were decided to prove what would be."""

    def __init__(
        self, admission: Admission, decision: Decision, order: Order | None, context: Context, what_if: WhatIf
    ) -> None:
        self._admission = admission
        self._decision = decision
        self._order = order
        self._context = context
        self._what_if = what_if
        self._decided = 0

    def milder(self) -> tuple[tuple[Blocked, ...], tuple[Way, ...], bool]:
        search = Milder(self._what_if)
        blocked = search.blocked()
        direct = list(self._followed())
        if blocked:
            return blocked, _shortest(direct), True
        is_complete = True
        for size in range(1, MOST_FACTS + 1):
            found = search.of_size(size)
            is_complete = is_complete and found.is_complete
            ways = [way for choices in found.sets.values() if (way := self._best(choices)) is not None]
            if ways or (direct and size == 1):
                return blocked, _shortest([*ways, *direct]), is_complete
        return blocked, _shortest(direct), is_complete

    def near(self) -> tuple[Way, ...]:
        found: list[Way] = []
        for each in nearest(self._what_if):
            if len(found) < MOST_NEAR:
                found += [way for way in (self._near(each),) if way is not None]
        return tuple(found)

    def _near(self, near: Nearest) -> Way | None:
        way = self._best([Possible(near.changes, near.outcome)], worse=True)
        return None if way is None else replace(way, rule=near.rule, part=_counted(near.part))

    def _best(self, choices: Iterable[Possible], *, worse: bool = False) -> Way | None:
        """The first choice of values that holds on the order; by the rules alone where levers are missing."""
        unproved: Way | None = None
        for each in choices:
            changes = self._told(each.changes)
            if self._order is None or not all(has_lever(change.fact) for change in changes):
                unproved = unproved or Way(changes=changes, outcome=each.outcome, proof=Proof.RULES)
                continue
            outcome = self._outcome_of(each.changes)
            if outcome is None:
                unproved = unproved or Way(changes=changes, outcome=each.outcome, proof=Proof.RULES)
            elif self._is_better(outcome) is not worse and outcome != self._decision.outcome:
                return Way(changes=changes, outcome=outcome, proof=Proof.VERIFIED)
        return unproved

    def _outcome_of(self, changes: Changes) -> str | None:
        """What is decided of the changed order; None when it cannot be made, or enough were."""
        order = self._changed(Pull(fact, value, part) for (part, fact), value in changes.items())
        return None if order is None else self._decide(order, self._context)

    def _changed(self, pulls: Iterable[Pull]) -> Order | None:
        if self._order is None:
            return None
        try:
            return pulled(self._order, pulls, self._context.decided_at)
        except (ValueError, TypeError):  # a word that the order has no place for
            return None

    def _decide(self, order: Order, context: Context) -> str | None:
        self._decided += 1
        if self._decided > MOST_DECIDED:
            return None
        decision = self._admission.decide(order, context)
        return None if decision.evaluation is None else decision.outcome

    def _is_better(self, outcome: str) -> bool:
        return self._what_if.rank(outcome) > self._what_if.rank(self._decision.outcome)

    def _told(self, changes: Changes) -> tuple[Change, ...]:
        return tuple(self._change(spot, value) for spot, value in sorted(changes.items(), key=_by_place))

    def _change(self, spot: Spot, value: Value) -> Change:
        return Change(fact=spot[1], part=_counted(spot[0]), now=self._what_if.now(spot), then=value, hand=hand(spot[1]))

    def _followed(self) -> Iterator[Way]:
        """Single fields of the order from which what speaks against it follows, and its papers."""
        yield from self._with_papers()
        for spot, value in dict.fromkeys(self._fields()):
            if value != self._what_if.now(spot):
                outcome = self._outcome_of({spot: value})
                if outcome is not None and self._is_better(outcome):
                    yield Way(changes=(self._change(spot, value),), outcome=outcome, proof=Proof.VERIFIED)

    def _fields(self) -> Iterator[tuple[Spot, Value]]:
        domain = self._admission.book.domain
        for finding in self._speaking():
            for fact in finding[1]:
                for name in next((names for start, names in FOLLOWS.items() if fact.startswith(start)), ()):
                    spot = self._what_if.spot(name, finding[0])
                    for value in self._values(spot, domain.lexicon[name].values):
                        yield spot, value

    def _values(self, spot: Spot, words: tuple[str, ...]) -> tuple[Value, ...]:
        now = self._what_if.now(spot)
        if spot[1] == "line.quantity":
            return tuple(range(now - 1, 0, -1))[:10] if isinstance(now, int) else ()
        if spot[1] == "shipment.mode":
            return MODES
        if words:
            return words
        tests = self._what_if.tests.get(spot[1])
        return () if tests is None else tests.alternatives(now)

    def _speaking(self) -> Iterator[tuple[int | None, tuple[str, ...]]]:
        """Part (from 0) and facts of each finding that is as bad as the outcome."""
        for each in self._decision.findings:
            if each.waived_by is None and not self._is_better(each.verdict):
                facts = () if self._decision.evaluation is None else _facts(each.rule, self._decision)
                yield (None if each.part is None else each.part - 1), facts

    def _with_papers(self) -> Iterator[Way]:
        """With every paper that the law asks for, verified."""
        order = self._order
        if order is None:
            return
        asked = {number: _asked(part) for number, part in enumerate(self._what_if.sheet.parts) if _asked(part)}
        papers = tuple(
            Paper(id=f"pap_{number}_{kind}", kind=kind, line=number + 1, about=subject(order, number + 1), state=_GOOD)
            for number, kinds in asked.items()
            for kind in sorted(kinds)
        )
        if not papers:
            return
        outcome = self._decide(order, replace(self._context, papers=(*self._context.papers, *papers)))
        if outcome is not None and self._is_better(outcome):
            changes: dict[Spot, Value] = {(number, DOCUMENTS): kinds for number, kinds in asked.items()}
            yield Way(changes=self._told(changes), outcome=outcome, proof=Proof.VERIFIED)


_GOOD = PaperState.VERIFIED


def _asked(part: Mapping[str, Value]) -> frozenset[str]:
    found = [part.get(name) for name in (MISSING, TO_LEAVE)]
    return frozenset[str]().union(*(each for each in found if isinstance(each, frozenset)))


def _facts(rule: str, decision: Decision) -> tuple[str, ...]:
    evaluation = decision.evaluation
    known = evaluation is not None and any(each.rule.id == rule for each in evaluation.program.rules)
    return evaluation.program.facts_of(rule) if evaluation is not None and known else ()


def _counted(part: int | None) -> int | None:
    return None if part is None else part + 1


def _by_place(item: tuple[Spot, Value]) -> tuple[int, str]:
    (part, fact), _ = item
    return (-1 if part is None else part), fact


def _shortest(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Each set of facts once, what is proved first."""
    ranked = sorted(ways, key=lambda each: (len(each.changes), each.proof is not Proof.VERIFIED))
    once: dict[frozenset[tuple[int | None, str]], Way] = {}
    for each in ranked:
        once.setdefault(frozenset((change.part, change.fact) for change in each.changes), each)
    return tuple(once.values())[:MOST_WAYS]
