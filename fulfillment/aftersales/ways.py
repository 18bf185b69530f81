"""The ways in which a return can be settled: what the customer gets, whether the goods come back, whereto, at whose
cost.

The policy bars and avoids ways; of those that are left the cheapest for the house is taken, and of equals always the
same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from engine.domains.returns import RETURNS
from engine.lexicon.spec import Value
from engine.policy_books import Judgement
from fulfillment.aftersales.amounts import percent_of

REFUND, PART, AGAIN = "refund", "part_refund", "replacement"
BACK, KEPT = "back", "kept"
LOCAL, HOME, NOWHERE = "local", "home", "none"
HOUSE, BUYER, NOBODY = "house", "buyer", "none"
AVOID = "avoid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A warehouse that could take goods in. `cost` of a way there for the house, euro cents, None where unknown."""

    code: str
    country: str
    border: bool
    cost: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way. `cost` is the house's, in euro cents: the way back, and goods that stay away; None where unknown."""

    id: str
    remedy: str
    goods: str
    to: str = NOWHERE
    payer: str = NOBODY
    place: Place | None = None
    cost: int | None = None

    def facts(self, value: int | None) -> dict[str, Value]:
        """As rules read it; `value` is what was paid for the pieces, in euro cents."""
        stated: dict[str, Value | None] = {
            "way.id": self.id,
            "way.remedy": self.remedy,
            "way.goods": self.goods,
            "way.to": self.to,
            "way.payer": self.payer,
            "way.border": self.place is not None and self.place.border,
            # Our own labels are postal ones; within a country they travel by road.
            "way.mode": None if self.place is None else ("post" if self.place.border else "road"),
            "way.cost_eur_minor": self.cost,
            "way.cost_share_pct": self.cost * 100 // value if self.cost is not None and value else None,
        }
        return {name: fact for name, fact in stated.items() if fact is not None}


def way_of_facts(facts: Mapping[str, object]) -> Way:
    """A way as it was kept with what was said of it; its place is not kept."""
    cost = facts.get("way.cost_eur_minor")
    return Way(
        id=str(facts["way.id"]),
        remedy=str(facts["way.remedy"]),
        goods=str(facts["way.goods"]),
        to=str(facts.get("way.to", NOWHERE)),
        payer=str(facts.get("way.payer", NOBODY)),
        cost=cost if isinstance(cost, int) else None,
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What the id of a way says by itself."""

    remedy: str
    goods: str
    payer: str = NOBODY


# Returns of before, and those that a person let in without a word about how, are paid back once the goods are here.
USUAL = Settled(REFUND, BACK)
WAYS: Mapping[str, Settled] = MappingProxyType(
    {
        **{f"{remedy}_{KEPT}": Settled(remedy, KEPT) for remedy in (REFUND, PART, AGAIN)},
        **{
            f"{remedy}_{BACK}_{to}_{payer}": Settled(remedy, BACK, payer)
            for remedy, to, payer in product((REFUND, AGAIN), (LOCAL, HOME), (HOUSE, BUYER))
        },
    }
)


def settled_by(way: str) -> Settled:
    """What a way says; the usual for none."""
    return WAYS.get(way, USUAL)


def ways_of(home: Place, local: Place | None, value: int | None, keep_pct: int) -> tuple[Way, ...]:
    """Every way there is for goods of this value in euro cents."""
    kept = [
        Way(id=f"{REFUND}_{KEPT}", remedy=REFUND, goods=KEPT, cost=value),
        Way(id=f"{PART}_{KEPT}", remedy=PART, goods=KEPT, cost=None if value is None else percent_of(value, keep_pct)),
        Way(id=f"{AGAIN}_{KEPT}", remedy=AGAIN, goods=KEPT, cost=value),
    ]
    places = [(HOME, home)] if local is None else [(LOCAL, local), (HOME, home)]
    back = [
        Way(id=f"{remedy}_{BACK}_{to}_{payer}", remedy=remedy, goods=BACK, to=to, payer=payer, place=place,
            cost=place.cost if payer == HOUSE else 0)
        for remedy, (to, place), payer in product((REFUND, AGAIN), places, (HOUSE, BUYER))
    ]  # fmt: skip
    return (*kept, *back)


def choose(ways: Sequence[Way], judgement: Judgement) -> Way | None:
    """The cheapest way that is not barred, one that is avoided only where no other is left; None where none is."""
    verdicts = [
        RETURNS.worst(*(each.verdict for each in judgement.of_part(number))) for number in range(1, len(ways) + 1)
    ]
    open_ = [(verdict == AVOID, way.cost or 0, way.id, way) for verdict, way in zip(verdicts, ways, strict=True)
             if verdict in (AVOID, RETURNS.neutral)]  # fmt: skip
    return min(open_, key=lambda each: each[:3])[3] if open_ else None
