"""Zone picking: the stops of an order are fetched in every zone by its own picker, and brought together afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fulfillment.picking.batching import Load, Wanted
from fulfillment.picking.layout import Layout, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What every zone fetches, and the orders that have to be brought together from several of them."""

    zones: Mapping[str, tuple[Wanted, ...]]
    together: Mapping[str, tuple[str, ...]]


def by_zone(layout: Layout, wanted: Sequence[Wanted]) -> Split:
    """Splits every order by the zones of its stops. Each part takes a tote; volume and weight go by its share of stops.

    Aisles without a zone are one zone together, under an empty name.
    """
    zones: dict[str, list[Wanted]] = {}
    together: dict[str, tuple[str, ...]] = {}
    for each in wanted:
        parts = _parts(layout, each.stops)
        for zone, stops in parts.items():
            load = each.load if len(parts) == 1 else _part(each.load, len(stops), len(each.stops))
            zones.setdefault(zone, []).append(Wanted(order=each.order, stops=stops, load=load))
        if len(parts) > 1:
            together[each.order] = tuple(parts)
    return Split(zones={zone: tuple(found) for zone, found in sorted(zones.items())}, together=together)


def _parts(layout: Layout, stops: Sequence[Stop]) -> Mapping[str, tuple[Stop, ...]]:
    found: dict[str, tuple[Stop, ...]] = {}
    for stop in stops:
        zone = layout.zone_of(stop.aisle)
        found[zone] = (*found.get(zone, ()), stop)
    return dict(sorted(found.items()))


def _part(load: Load, stops: int, of: int) -> Load:
    """Rounded up, so that no cart is promised less than it has to take."""
    return Load(totes=1, volume_ml=-(-load.volume_ml * stops // of), weight_g=-(-load.weight_g * stops // of))
