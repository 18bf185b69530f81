"""Which warehouse sends how many pieces of each article: the search, over plain values.

Up to eight warehouses every set of them is tried, so the plan is the best by the policy's measures; above that, all
single ones and pairs are, and larger sets are grown by the warehouse that adds most, then thinned out again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

MOST_EXACT = 8
NEAREST, CHEAPEST, FEWEST = "nearest", "cheapest", "fewest"
NEVER, WHEN_NEEDED, ALWAYS = "never", "when_needed", "always_cheapest"

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A warehouse as one order sees it. `free`: article -> pieces that it could give. Costs in minor units."""

    code: str
    free: Mapping[str, int]
    distance: int = 0
    parcel_cost: int = 0
    piece_cost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Warehouse -> article -> pieces. `missing` counts pieces that nobody has; `distance` is pieces times km."""

    pieces: Mapping[str, Mapping[str, int]]
    cost: int
    distance: int
    missing: int = 0

    @property
    def parts(self) -> int:
        """How many warehouses send something."""
        return len(self.pieces)


def share(wanted: Mapping[str, int], candidates: Sequence[Candidate], policy: str, split: str) -> Plan | None:
    """The best plan; None without candidates. Where all of them together have too little, or may not share, it is one
    warehouse's: that which has most of it, with the rest `missing`.
    """
    found = [plan for chosen in _sets(wanted, candidates, split) if (plan := _planned(wanted, chosen, policy))]
    full = [plan for plan in found if not plan.missing]
    if full:
        return min(full, key=lambda plan: measured(plan, policy, split))
    single = [_short(wanted, each) for each in candidates]
    return min(single, key=lambda plan: (plan.missing, *measured(plan, policy, split)), default=None)


def measured(plan: Plan, policy: str, split: str) -> Key:
    """What plans are compared by, the weightiest first; at last the codes, so that the same order is shared alike."""
    measures: Mapping[str, Key] = {
        NEAREST: (plan.distance, plan.parts, plan.cost),
        CHEAPEST: (plan.cost, plan.parts, plan.distance),
        FEWEST: (plan.parts, plan.cost, plan.distance),
    }
    first: Key = (plan.parts,) if split == WHEN_NEEDED else ()
    return (*first, *measures[policy], sorted(plan.pieces))


def _sets(wanted: Mapping[str, int], candidates: Sequence[Candidate], split: str) -> Iterator[tuple[Candidate, ...]]:
    most = 1 if split == NEVER else len(candidates)
    exact = most if len(candidates) <= MOST_EXACT else min(most, 2)
    for size in range(1, exact + 1):
        yield from combinations(candidates, size)
    if exact < most:
        yield _grown(wanted, candidates)


def _grown(wanted: Mapping[str, int], candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    chosen: list[Candidate] = []
    rest = dict(wanted)
    left = list(candidates)
    while any(rest.values()) and left:
        best = max(left, key=lambda each: (_gives(rest, each), -each.parcel_cost, -each.distance, each.code))
        if not _gives(rest, best):
            break
        chosen.append(best)
        left.remove(best)
        rest = {sku: max(0, many - best.free.get(sku, 0)) for sku, many in rest.items()}
    for each in list(chosen):
        others = [one for one in chosen if one is not each]
        if _covers(wanted, others):
            chosen = others
    return tuple(chosen)


def _gives(rest: Mapping[str, int], candidate: Candidate) -> int:
    return sum(min(many, candidate.free.get(sku, 0)) for sku, many in rest.items())


def _covers(wanted: Mapping[str, int], chosen: Iterable[Candidate]) -> bool:
    several = list(chosen)
    return all(sum(each.free.get(sku, 0) for each in several) >= many for sku, many in wanted.items())


def _planned(wanted: Mapping[str, int], chosen: Sequence[Candidate], policy: str) -> Plan | None:
    """Each piece from the best of the set: articles do not depend on each other, so that is the best of the set.

    None when the set has too little, or does not need all of its warehouses (a smaller set is tried as well).
    """
    if not _covers(wanted, chosen):
        return None
    ranked = sorted(chosen, key=lambda each: (*_a_piece(each, policy), each.code))
    pieces: dict[str, dict[str, int]] = {each.code: {} for each in ranked}
    for sku, many in wanted.items():
        rest = many
        for each in ranked:
            given = min(rest, each.free.get(sku, 0))
            if given:
                pieces[each.code][sku] = given
                rest -= given
    if len(chosen) > 1 and not all(pieces.values()):
        return None
    return _plan(pieces, chosen, 0)


def _short(wanted: Mapping[str, int], candidate: Candidate) -> Plan:
    has = _gives(wanted, candidate)
    return _plan({candidate.code: dict(wanted)}, (candidate,), sum(wanted.values()) - has)


def _plan(pieces: Mapping[str, Mapping[str, int]], chosen: Sequence[Candidate], missing: int) -> Plan:
    many = {code: sum(some.values()) for code, some in pieces.items()}
    return Plan(
        pieces=pieces,
        cost=sum(each.parcel_cost + each.piece_cost * many[each.code] for each in chosen),
        distance=sum(each.distance * many[each.code] for each in chosen),
        missing=missing,
    )


def _a_piece(candidate: Candidate, policy: str) -> tuple[int, int]:
    if policy == NEAREST:
        return candidate.distance, candidate.piece_cost
    return candidate.piece_cost, candidate.distance
