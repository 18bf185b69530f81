"""Sharing an order out among warehouses: against all assignments of its pieces, one by one."""

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.inventory.sharing import (
    ALWAYS,
    CHEAPEST,
    FEWEST,
    NEAREST,
    NEVER,
    WHEN_NEEDED,
    Candidate,
    Plan,
    measured,
    share,
)

CODES, SKUS = ("a", "b", "c"), ("x", "y")
POLICIES, SPLITS = (NEAREST, CHEAPEST, FEWEST), (NEVER, WHEN_NEEDED, ALWAYS)

several = st.lists(
    st.builds(
        Candidate,
        code=st.just("?"),
        free=st.fixed_dictionaries({sku: st.integers(0, 3) for sku in SKUS}),
        distance=st.integers(0, 3),
        parcel_cost=st.integers(0, 3),
        piece_cost=st.integers(0, 2),
    ),
    min_size=1,
    max_size=3,
).map(lambda some: [_named(each, code) for each, code in zip(some, CODES, strict=False)])
orders = st.fixed_dictionaries({sku: st.integers(0, 2) for sku in SKUS}).filter(lambda wanted: any(wanted.values()))


def _named(one: Candidate, code: str) -> Candidate:
    return Candidate(code=code, free=one.free, distance=one.distance, parcel_cost=one.parcel_cost,
                     piece_cost=one.piece_cost)  # fmt: skip


def all_plans(wanted: dict[str, int], candidates: list[Candidate]) -> list[Plan]:
    """Every way of giving each single piece to one warehouse that has it."""
    by_code = {each.code: each for each in candidates}
    single = [sku for sku, many in wanted.items() for _ in range(many)]
    found = []
    for chosen in product(by_code, repeat=len(single)):
        pieces: dict[str, Counter[str]] = {}
        for sku, code in zip(single, chosen, strict=True):
            pieces.setdefault(code, Counter())[sku] += 1
        if any(many > by_code[code].free[sku] for code, some in pieces.items() for sku, many in some.items()):
            continue
        cost = sum(by_code[code].parcel_cost + by_code[code].piece_cost * some.total() for code, some in pieces.items())
        far = sum(by_code[code].distance * some.total() for code, some in pieces.items())
        found.append(Plan(pieces=pieces, cost=cost, distance=far))
    return found


@given(orders, several, st.sampled_from(POLICIES), st.sampled_from(SPLITS))
def test_share_when_compared_with_every_assignment_then_none_is_better(
    wanted: dict[str, int], candidates: list[Candidate], policy: str, split: str
) -> None:
    allowed = [each for each in all_plans(wanted, candidates) if split != NEVER or each.parts == 1]
    plan = share(wanted, candidates, policy, split)
    assert plan is not None
    assert bool(plan.missing) is not bool(allowed)
    if allowed:
        best = min(measured(each, policy, split)[:-1] for each in allowed)
        assert measured(plan, policy, split)[:-1] == best


@given(orders, several, st.sampled_from(POLICIES), st.sampled_from(SPLITS))
def test_share_when_planned_then_sends_every_piece_once_and_no_more_than_there_are(
    wanted: dict[str, int], candidates: list[Candidate], policy: str, split: str
) -> None:
    plan = share(wanted, candidates, policy, split)
    assert plan is not None
    sent: Counter[str] = Counter()
    for some in plan.pieces.values():
        sent.update(some)
    assert sent == Counter(wanted)
    free = {each.code: each.free for each in candidates}
    over = sum(max(0, many - free[code][sku]) for code, some in plan.pieces.items() for sku, many in some.items())
    assert over == plan.missing


@given(st.integers(9, 12), st.integers(1, 6))
def test_share_when_there_are_many_warehouses_then_still_covers_the_order(warehouses: int, pieces: int) -> None:
    candidates = [Candidate(code=f"w{n:02}", free={"x": 1}, parcel_cost=n) for n in range(warehouses)]
    plan = share({"x": pieces}, candidates, CHEAPEST, WHEN_NEEDED)
    assert plan is not None
    assert (plan.missing, plan.parts) == (0, pieces)


def test_share_when_the_same_is_asked_twice_then_answers_the_same() -> None:
    candidates = [Candidate(code=code, free={"x": 1, "y": 1}) for code in CODES]
    plans = [share({"x": 2}, order, NEAREST, WHEN_NEEDED) for order in (candidates, candidates[::-1])]
    assert plans[0] is not None
    assert plans[1] is not None
    assert plans[0].pieces == plans[1].pieces == {"a": {"x": 1}, "b": {"x": 1}}
