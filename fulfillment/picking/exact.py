"""The shortest walk through one block of aisles, by dynamic programming over the aisles from left to right.

After Ratliff and Rosenthal, Order-picking in a rectangular warehouse: a solvable case of the traveling salesman
problem (Operations Research 31, 1983). A walk is a set of steps in which every corner is entered as often as left and
which hangs together; of all beginnings with the same outlook only the shortest is kept. An outlook is what the corners
at both ends of the aisle have so far, nothing, an odd or an even number of steps, and whether the beginning is in one
piece.

The depot counts as one more stop, so that it may be anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

from fulfillment.picking.columns import ends
from fulfillment.picking.errors import PolicyUnfit
from fulfillment.picking.layout import Layout, Point, Stop
from fulfillment.picking.tour import Step, round_trip

NONE, ODD, EVEN = 0, 1, 2  # how many steps meet in a corner; EVEN is never none
ACROSS = ((1, 1), (2, 0), (0, 2), (2, 2))  # walks along the front and the back cross aisle to the next aisle


class Outlook(NamedTuple):
    """`pieces`: in how many pieces the beginning is, 0 to 2; 1 with nothing at both corners has come to its end."""

    front: int
    back: int
    pieces: int


@dataclass(frozen=True, slots=True)
class _Begun:
    """The shortest beginning of an outlook, as a chain back to the first aisle."""

    length: int
    steps: tuple[Step, ...]
    before: "_Begun | None"


class _Inside(NamedTuple):
    """One way to fetch all of an aisle: steps that it adds at the front and the back, and whether it joins them."""

    front: int
    back: int
    joins: bool
    length: int
    steps: tuple[Step, ...]


def shortest(layout: Layout, stops: Sequence[Stop]) -> tuple[Point, ...]:
    """The points of a shortest walk from the depot past all stops to the depot.

    Raises PolicyUnfit when the warehouse has cross aisles between its cells.
    """
    if not layout.single_block:
        raise PolicyUnfit("the exact way is known for one block of aisles; ask for the improved one instead")
    wanted: dict[int, set[int]] = {layout.start.aisle: {layout.start.y_mm}}
    for stop in stops:
        wanted.setdefault(stop.aisle, set()).add(layout.point(stop).y_mm)
    front, back = ends(layout)
    # A walk that leaves the front (or back) for the stop that is there has walked nothing, but the corner counts.
    begun: dict[Outlook, _Begun] = {Outlook(NONE, NONE, 0): _Begun(0, (), None)}
    aisles = sorted(wanted)
    for aisle, following in zip(aisles, [*aisles[1:], None], strict=True):
        begun = _inside(begun, tuple(_ways(aisle, sorted(wanted[aisle]), front, back)))
        if following is not None:
            begun = _across(begun, layout, aisle, following)
    done = (each for outlook, each in begun.items() if outlook.pieces == 1 and ODD not in outlook[:2])
    return round_trip(layout.start, tuple(_all_steps(min(done, key=lambda each: each.length))))


def _ways(aisle: int, ys: Sequence[int], front: int, back: int) -> Iterator[_Inside]:
    """All ways to fetch what is in one aisle that can be part of a shortest walk."""
    marks = [front, *ys, back]
    links = [Step(Point(aisle, one), Point(aisle, other)) for one, other in pairwise(marks)]
    long = back - front
    yield _Inside(1, 1, True, long, tuple(links))
    yield _Inside(2, 2, True, 2 * long, (*links, *links))
    yield _Inside(2, 0, False, 2 * (ys[-1] - front), tuple(links[:-1]) * 2)
    yield _Inside(0, 2, False, 2 * (back - ys[0]), tuple(links[1:]) * 2)
    if len(links) > 2:
        cut = max(range(1, len(links) - 1), key=lambda at: marks[at + 1] - marks[at])
        gap = marks[cut + 1] - marks[cut]
        yield _Inside(2, 2, False, 2 * (long - gap), (*links[:cut], *links[cut + 1 :]) * 2)


def _inside(begun: dict[Outlook, _Begun], ways: tuple[_Inside, ...]) -> dict[Outlook, _Begun]:
    after: dict[Outlook, _Begun] = {}
    for (outlook, each), way in product(begun.items(), ways):
        if outlook.pieces == 1 and outlook.front == outlook.back == NONE:
            continue  # came to its end before all was fetched
        front, back = _more(outlook.front, way.front), _more(outlook.back, way.back)
        _keep(after, Outlook(front, back, _pieces(outlook, way, front, back)), each, way.length, way.steps)
    return after


def _pieces(outlook: Outlook, way: _Inside, front: int, back: int) -> int:
    """In how many pieces the corners hang together after an aisle."""
    if front == NONE or back == NONE or way.joins:
        return 1
    joined_before = outlook.pieces == 1 and NONE not in outlook[:2]
    return 1 if joined_before else 2


def _across(begun: dict[Outlook, _Begun], layout: Layout, aisle: int, following: int) -> dict[Outlook, _Begun]:
    front, back = ends(layout)
    apart = (following - aisle) * layout.aisle_distance_mm
    along_front = Step(Point(aisle, front), Point(following, front))
    along_back = Step(Point(aisle, back), Point(following, back))
    after: dict[Outlook, _Begun] = {}
    for (outlook, each), (ahead, behind) in product(begun.items(), ACROSS):
        if not _goes_on(outlook, ahead, behind):
            continue
        pieces = outlook.pieces if ahead and behind else 1
        steps = (along_front,) * ahead + (along_back,) * behind
        _keep(after, Outlook(ahead, behind, pieces), each, (ahead + behind) * apart, steps)
    return after


def _goes_on(outlook: Outlook, ahead: int, behind: int) -> bool:
    """Every corner is left as often as entered, nothing begins in an untouched corner, and no piece is left behind."""
    if (outlook.front + ahead) % 2 or (outlook.back + behind) % 2:
        return False
    if (ahead and outlook.front == NONE) or (behind and outlook.back == NONE):
        return False
    return outlook.pieces == 1 or bool(ahead and behind)


def _more(had: int, added: int) -> int:
    total = had + added
    return NONE if total == 0 else EVEN if total % 2 == 0 else ODD


def _keep(after: dict[Outlook, _Begun], outlook: Outlook, before: _Begun, length: int, steps: tuple[Step, ...]) -> None:
    known = after.get(outlook)
    if known is None or before.length + length < known.length:
        after[outlook] = _Begun(before.length + length, steps, before)


def _all_steps(last: _Begun) -> Iterator[Step]:
    each: _Begun | None = last
    while each is not None:
        yield from each.steps
        each = each.before
