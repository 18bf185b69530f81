"""The pieces of an order's lines, as packing sees them."""

from collections.abc import Callable, Iterable, Mapping

from engine.order.line import Line
from engine.order.terms import BatteryPacking
from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.errors import Unmeasured

UnNumbers = Callable[[Line], Iterable[str]]

# Chapters of the Harmonized System whose goods nearly always are so; the seller's own marks come on top.
OF_CHAPTER: Mapping[str, Flag] = {
    "49": Flag.PAPER,  # printed books, newspapers, pictures
    "69": Flag.FRAGILE,  # ceramic products
    "70": Flag.FRAGILE,  # glass and glassware
    "85": Flag.ELECTRONIC,  # electrical machinery, sound and television
}
FOOD = frozenset(f"{chapter:02}" for chapter in (2, 3, 4, *range(7, 13), *range(15, 23)))


def articles_of(
    lines: Iterable[tuple[Line, int]], un_of: UnNumbers, marked: Mapping[str, frozenset[Flag]] | None = None
) -> tuple[Article, ...]:
    """One article a piece, for so many pieces of each line. `marked` are flags that the seller gave, by SKU.

    Classes of UN numbers are added by `hazards.with_classes`. Raises Unmeasured naming every line without size or
    weight: what is not measured cannot be planned, only packed by eye.
    """
    wanted = [(line, pieces) for line, pieces in lines if pieces > 0]
    unmeasured = [_name(line) for line, _ in wanted if line.dimensions is None or line.weight_g is None]
    if unmeasured:
        raise Unmeasured(unmeasured)
    own = marked or {}
    return tuple(
        each
        for line, pieces in wanted
        for each in [_article(line, frozenset(un_of(line)), own.get(line.sku or "", frozenset()))] * pieces
    )


def _article(line: Line, un: frozenset[str], marked: frozenset[Flag]) -> Article:
    size = line.dimensions
    if size is None or line.weight_g is None:
        raise Unmeasured([_name(line)])
    return Article(
        sku=_name(line),
        length_mm=size.length_mm,
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        weight_g=line.weight_g,
        flags=_flags(line) | marked,
        un=un,
    )


def _flags(line: Line) -> frozenset[Flag]:
    found: set[Flag] = set()
    chapter = (line.hs_code or "")[:2]
    if chapter in OF_CHAPTER:
        found.add(OF_CHAPTER[chapter])
    if chapter in FOOD:
        found.add(Flag.FOOD)
    if line.liquid_ml:
        found.add(Flag.LIQUID)
    if line.battery is not None and line.battery.packing is not BatteryPacking.ALONE:
        found.add(Flag.ELECTRONIC)
    return frozenset(found)


def _name(line: Line) -> str:
    return line.sku or line.title or line.description or "a line without a name"
