"""Made-up boxes, articles and hypothesis strategies of them, for tests of packing."""

from hypothesis import strategies as st

from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.boxes import Box


def box(name: str, inner: tuple[int, int, int], *, max_g: int = 15_000, cost: int = 0, material: str = "") -> Box:
    """A box with walls of 3 mm that weighs 100 g; sides are length, width and height."""
    return Box(
        name=name,
        inner_length_mm=inner[0],
        inner_width_mm=inner[1],
        inner_height_mm=inner[2],
        outer_length_mm=inner[0] + 6,
        outer_width_mm=inner[1] + 6,
        outer_height_mm=inner[2] + 6,
        empty_g=100,
        max_g=max_g,
        cost_minor=cost,
        materials=frozenset(material.split()),
    )


def article(
    sku: str = "mug", sides: tuple[int, int, int] = (100, 80, 60), weight_g: int = 300, *flags: Flag, un: str = ""
) -> Article:
    """An article with these flags and UN numbers."""
    return Article(
        sku=sku,
        length_mm=sides[0],
        width_mm=sides[1],
        height_mm=sides[2],
        weight_g=weight_g,
        flags=frozenset(flags),
        un=frozenset(un.split()),
    )


BOXES = (box("small", (200, 150, 100), max_g=3_000), box("medium", (300, 230, 240)), box("long", (520, 300, 230)))
SIDES = st.tuples(st.integers(1, 230), st.integers(1, 230), st.integers(1, 100))
FLAGS = st.sets(st.sampled_from([Flag.FRAGILE, Flag.UPRIGHT, Flag.LIQUID, Flag.PAPER, Flag.ELECTRONIC]), max_size=2)
UN = st.sampled_from(["", "", "", "UN3480", "UN3481", "UN1266"])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article that has room in a box at least without its cushion."""
    sides = draw(SIDES)
    weight = draw(st.integers(0, 4_000))
    return article(f"sku{sum(sides)}", sides, weight, *draw(FLAGS), un=draw(UN))


ORDERS = st.lists(articles(), min_size=1, max_size=12)
