"""A length that no round trip can beat: the best tree with one round in it, with prices on the places.

Held and Karp, The traveling-salesman problem and minimum spanning trees (Operations Research 18, 1970; part II in
Mathematical Programming 1, 1971). Prices are raised where the tree is too thick, so that it becomes more like a round.
"""

from fulfillment.picking.distances import Matrix

ROUNDS = 60
PRICE = 64  # prices are counted in 64ths of a millimetre, so that all of it stays whole numbers


def lower_bound(matrix: Matrix, known: int) -> int:
    """At least this long is every round trip; `known` is the length of one, which steers the search."""
    count = len(matrix)
    if count <= 2:
        return known
    prices = [0] * count
    best = 0
    share = 2.0
    for _ in range(ROUNDS):
        weight, degrees = _tree(matrix, prices)
        best = max(best, weight - 2 * sum(prices))
        thick = sum((each - 2) ** 2 for each in degrees)
        if thick == 0:
            break
        step = max(int(share * (known * PRICE - (weight - 2 * sum(prices))) / thick), 1)
        prices = [price + step * (degree - 2) for price, degree in zip(prices, degrees, strict=True)]
        share *= 0.95
    return min(-(-best // PRICE), known)


def _tree(matrix: Matrix, prices: list[int]) -> tuple[int, list[int]]:
    """Weight and degrees of the shortest spanning tree over all but place 0, and of its two shortest links to that."""
    count = len(matrix)
    degrees = [0] * count
    costs = [PRICE * each + prices[0] + prices[at] for at, each in enumerate(matrix[0])]
    nearest = sorted(range(1, count), key=lambda at: costs[at])[:2]
    weight = sum(costs[at] for at in nearest)
    for at in nearest:
        degrees[0] += 1
        degrees[at] += 1
    link = dict.fromkeys(range(2, count), 1)
    cost = {at: PRICE * matrix[1][at] + prices[1] + prices[at] for at in link}
    while link:
        at = min(cost, key=lambda each: cost[each])
        weight += cost.pop(at)
        degrees[at] += 1
        degrees[link.pop(at)] += 1
        row = matrix[at]
        for other in link:
            through = PRICE * row[other] + prices[at] + prices[other]
            if through < cost[other]:
                cost[other], link[other] = through, at
    return weight, degrees
