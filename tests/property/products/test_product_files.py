"""A product file goes out and comes in as the same; kits add up; joining twice is joining once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.bundled import data_folder
from engine.facts.values import line_value
from engine.goods.hs import load_headings
from engine.order.line import Line
from engine.products.catalogue import Catalogue, kept_catalogue, recalled_catalogue
from engine.products.effective import effective_lines
from engine.products.joining import join
from engine.products.kits import opened, shared
from engine.products.product import Component, DeclaredValue, Product
from engine.products.reading import read_product, to_document
from engine.products.table import read_table, written
from tests.builders import an_order
from tests.product_strategies import products
from tests.strategies import lines

HEADINGS = load_headings(data_folder() / "restricted_goods" / "hs_headings.yaml")


@given(st.lists(products(), max_size=4, unique_by=lambda each: each.sku))
def test_file_when_written_and_read_then_has_the_same_products(file: list[Product]) -> None:
    table = read_table("".join(written(file)).encode())
    read = [read_product(_held(each.patch), HEADINGS) for each in table.drafts]
    assert (read, list(table.faults)) == (file, [])


def _held(patch: object) -> dict[str, object]:
    """What a patch says, without what it takes away."""
    assert isinstance(patch, dict)
    inner = {name: _held(value) if isinstance(value, dict) else value for name, value in patch.items()}
    return {name: value for name, value in inner.items() if value is not None}


@given(products())
def test_product_when_written_as_a_document_then_reads_back(product: Product) -> None:
    assert read_product(to_document(product), HEADINGS) == product


@given(lines(), products(kits=False))
def test_join_when_done_twice_then_changes_nothing(line: Line, product: Product) -> None:
    once = join(line, product, "US").line
    assert join(once, product, "US").line == once


@given(lines(), products(kits=False))
def test_join_when_the_order_says_nothing_then_there_is_no_conflict(line: Line, product: Product) -> None:
    bare = Line(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price)
    assert not join(bare, product).conflicts


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_shares_when_added_then_are_the_amount_and_fair_to_a_unit(amount: int, weights: list[int]) -> None:
    found = shared(amount, weights)
    total = sum(weights)
    assert sum(found) == amount
    assert all(abs(share * total - amount * weight) < total for share, weight in zip(found, weights, strict=True))


@given(
    lines(),
    st.lists(st.tuples(st.integers(1, 9), st.none() | st.integers(0, 5000)), min_size=1, max_size=6),
)
def test_kit_when_opened_then_pieces_multiply_and_prices_add_up(
    line: Line, inside: list[tuple[int, int | None]]
) -> None:
    parts = {
        f"P-{place}": Product(
            sku=f"P-{place}",
            declared_value=None if value is None else DeclaredValue(minor=value, currency="EUR"),
        )
        for place, (_, value) in enumerate(inside)
    }
    components = tuple(Component(sku=f"P-{place}", quantity=many) for place, (many, _) in enumerate(inside))
    found = opened(line, Product(sku="KIT", components=components), parts)
    assert sum(line_value(each) for each in found) == line_value(line)
    assert all(0 <= each.discount <= each.quantity * each.unit_price for each in found)
    assert [each.quantity for each in found] == [line.quantity * many for many, _ in inside]


@given(st.lists(lines(), min_size=1, max_size=4), st.integers(1, 3))
def test_lines_when_kits_are_opened_then_the_orders_own_keep_their_places(sold: list[Line], many: int) -> None:
    kit = Product(sku="KIT", components=tuple(Component(sku=f"P-{each}") for each in range(many)))
    order = an_order(lines=(*sold, replace(sold[0], sku="KIT")))
    found = effective_lines(order, Catalogue(products={"KIT": kit}), "DE")
    assert [each.number for each in found[: len(order.lines)]] == list(range(1, len(order.lines) + 1))
    assert {each.number for each in found[len(order.lines) :]} <= {len(order.lines)}
    assert sum(line_value(each.line) for each in found) == sum(line_value(each) for each in order.lines)


@given(st.lists(products(), max_size=3, unique_by=lambda each: each.sku))
def test_catalogue_when_kept_and_recalled_then_is_the_same(file: list[Product]) -> None:
    catalogue = Catalogue(products={each.sku: each for each in file}, names={"B0": "X"}, versions={"X": 2})
    assert recalled_catalogue(kept_catalogue(catalogue)) == catalogue
