"""What holds of limits and movements for any consignment and any restriction."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.goods.law import Goods
from engine.goods.limits import Against, Limit, Measured, Money, Per, measured
from engine.goods.restriction import Movement
from engine.goods.screening import Side
from engine.order.line import Line
from tests.unit.goods.builders import a_line, knowledge
from tests.unit.goods.laws import a_ban, a_book, a_journey, ids

SUMS = ("quantity", "weight_g", "value", "liquid_ml")
LINE = replace(a_line("Cigars", "24021000"), liquid_ml=3.0)
COUNTS = st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=6)
MOVEMENTS = st.sampled_from(["import", "domestic", "intra_union", None])
# Any rate: what matters is that it rounds.
MONEY = Money("USD", lambda minor, currency: minor if currency == "EUR" else (minor * 7 + 4) // 9)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Reads the data before any deadline runs."""
    knowledge()


def _measured(limit: Limit, lines: list[tuple[Line, int | None]]) -> Measured:
    return measured(limit, lines, 0, MONEY)


@given(COUNTS, st.sampled_from(SUMS), st.integers(0, 900), st.one_of(st.none(), st.integers(1, 50)))
def test_consignment_when_a_line_is_split_then_its_standing_is_the_same(
    counts: list[int], measure: str, most: int, grams: int | None
) -> None:
    limit = Limit(measure, most, Per.CONSIGNMENT, "EUR" if measure == "value" else None)
    pieces = replace(LINE, weight_g=grams)
    whole = [(replace(pieces, quantity=sum(counts)), 5 * sum(counts))]
    split = [(replace(pieces, quantity=count), 5 * count) for count in counts]
    assert _measured(limit, list(split)) == _measured(limit, list(whole))


@given(COUNTS, st.integers(0, 200), st.randoms(use_true_random=False))
def test_consignment_when_lines_stand_in_another_order_then_each_standing_is_the_same(
    counts: list[int], most: int, random: Random
) -> None:
    limits = (Limit("quantity", most, Per.CONSIGNMENT), Limit("weight_g", 5, Per.PIECE))
    book = a_book({"DE": [a_ban(limits=limits)]})
    lines = [replace(LINE, quantity=count, weight_g=count) for count in counts]
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert _standings(book, lines) == _standings(book, shuffled)


def _standings(book: object, lines: list[Line]) -> dict[int, set[Against]]:
    goods = [Goods(line, knowledge().classifier.classify(line)) for line in lines]
    found: dict[int, set[Against]] = {}
    for line, each in zip(lines, book.screen_lines(goods, a_journey()), strict=True):  # type: ignore[attr-defined]
        found.setdefault(line.quantity, set()).update(one.standing for one in each)
    return found


@given(COUNTS, st.integers(0, 100), st.integers(0, 5))
def test_consignment_when_a_weight_is_taken_away_then_never_within(counts: list[int], most: int, at: int) -> None:
    lines = [(replace(LINE, quantity=count, weight_g=3), None) for count in counts]
    unknown = at % len(lines)
    lines[unknown] = (replace(lines[unknown][0], weight_g=None), None)
    standing = _measured(Limit("weight_g", most, Per.CONSIGNMENT), list(lines)).standing
    assert standing in {Against.UNKNOWN, Against.EXCEEDED}


@given(st.sampled_from(list(Movement)), MOVEMENTS)
def test_movement_when_a_restriction_has_one_then_it_bites_on_its_own_or_as_market(
    movement: Movement, moves: str | None
) -> None:
    book = a_book({"DE": [a_ban(movements=frozenset({movement}))]})
    found = book.screen_line(Goods(LINE, knowledge().classifier.classify(LINE)), a_journey("DE", "CN", moves))
    assert bool(found) == (movement in {Movement.MARKET, Movement(moves or "import")})


@given(st.frozensets(st.sampled_from(list(Movement)), min_size=1), MOVEMENTS)
def test_movement_when_there_are_several_then_as_if_each_stood_alone(
    movements: frozenset[Movement], moves: str | None
) -> None:
    together = a_book({"_WORLD": [a_ban(movements=movements)]})
    apart = a_book({"_WORLD": [a_ban(id=f"XX-{one}", movements=frozenset({one})) for one in movements]})
    goods, journey = Goods(LINE, knowledge().classifier.classify(LINE)), a_journey("DE", "CN", moves)
    assert bool(together.screen_line(goods, journey)) == bool(apart.screen_line(goods, journey))


@given(MOVEMENTS, st.sampled_from(["CN", "US", None]))
def test_export_law_when_goods_come_in_then_never_counts_for_the_destination(
    moves: str | None, origin: str | None
) -> None:
    book = a_book({"DE": [a_ban(movements=frozenset({Movement.EXPORT}))]})
    found = book.screen_line(Goods(LINE, knowledge().classifier.classify(LINE)), a_journey("DE", origin, moves))
    assert ids(tuple(one for one in found if one.side is Side.DESTINATION)) == []


@given(st.permutations(["DE", "_EU", "_WORLD"]))
def test_files_when_read_in_another_order_then_the_same_applies(order: list[str]) -> None:
    files = {code: [a_ban(id=f"{code}-001", movements=frozenset({Movement.MARKET}))] for code in order}
    book = a_book(files, members=frozenset({"DE"}))
    found = book.screen_line(Goods(LINE, knowledge().classifier.classify(LINE)), a_journey())
    assert sorted(ids(found)) == ["DE-001", "_EU-001", "_WORLD-001"]
