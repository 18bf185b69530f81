"""Which orders of a wave are picked on one walk.

Two ways are tried and the shorter kept. Seed: the order that reaches farthest begins a batch, then come those that need
the fewest aisles more (de Koster, van der Poort and Wolters 1999, International Journal of Production Research 37).
Savings: walks are joined where that saves most (Clarke and Wright 1964, Operations Research 12); it measures every pair
of orders and is therefore left to small waves.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from fulfillment.picking.distances import Distances
from fulfillment.picking.errors import OrderTooLarge
from fulfillment.picking.layout import Layout, Stop
from fulfillment.picking.routing import Route, best_walk_mm, route

SMALL_WAVE = 60  # orders up to which all pairs are measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What an order, or all of a cart, takes up: totes, millilitres, grams."""

    totes: int = 1
    volume_ml: int = 0
    weight_g: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(
            totes=self.totes + other.totes,
            volume_ml=self.volume_ml + other.volume_ml,
            weight_g=self.weight_g + other.weight_g,
        )

    def within(self, cart: "Load") -> bool:
        """All of it goes on a cart that takes so much."""
        return self.totes <= cart.totes and self.volume_ml <= cart.volume_ml and self.weight_g <= cart.weight_g


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An order of a wave: where its goods are, and what they take up."""

    order: str
    stops: tuple[Stop, ...]
    load: Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Orders that are picked on one walk."""

    orders: tuple[str, ...]
    load: Load
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Batching:
    """All batches of a wave. `bound_mm` is a length that no way to batch can beat; `single_mm` is one walk an order."""

    batches: tuple[Batch, ...]
    distance_mm: int
    bound_mm: int
    single_mm: int
    fewest: int


MEASURES: tuple[Callable[[Load], int], ...] = (attrgetter("totes"), attrgetter("volume_ml"), attrgetter("weight_g"))
_Group = list[Wanted]


def batches(layout: Layout, wanted: Sequence[Wanted], cart: Load) -> Batching:
    """Batches up to what a cart takes. Raises OrderTooLarge for an order that no cart takes, StopRejected."""
    for each in wanted:
        if not each.load.within(cart):
            msg = f"order `{each.order}` is more than a cart takes; split it, or pick it by itself"
            raise OrderTooLarge(msg)
    ordered = sorted(wanted, key=lambda each: each.order)
    single = {each.order: best_walk_mm(layout, each.stops) for each in ordered}
    ways: list[Callable[[], list[_Group]]] = [lambda: by_seed(layout, ordered, cart)]
    if len(ordered) <= SMALL_WAVE:
        ways.append(lambda: by_savings(layout, ordered, cart, single))
    groups = min((way() for way in ways), key=lambda found: sum(best_walk_mm(layout, _stops(each)) for each in found))
    made = tuple(_batch(layout, each) for each in groups)
    return Batching(
        batches=made,
        distance_mm=sum(each.route.distance_mm for each in made),
        bound_mm=bound_mm(layout, ordered, cart),
        single_mm=sum(single.values()),
        fewest=fewest(ordered, cart),
    )


def by_seed(layout: Layout, wanted: Sequence[Wanted], cart: Load) -> list[_Group]:
    """Groups around the order that reaches farthest."""
    far = {each.order: _reach_mm(layout, each) for each in wanted}
    aisles = {each.order: _aisles(each) for each in wanted}
    centre = {each.order: sum(stop.aisle for stop in each.stops) / max(len(each.stops), 1) for each in wanted}
    left = {each.order: each for each in sorted(wanted, key=lambda each: (-far[each.order], each.order))}
    groups = []
    while left:
        seed = left.pop(next(iter(left)))
        group, load, visited = [seed], seed.load, aisles[seed.order]
        while True:
            fitting = [each for each in left.values() if (load + each.load).within(cart)]
            if not fitting:
                break
            # Aisles are bits of a number: those that an order adds are counted at once.
            middle = centre[seed.order]
            chosen = min(
                fitting,
                key=lambda each: (
                    (aisles[each.order] & ~visited).bit_count(),
                    -(aisles[each.order] & visited).bit_count(),
                    abs(centre[each.order] - middle),
                    each.order,
                ),
            )
            del left[chosen.order]
            group.append(chosen)
            load, visited = load + chosen.load, visited | aisles[chosen.order]
        groups.append(group)
    return groups


def by_savings(layout: Layout, wanted: Sequence[Wanted], cart: Load, single: dict[str, int]) -> list[_Group]:
    """Groups joined where one walk saves most against two."""
    group_of: dict[str, _Group] = {each.order: [each] for each in wanted}
    for _, one, other in sorted(_savings(layout, wanted, single), key=lambda each: (-each[0], each[1], each[2])):
        first, second = group_of[one], group_of[other]
        if first is second or not _load([*first, *second]).within(cart):
            continue
        first.extend(second)
        group_of.update({each.order: first for each in second})
    return list({id(each): each for each in group_of.values()}.values())


def bound_mm(layout: Layout, wanted: Sequence[Wanted], cart: Load) -> int:
    """No way to batch walks less: every cart goes to its farthest stop and back, and all carts together pass all stops.

    The first part weighs each order's reach with its share of a cart, by whichever measure says most (Haimovich and
    Rinnooy Kan 1985, Mathematics of Operations Research 10).
    """
    reach = max(_reached_mm(layout, wanted, cart, measure) for measure in MEASURES)
    together = route(layout, [stop for each in wanted for stop in each.stops]).best_mm if layout.single_block else 0
    return max(reach, together)


def _reached_mm(layout: Layout, wanted: Sequence[Wanted], cart: Load, measure: Callable[[Load], int]) -> int:
    """By one measure alone: no cart holds more than all of it, so the shares of what it holds add up to 1 at most."""
    total = sum(2 * _reach_mm(layout, each) * measure(each.load) for each in wanted)
    return -(-total // max(measure(cart), 1))


def fewest(wanted: Iterable[Wanted], cart: Load) -> int:
    """No fewer carts are enough."""
    total = _load(wanted)
    return max(-(-measure(total) // max(measure(cart), 1)) for measure in MEASURES)


def _savings(layout: Layout, wanted: Sequence[Wanted], single: dict[str, int]) -> Iterable[tuple[int, str, str]]:
    for one, other in combinations(wanted, 2):
        together = best_walk_mm(layout, (*one.stops, *other.stops))
        yield single[one.order] + single[other.order] - together, one.order, other.order


def _reach_mm(layout: Layout, wanted: Wanted) -> int:
    ways = Distances(layout)
    return max((ways.between(layout.start, layout.point(stop)) for stop in wanted.stops), default=0)


def _aisles(wanted: Wanted) -> int:
    bits = 0
    for stop in wanted.stops:
        bits |= 1 << stop.aisle
    return bits


def _batch(layout: Layout, group: Sequence[Wanted]) -> Batch:
    return Batch(orders=tuple(each.order for each in group), load=_load(group), route=route(layout, _stops(group)))


def _load(group: Iterable[Wanted]) -> Load:
    return sum((each.load for each in group), Load(totes=0))


def _stops(group: Iterable[Wanted]) -> tuple[Stop, ...]:
    return tuple(dict.fromkeys(stop for each in group for stop in each.stops))
