"""Counts, for each term of data/learning/suggestions.yaml, the cases of each group and of all others. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fulfillment.learning.causes import MOST_LINKED, NONE, keys_of, rules_of
from fulfillment.learning.cut import Cut
from fulfillment.learning.reading import HELD, Life
from fulfillment.learning.reasons import Family
from fulfillment.learning.stakes import touches
from fulfillment.learning.terms import ANY, LET_THROUGH, RELEASED, STOPPED, Term
from fulfillment.records import OutcomePart

TRUSTLESS = frozenset({Family.PAYMENT})  # an order that was stopped and let go did not go well with one of these
FRAUDS = frozenset({"return_fraud", "fraud_told"})


@dataclass(slots=True)
class Group:
    """Orders of one key: `cases` by what happened to its own parts, `elsewhere` by what happened to any part."""

    key: str
    orders: int = 0
    cases: int = 0
    elsewhere: int = 0
    money: int = 0
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Weighed:
    """All groups of a term, and all orders that are in any."""

    term: Term
    groups: dict[str, Group] = field(default_factory=dict)
    orders: int = 0
    cases: int = 0

    def take(self, life: Life) -> None:
        """Counts one order."""
        keys = keys_for(life, self.term)
        if not keys:
            return
        everywhere = [part for parts in keys.values() for part in parts]
        is_one = is_hit(life, self.term, everywhere)
        self.orders += 1
        self.cases += is_one
        for key, parts in keys.items():
            group = self.groups.setdefault(key, Group(key))
            group.orders += 1
            group.elsewhere += is_one
            if is_hit(life, self.term, parts):
                group.cases += 1
                group.money += money_of(life, self.term, parts)
                if len(group.links) < MOST_LINKED:
                    group.links.append(life.outcome.order_id)


def weigh(lives: Iterable[Life], terms: Sequence[Term]) -> tuple[Weighed, ...]:
    """All terms, in one reading."""
    found = tuple(Weighed(term) for term in terms)
    for life in lives:
        for each in found:
            each.take(life)
    return found


def keys_for(life: Life, term: Term) -> Mapping[str, Sequence[OutcomePart]]:
    """Groups that an order is in. Goods without a name are in none, for nobody could change them."""
    if term.over == STOPPED:
        stopping = [rule for rule, verdict in rules_of(life).items() if verdict in HELD]
        return dict.fromkeys(stopping, life.parts) if life.outcome.is_held else {}
    if not life.outcome.is_sent:
        return {}
    if term.over == LET_THROUGH:
        # Orders without any rule are among the others, so that there is something to compare with.
        return {} if life.outcome.is_held else dict.fromkeys(rules_of(life) or [NONE], life.parts)
    return keys_of(life, Cut(term.over))


def is_hit(life: Life, term: Term, parts: Sequence[OutcomePart]) -> bool:
    """Whether it counts as a case of these parts."""
    if RELEASED in term.causes:
        bad = any(each.family in TRUSTLESS or each.cause in FRAUDS for each in life.facts)
        return life.outcome.is_released and not bad
    return any(_is_meant(each.cause, each.family, term) and any(touches(each, part) for part in parts)
               for each in life.facts)  # fmt: skip


def money_of(life: Life, term: Term, parts: Sequence[OutcomePart]) -> int:
    """What a case has cost; of a release, what was kept waiting."""
    if RELEASED in term.causes:
        return sum(part.value for part in parts)
    facts = [each for each in life.facts if _is_meant(each.cause, each.family, term)]
    return sum(part.at_stake for part in parts if any(touches(each, part) for each in facts))


def _is_meant(cause: str, family: str, term: Term) -> bool:
    return cause in term.causes or (ANY in term.causes and family != Family.NONE)
