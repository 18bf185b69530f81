"""The books of profit balance: whatever profits are summed up by, the sums are those of the figures."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.profit.figure import Figure, Known, OrderProfit, Part, Seen, SoldLine
from fulfillment.profit.sharing import entries
from fulfillment.profit.tables import Over, tabulate

SKUS = ("TEE", "CAP", "MUG", "")


def sold() -> st.SearchStrategy[tuple[SoldLine, ...]]:
    one = st.tuples(st.sampled_from(SKUS), st.integers(1, 9), st.integers(0, 10_000), st.none() | st.integers(0, 5_000))
    return st.lists(one, max_size=4).map(
        lambda rows: tuple(
            SoldLine(number=number, sku=sku, pieces=pieces, value=value, grams=grams)
            for number, (sku, pieces, value, grams) in enumerate(rows, start=1)
        )
    )


def figures() -> st.SearchStrategy[Figure]:
    weights = st.dictionaries(st.integers(1, 6), st.integers(0, 5_000), max_size=3)
    known = st.builds(
        Figure, part=st.sampled_from(Part), known=st.sampled_from((Known.EXPECTED, Known.BILLED)),
        source=st.just("x"), minor=st.integers(-100_000, 100_000), weights=weights,
    )  # fmt: skip
    unknown = st.builds(Figure, part=st.sampled_from(Part), known=st.just(Known.UNKNOWN), source=st.just("y:z"))
    return known | unknown


@st.composite
def profits(draw: st.DrawFn) -> list[OrderProfit]:
    seen = st.builds(
        Seen, shop=st.sampled_from(("a", "b", "")), channel=st.sampled_from(("own_shop", "amazon")),
        placed_on=st.dates(date(2026, 9, 1), date(2026, 11, 30)), origin=st.sampled_from(("CN", "DE")),
        destination=st.sampled_from(("US", "DE")), services=st.sampled_from(((), ("line-4px",), ("a", "b"))),
    )  # fmt: skip
    many = draw(st.integers(0, 6))
    return [
        OrderProfit(order_id=f"ord_{number}", currency="EUR", figures=tuple(draw(st.lists(figures(), max_size=6))),
                    lines=draw(sold()), seen=draw(seen))
        for number in range(many)
    ]  # fmt: skip


@given(profits())
def test_sums_over_anything_are_those_of_the_orders_and_of_their_figures(found: list[OrderProfit]) -> None:
    of_orders = sum(each.known_minor for each in found)
    assert of_orders == sum(entry.minor for each in found for entry in entries(each))
    for over in Over:
        table = tabulate(found, over, "EUR")
        assert (sum(row.profit for row in table.rows), table.total.profit) == (of_orders, of_orders)
        assert sum(sum(row.known.values()) for row in table.rows) == of_orders
        assert table.total.orders == len(found)


@given(profits())
def test_each_part_of_an_order_keeps_its_sum_over_its_lines(found: list[OrderProfit]) -> None:
    for profit in found:
        for part in Part:
            shared = sum(entry.minor for entry in entries(profit) if entry.part is part)
            assert shared == sum(each.minor for each in profit.figures if each.part is part and each.minor is not None)


@given(profits())
def test_orders_with_something_unknown_are_counted_as_incomplete_in_every_table(found: list[OrderProfit]) -> None:
    unknown = sum(each.total_minor is None for each in found)
    for over in set(Over) - {Over.SKU}:
        assert sum(row.incomplete for row in tabulate(found, over, "EUR").rows) == unknown
    assert tabulate(found, Over.SKU, "EUR").total.incomplete == unknown


@given(st.integers(-10_000, 10_000), sold())
def test_cents_of_a_figure_never_go_where_no_weight_is(minor: int, lines: tuple[SoldLine, ...]) -> None:
    figure = Figure(part=Part.REVENUE, known=Known.EXPECTED, source="x", minor=minor)
    seen = Seen(shop="", channel="", placed_on=date(2026, 11, 1), origin="", destination="")
    profit = OrderProfit(order_id="o", currency="EUR", figures=(figure,), lines=lines, seen=seen)
    if any(line.value for line in lines):
        worthless = {line.number for line in lines if not line.value}
        assert not [each for each in entries(profit) if each.line in worthless and each.minor]
