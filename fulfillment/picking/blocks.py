"""A good walk where the exact one is too dear: several blocks of aisles, any number of cross aisles.

Stops are inserted one after another where they lengthen the round least, then the round is improved as long as turning
a stretch round (2-opt) or moving up to three stops together (or-opt) shortens it. Then two stretches are exchanged,
which neither of these can do, and what comes of it is improved again (Martin, Otto and Felten 1991, Complex Systems 5).
All over the true shortest ways, and always in the same order: the same walk comes out on every machine.
"""

from collections.abc import Sequence
from itertools import pairwise

from fulfillment.picking.distances import Matrix

LONGEST_MOVE = 3
KICKS = 40
FEWEST_TO_KICK = 6
MOST_ROUNDS = 1000  # every round shortens the walk, so this ends sooner; the bound is for peace of mind

Tour = tuple[int, ...]


def improved(matrix: Matrix, starts: Sequence[Tour] = ()) -> tuple[int, Tour]:
    """Length and places in order, beginning with 0; the best of the given rounds and of one by insertion, improved."""
    if len(matrix) == 1:
        return 0, (0,)
    found = [_better(matrix, list(each)) for each in (by_insertion(matrix), *starts)]
    length, best = min((length_of(matrix, each), each) for each in found)
    for kick in range(KICKS if len(best) >= FEWEST_TO_KICK else 0):
        tour = _better(matrix, _exchanged(best, kick))
        long = length_of(matrix, tour)
        if long < length:
            length, best = long, tour
    return length, tuple(best)


def _exchanged(tour: Sequence[int], kick: int) -> list[int]:
    """Two neighbouring stretches in exchanged order; where they are cut goes on with every kick."""
    room = len(tour) - 1
    first, second, third = sorted((kick * step % room + 1) for step in (3, 7, 11))
    return [*tour[:first], *tour[second:third], *tour[first:second], *tour[third:]]


def length_of(matrix: Matrix, tour: Sequence[int]) -> int:
    """The way through the places and back to the first one."""
    return sum(matrix[one][other] for one, other in pairwise([*tour, tour[0]]))


def by_insertion(matrix: Matrix) -> Tour:
    """The farthest place from the round first, each where it lengthens the round least."""
    tour = [0]
    nearest = dict(enumerate(matrix[0]))
    del nearest[0]
    while nearest:
        place, _ = max(nearest.items(), key=lambda each: (each[1], -each[0]))
        del nearest[place]
        after = min(range(len(tour)), key=lambda at: _detour(matrix, tour, at, place))
        tour.insert(after + 1, place)
        nearest = {other: min(known, matrix[place][other]) for other, known in nearest.items()}
    return tuple(tour)


def _detour(matrix: Matrix, tour: Sequence[int], at: int, place: int) -> int:
    one, other = tour[at], tour[(at + 1) % len(tour)]
    return matrix[one][place] + matrix[place][other] - matrix[one][other]


def _better(matrix: Matrix, tour: list[int]) -> list[int]:
    for _ in range(MOST_ROUNDS):
        shorter = _turned(matrix, tour) or _moved(matrix, tour)
        if shorter is None:
            break
        tour = shorter
    return tour


def _turned(matrix: Matrix, tour: list[int]) -> list[int] | None:
    """The round with the first stretch turned that shortens it."""
    count = len(tour)
    for low in range(count - 1):
        before, first = tour[low], tour[low + 1]
        for high in range(low + 2, count):
            last, after = tour[high], tour[(high + 1) % count]
            if matrix[before][last] + matrix[first][after] < matrix[before][first] + matrix[last][after]:
                return tour[: low + 1] + tour[low + 1 : high + 1][::-1] + tour[high + 1 :]
    return None


def _moved(matrix: Matrix, tour: list[int]) -> list[int] | None:
    """The round with the first few stops moved, or moved and turned, that shortens it."""
    for many in range(1, LONGEST_MOVE + 1):
        for low in range(1, len(tour) - many + 1):
            shorter = _elsewhere(matrix, tour, low, many)
            if shorter is not None:
                return shorter
    return None


def _elsewhere(matrix: Matrix, tour: list[int], low: int, many: int) -> list[int] | None:
    moved, rest = tour[low : low + many], tour[:low] + tour[low + many :]
    first, last = moved[0], moved[-1]
    before, after = tour[low - 1], tour[(low + many) % len(tour)]
    saved = matrix[before][first] + matrix[last][after] - matrix[before][after]
    for at, (one, other) in enumerate(pairwise([*rest, rest[0]])):
        gap = matrix[one][other]
        if matrix[one][first] + matrix[last][other] - gap < saved:
            return rest[: at + 1] + moved + rest[at + 1 :]
        if matrix[one][last] + matrix[first][other] - gap < saved:
            return rest[: at + 1] + moved[::-1] + rest[at + 1 :]
    return None
