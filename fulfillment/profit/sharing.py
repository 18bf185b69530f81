"""The figures of an order shared out to its lines, so that articles have profits too.

Each figure is shared out by its own weights or by the rule of its part, whole to the last minor unit by the largest
remainder: so the entries of a figure add up to it, and whatever entries are summed up by, the sums are the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fulfillment.documents.spreading import spread
from fulfillment.profit.figure import SHARED_BY, By, Figure, Known, OrderProfit, Part, SoldLine


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger of profits: what one figure comes to for one line of an order. `line` is 0 and `sku` empty
    for an order without lines."""

    order_id: str
    line: int
    sku: str
    part: Part
    known: Known
    minor: int


def entries(profit: OrderProfit) -> Iterator[Entry]:
    """All that is known, line by line."""
    lines = {each.number: each for each in profit.lines}
    for figure in profit.figures:
        if figure.minor is None:
            continue
        weights = weights_of(figure, lines)
        if not weights:
            yield Entry(profit.order_id, 0, "", figure.part, figure.known, figure.minor)
            continue
        shares = spread(figure.minor, list(weights.values()))
        for number, minor in zip(weights, shares, strict=True):
            yield Entry(profit.order_id, number, lines[number].sku, figure.part, figure.known, minor)


def weights_of(figure: Figure, lines: Mapping[int, SoldLine]) -> Mapping[int, int]:
    """By what a figure is shared out: number of the line -> share."""
    own = {number: weight for number, weight in figure.weights.items() if number in lines}
    if any(own.values()):
        return own
    return dict(_by(SHARED_BY[figure.part], lines.values()))


def _by(rule: By, lines: Iterable[SoldLine]) -> Iterator[tuple[int, int]]:
    known = list(lines)
    # Where some weight is not known, pieces stand for it: half a rule would load all of it on the lines that have one.
    is_weighed = all(each.grams is not None for each in known)
    for each in known:
        match rule:
            case By.VALUE:
                yield each.number, each.value
            case By.WEIGHT:
                yield each.number, (each.grams or 0) if is_weighed else each.pieces
            case By.PIECES:
                yield each.number, each.pieces
