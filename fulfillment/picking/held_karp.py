"""The shortest round trip over few places, by trying all subsets in order.

Held and Karp, A dynamic programming approach to sequencing problems (Journal of SIAM 10, 1962).
"""

from fulfillment.picking.distances import Matrix


def held_karp(matrix: Matrix) -> tuple[int, tuple[int, ...]]:
    """The length, and the places in order, beginning with 0. Work grows as 2^n n^2 with the places besides 0."""
    places = len(matrix) - 1
    if places <= 0:
        return 0, (0,)
    # best[subset][last]: the shortest way from 0 through the subset that ends at `last`; places count from 0 here.
    best: list[list[int]] = [[] for _ in range(1 << places)]
    for subset in range(1, 1 << places):
        row = best[subset] = [-1] * places
        for last in range(places):
            if not subset >> last & 1:
                continue
            rest = subset ^ (1 << last)
            if not rest:
                row[last] = matrix[0][last + 1]
                continue
            before = best[rest]
            row[last] = min(before[at] + matrix[at + 1][last + 1] for at in range(places) if rest >> at & 1)
    everything = (1 << places) - 1
    length, last = min((best[everything][at] + matrix[at + 1][0], at) for at in range(places))
    return length, (0, *_backwards(best, matrix, everything, last))


def _backwards(best: list[list[int]], matrix: Matrix, subset: int, last: int) -> tuple[int, ...]:
    order = [last + 1]
    while subset ^ (1 << last):
        rest = subset ^ (1 << last)
        last = next(
            at
            for at in range(len(best[subset]))
            if rest >> at & 1 and best[rest][at] + matrix[at + 1][order[-1]] == best[subset][order[-1] - 1]
        )
        subset = rest
        order.append(last + 1)
    return tuple(reversed(order))
