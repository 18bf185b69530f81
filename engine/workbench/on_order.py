"""Changes tried on the order itself: fields pulled by their levers, and the order decided anew with the same context.

What a decision rests on is tried field by field; a change that quiets some of what speaks against the order,
and brings up nothing new, is built upon by the next.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.facts.papers import MISSING, TO_LEAVE, subject
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.paper import Paper, PaperState
from engine.workbench.counterfactual import Enough, endless
from engine.workbench.levers import Hand, Pull, hand, has_lever, pulled
from engine.workbench.what_if import Changes, Spot, WhatIf

MOST_DECIDED = 150  # changed orders that are decided for one answer
MOST_LINES = 6_000  # of all of them together: what deciding takes grows with the lines
MOST_BUILT_UPON = 6
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
IN_EUROS = "_eur_minor"
Finding = tuple[str, int | None]


class OnOrder:
    """One order, changed and decided again, within bounds."""

    def __init__(
        self,
        admission: Admission,
        decision: Decision,
        order: Order | None,
        context: Context,
        what_if: WhatIf,
        enough: Enough = endless,
    ) -> None:
        self._admission = admission
        self._decision = decision
        self._order = order
        self._context = context
        self._enough = enough
        self._what_if = what_if
        self._rates = context.rates or admission.knowledge.rates
        self._decided: dict[frozenset[tuple[Spot, str]], Decision | None] = {}
        self._most = min(MOST_DECIDED, MOST_LINES // max(len(what_if.sheet.parts), 1))
        self.is_complete = True  # until an order that was to be tried was one too many

    def is_better(self, outcome: str) -> bool:
        """Whether an outcome is milder than the decision's."""
        return self._what_if.rank(outcome) > self._what_if.rank(self._decision.outcome)

    def outcome(self, changes: Changes) -> str | None:
        """What is decided of the changed order; None when it cannot be made, or enough were."""
        found = self._tried(changes)
        return None if found is None else found.outcome

    def reached(self, changes: Changes) -> Changes:
        """The changes with what the facts came to on the order: not every sum of euros is one of its currency."""
        found = self._tried(changes) if any(fact.endswith(IN_EUROS) for _, fact in changes) else None
        sheet = None if found is None or found.evaluation is None else found.evaluation.sheet
        if sheet is None:
            return changes
        return {
            (part, fact): (sheet.whole if part is None else sheet.parts[part]).get(fact, value)
            if fact.endswith(IN_EUROS)
            else value
            for (part, fact), value in changes.items()
        }

    def ways(self, most: int) -> Iterator[tuple[Changes, str]]:
        """The smallest sets of fields, up to so many, that lead to a milder outcome on the order."""
        level: list[tuple[Changes, Decision]] = [({}, self._decision)]
        for _ in range(most):
            found: list[tuple[Changes, str]] = []
            further: dict[frozenset[Spot], tuple[Changes, Decision]] = {}
            for changes, before in level:
                for more, after in self._steps(changes, before):
                    if self.is_better(after.outcome):
                        found.append((more, after.outcome))
                    elif self._against(after) < self._against(before):
                        further.setdefault(frozenset(more), (more, after))
            if found:
                yield from found
                return
            level = list(further.values())[:MOST_BUILT_UPON]

    def papers(self) -> Iterator[tuple[Changes, str]]:
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
        if papers:
            context = replace(self._context, papers=(*self._context.papers, *papers))
            outcome = self._admission.decide(order, context).outcome
            if self.is_better(outcome):
                yield {(number, DOCUMENTS): kinds for number, kinds in asked.items()}, outcome

    def _steps(self, changes: Changes, before: Decision) -> Iterator[tuple[Changes, Decision]]:
        for spot, value in dict.fromkeys(self._fields(before)):
            if spot not in changes and value != self._what_if.now(spot):
                more = {**changes, spot: value}
                after = self._tried(more)
                if after is not None:
                    yield more, after

    def _fields(self, decision: Decision) -> Iterator[tuple[Spot, Value]]:
        lexicon = self._admission.book.domain.lexicon
        for rule, number in sorted(self._against(decision), key=str):
            part = None if number is None else number - 1
            for fact in self._facts(rule, decision):
                follows = next((names for start, names in FOLLOWS.items() if fact.startswith(start)), ())
                own = (fact,) if has_lever(fact) and hand(fact) is not Hand.NOBODY else ()
                for name in (*own, *follows):
                    spot = self._what_if.spot(name, part)
                    for value in self._values(spot, lexicon[name].values if name in follows else ()):
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

    def _against(self, decision: Decision) -> frozenset[Finding]:
        """Rule and part (from 1) of each finding that is as bad as the outcome to be left."""
        return frozenset(
            (each.rule, each.part)
            for each in decision.findings
            if each.waived_by is None and not self.is_better(each.verdict)
        )

    def _facts(self, rule: str, decision: Decision) -> tuple[str, ...]:
        evaluation = decision.evaluation
        known = evaluation is not None and any(each.rule.id == rule for each in evaluation.program.rules)
        return evaluation.program.facts_of(rule) if evaluation is not None and known else ()

    def _tried(self, changes: Changes) -> Decision | None:
        key = frozenset((spot, repr(value)) for spot, value in changes.items())
        if key not in self._decided:
            if len(self._decided) >= self._most or self._enough():
                self.is_complete = False
                return None
            self._decided[key] = self._decide(Pull(fact, value, part) for (part, fact), value in changes.items())
        return self._decided[key]

    def _decide(self, pulls: Iterable[Pull]) -> Decision | None:
        if self._order is None:
            return None
        try:
            order = pulled(self._order, pulls, self._context.decided_at, self._rates)
        except (ValueError, TypeError):  # a word that the order has no place for
            return None
        decision = None if order is None else self._admission.decide(order, self._context)
        return None if decision is None or decision.evaluation is None else decision


_GOOD = PaperState.VERIFIED


def _asked(part: Mapping[str, Value]) -> frozenset[str]:
    found = [part.get(name) for name in (MISSING, TO_LEAVE)]
    return frozenset[str]().union(*(each for each in found if isinstance(each, frozenset)))
