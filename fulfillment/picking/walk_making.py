"""Walks for the parts of a wave: who fetches what, in which order, into which tote, and how far that is.

Plain values in and out; what is stored is made of it by `releasing`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fulfillment.picking.batching import Load, Wanted, batches
from fulfillment.picking.layout import Layout, Stop
from fulfillment.picking.routing import Policy, Route, route
from fulfillment.picking.rows_to_pick import PartToPick, ToPick
from fulfillment.picking.shelving import Shelving
from fulfillment.records.waves import BATCH, SINGLE, ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWalk:
    """Rows in the order of the walk, each with its tote from 1. No route where no layout knows the bins."""

    rows: tuple[tuple[ToPick, int], ...]
    method: str
    policy: str
    zone: str = ""
    route: Route | None = None


def planned_walks(
    parts: Sequence[PartToPick], shelving: Shelving, method: str, policy: str, cart: Load
) -> tuple[PlannedWalk, ...]:
    """Every row of every part is on just one walk. A part that is more than a cart takes has walks of its own."""
    ordered = sorted(parts, key=lambda each: each.fulfilment_id)
    if method == SINGLE:
        return tuple(_walk([each], shelving, SINGLE, policy) for each in ordered)
    small = [each for each in ordered if each.load.within(cart)]
    large = [_walk([each], shelving, SINGLE, policy) for each in ordered if not each.load.within(cart)]
    if method == ZONE:
        return (*_zoned(small, shelving, policy, cart), *large)
    return (*_batched(small, shelving, policy, cart), *large)


def _batched(
    parts: Sequence[PartToPick], shelving: Shelving, policy: str, cart: Load, zone: str = "", method: str = BATCH
) -> Iterator[PlannedWalk]:
    layout = shelving.layout
    by_id = {each.fulfilment_id: each for each in parts}
    located = [each for each in parts if layout is not None and _stops(each, shelving)]
    if layout is not None and located:
        wanted = [_wanted(each, shelving) for each in located]
        for batch in batches(layout, wanted, cart).batches:
            yield _walk([by_id[name] for name in sorted(batch.orders)], shelving, method, policy, zone)
    lost = [each for each in parts if each not in located]
    for group in _carts(lost, cart):
        yield _walk(group, shelving, method, policy, zone)


def _zoned(parts: Sequence[PartToPick], shelving: Shelving, policy: str, cart: Load) -> Iterator[PlannedWalk]:
    """By the bins' own zones, else by those of the layout; the parts of an order are brought together afterwards."""
    zones: dict[str, list[PartToPick]] = {}
    for part in parts:
        rows: dict[str, list[ToPick]] = {}
        for row in part.rows:
            rows.setdefault(shelving.zone(row.bin), []).append(row)
        total = sum(row.quantity for row in part.rows)
        for zone, some in rows.items():
            load = _share(part.load, sum(row.quantity for row in some), total)
            zones.setdefault(zone, []).append(replace(part, rows=tuple(some), load=load))
    for zone, some_parts in sorted(zones.items()):
        yield from _batched(some_parts, shelving, policy, cart, zone, ZONE)


def _share(load: Load, pieces: int, of: int) -> Load:
    """What of a part's load is fetched in one zone, by pieces; rounded up, so that no cart is promised too little."""
    return Load(totes=1, volume_ml=-(-load.volume_ml * pieces // of), weight_g=-(-load.weight_g * pieces // of))


def _carts(parts: Sequence[PartToPick], cart: Load) -> Iterator[list[PartToPick]]:
    """Carts filled one after the other, where nobody knows how far bins are apart."""
    group: list[PartToPick] = []
    load = Load(totes=0)
    for each in parts:
        if group and not (load + each.load).within(cart):
            yield group
            group, load = [], Load(totes=0)
        group.append(each)
        load += each.load
    if group:
        yield group


def _walk(parts: Sequence[PartToPick], shelving: Shelving, method: str, policy: str, zone: str = "") -> PlannedWalk:
    stops = tuple(dict.fromkeys(stop for each in parts for stop in _stops(each, shelving)))
    walked = None if shelving.layout is None or not stops else _routed(shelving.layout, stops, policy)
    place = {} if walked is None else {stop.bin: number for number, stop in enumerate(walked.stops)}
    rows = [(row, tote) for tote, part in enumerate(parts, 1) for row in part.rows]
    # What has no place on the floor comes last, by its code.
    rows.sort(key=lambda each: (place.get(each[0].bin, len(place)), each[0].bin, each[0].sku, each[0].lot, each[1],
                                each[0].line))  # fmt: skip
    zone = zone or shelving.one_zone(row.bin for row, _ in rows)
    return PlannedWalk(rows=tuple(rows), method=method, policy=policy, zone=zone, route=walked)


def _routed(layout: Layout, stops: Sequence[Stop], policy: str) -> Route:
    return route(layout, stops, Policy(policy))


def _wanted(part: PartToPick, shelving: Shelving) -> Wanted:
    return Wanted(order=part.fulfilment_id, stops=_stops(part, shelving), load=part.load)


def _stops(part: PartToPick, shelving: Shelving) -> tuple[Stop, ...]:
    return tuple(stop for bin_ in part.bins if (stop := shelving.stop(bin_)) is not None)
