"""Made-up warehouses and walks: a seeded generator, and hypothesis strategies."""

from collections.abc import Iterator
from random import Random

from hypothesis import strategies as st

from fulfillment.picking.layout import Depot, Layout, Stop


def warehouse(aisles: int = 5, cells: int = 10, *crosses: int, depot: Depot = Depot(1, 0)) -> Layout:  # noqa: B008
    """Aisles 5 m apart, cells of 1 m, cross aisles 1 m wide at both ends and after these cells."""
    return Layout(
        aisles=aisles,
        cells=cells,
        aisle_distance_mm=5_000,
        cell_mm=1_000,
        cross_aisles=(0, *crosses, cells),
        cross_width_mm=1_000,
        depot=depot,
        zones={"left": (1, max(aisles // 2, 1))} | ({"right": (aisles // 2 + 1, aisles)} if aisles > 1 else {}),
    )


def stop(aisle: int, cell: int) -> Stop:
    """A stop named by its place."""
    return Stop(f"{aisle:02}-{cell:03}", aisle, cell)


def random_stops(random: Random, layout: Layout, many: int) -> tuple[Stop, ...]:
    """So many picks, anywhere with equal chance; two may be at one place, which is then stopped at once."""
    places = [stop(random.randint(1, layout.aisles), random.randint(1, layout.cells)) for _ in range(many)]
    return tuple(dict.fromkeys(places))


def random_walks(seed: int, many: int) -> Iterator[tuple[Layout, tuple[Stop, ...]]]:
    """Warehouses of one block of all shapes, each with a walk of up to 9 stops."""
    random = Random(seed)
    for _ in range(many):
        aisles, cells = random.randint(1, 8), random.randint(1, 20)
        layout = Layout(
            aisles=aisles,
            cells=cells,
            aisle_distance_mm=random.randint(1, 60) * 100,
            cell_mm=random.choice((700, 1_000, 1_333)),
            cross_aisles=(0, cells),
            cross_width_mm=random.choice((0, 1_000, 2_500)),
            depot=Depot(random.randint(1, aisles), random.randint(0, 1)),
        )
        yield layout, random_stops(random, layout, random.randint(0, 9))


@st.composite
def layouts(draw: st.DrawFn, *, blocks: int = 1) -> Layout:
    """A small warehouse of at most so many blocks."""
    aisles, cells = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    within = draw(st.sets(st.integers(1, cells - 1), max_size=blocks - 1)) if cells > 1 and blocks > 1 else set()
    crosses = (0, *sorted(within), cells)
    return Layout(
        aisles=aisles,
        cells=cells,
        aisle_distance_mm=draw(st.integers(1, 6_000)),
        cell_mm=draw(st.integers(1, 2_000)),
        cross_aisles=crosses,
        cross_width_mm=draw(st.integers(0, 3_000)),
        depot=Depot(draw(st.integers(1, aisles)), draw(st.integers(0, len(crosses) - 1))),
    )


@st.composite
def walks(draw: st.DrawFn, *, blocks: int = 1, most: int = 8) -> tuple[Layout, tuple[Stop, ...]]:
    """A warehouse and stops in it, each named by its place."""
    layout = draw(layouts(blocks=blocks))
    place = st.builds(stop, st.integers(1, layout.aisles), st.integers(1, layout.cells))
    return layout, tuple(draw(st.lists(place, max_size=most, unique=True)))
