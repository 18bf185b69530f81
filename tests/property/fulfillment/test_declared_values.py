"""Values of parcels: whatever way an order is packed and discounted, shares add up, and nothing is declared too low."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.order.line import Line
from engine.order.order import Order, Totals
from fulfillment.documents.category import due_category, is_paid
from fulfillment.documents.converting import Converter
from fulfillment.documents.declaration import Category
from fulfillment.documents.declaration_errors import CategoryRefused, DeclaredValueRefused
from fulfillment.documents.declared_value import paid_for
from fulfillment.documents.declaring import Wish, declare
from fulfillment.documents.spreading import portion, spread
from tests.builders import an_order
from tests.customs_files import a_file, a_lane, a_parcel, a_way, the_book, the_rates

AMOUNTS = st.integers(min_value=0, max_value=10**9)
LINES = st.lists(
    st.builds(
        Line,
        quantity=st.integers(min_value=1, max_value=9),
        unit_price=st.integers(min_value=0, max_value=10**6),
        discount=st.integers(min_value=0, max_value=10**5),
        sku=st.sampled_from(["TEE-M-BLUE", "A", "B"]),
        weight_g=st.just(100),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def orders() -> st.SearchStrategy[Order]:
    """Orders with discounts of lines and of the whole, and freight."""
    totals = st.builds(
        Totals,
        total=st.integers(min_value=0, max_value=10**7),
        discount=st.none() | st.integers(min_value=0, max_value=10**6),
        shipping=st.none() | st.integers(min_value=0, max_value=10**5),
    )
    return st.builds(lambda lines, total: an_order(lines=lines, totals=total), LINES, totals)


@given(AMOUNTS, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=20))
def test_spread_when_of_any_weights_then_shares_add_up_and_none_is_off_by_more_than_one(
    amount: int, weights: list[int]
) -> None:
    shares = spread(amount, weights)
    total = sum(weights) or len(weights)
    own = weights if any(weights) else [1] * len(weights)
    assert sum(shares) == amount
    assert all(abs(share * total - amount * weight) < total for share, weight in zip(shares, own, strict=True))


@given(AMOUNTS, st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=10))
def test_portion_when_pieces_go_into_any_parcels_then_portions_add_up(amount: int, packed: list[int]) -> None:
    of = sum(packed)
    before = [sum(packed[:at]) for at in range(len(packed))]
    portions = [portion(amount, gone, taken, of) for gone, taken in zip(before, packed, strict=True)]
    assert sum(portions) == (amount if of else 0)
    assert all(each >= 0 for each in portions)


@given(orders(), st.integers(min_value=0, max_value=10**6))
def test_prices_when_discounts_and_tax_are_taken_out_then_add_up_and_never_fall_below_nothing(
    order: Order, tax: int
) -> None:
    effective = [each.effective for each in a_file(order, {}).lines]
    before = sum(paid_for(replace(order, totals=replace(order.totals, discount=0)), effective))
    after = paid_for(order, effective, tax)
    assert all(each >= 0 for each in after)
    assert sum(after) == max(0, max(0, before - (order.totals.discount or 0)) - tax)


@settings(max_examples=40)
@given(st.data(), orders())
def test_parcels_when_an_order_is_packed_into_several_then_goods_and_freight_add_up(
    data: st.DataObject, order: Order
) -> None:
    file = a_file(order, {})
    whole = declare(file, a_parcel(pieces=_pieces(order)), a_way(), the_book())
    parts = data.draw(_packings(order))
    goods = freight = 0
    gone = dict.fromkeys(_pieces(order), 0)
    for pieces in parts:
        found = declare(file, a_parcel(pieces=pieces, before=dict(gone)), a_way(), the_book())
        goods, freight = goods + found.goods, freight + found.charges.freight
        gone = {line: gone[line] + pieces.get(line, 0) for line in gone}
    assert (goods, freight) == (whole.goods, whole.charges.freight)


@given(orders(), st.sampled_from(["DE", "GB", "US", "AU", "NO", "SA"]), st.integers(min_value=0, max_value=10**8))
def test_wish_when_any_then_never_less_than_the_goods_is_declared(order: Order, market: str, wish: int) -> None:
    file = a_file(order, {}, a_lane(market=market, territory=market, regime=None))
    parcel = a_parcel(pieces=_pieces(order))
    due = declare(file, parcel, a_way(), the_book())
    least = due.goods if market == "SA" else due.total
    if wish < least:
        with pytest.raises(DeclaredValueRefused):
            declare(file, parcel, a_way(), the_book(), Wish(value=wish))
        return
    found = declare(file, parcel, a_way(), the_book(), Wish(value=wish))
    assert found.total == wish
    assert found.goods >= due.goods


@given(orders(), st.sampled_from([each.value for each in Category]))
def test_category_when_somebody_pays_then_only_a_sale_is_declared(order: Order, wish: str) -> None:
    if not is_paid(order) or wish == Category.SALE:
        return
    with pytest.raises(CategoryRefused):
        declare(a_file(order, {}), a_parcel(pieces=_pieces(order)), a_way(), the_book(), Wish(category=wish))
    assert due_category(order) is Category.SALE


@given(AMOUNTS, st.sampled_from(["EUR", "USD", "JPY", "CNY"]), st.sampled_from(["EUR", "USD", "JPY", "CNY"]))
def test_conversion_when_there_and_back_then_off_by_no_more_than_a_unit_is_worth(
    amount: int, source: str, target: str
) -> None:
    there = Converter(source=source, target=target, rates=the_rates()).minor(amount)
    back = Converter(source=target, target=source, rates=the_rates()).minor(there)
    unit = Converter(source=target, target=source, rates=the_rates()).minor(1)
    assert abs(back - amount) <= unit / 2 + 1


def _pieces(order: Order) -> dict[int, int]:
    return {number: line.quantity for number, line in enumerate(order.lines, start=1)}


def _packings(order: Order) -> st.SearchStrategy[list[dict[int, int]]]:
    """All pieces, one after the other, into parcels that are not empty."""
    every = [line for line, many in _pieces(order).items() for _ in range(many)]

    def parcels(cuts: list[bool]) -> list[dict[int, int]]:
        found: list[dict[int, int]] = [{}]
        for line, cut in zip(every, cuts, strict=True):
            if cut and found[-1]:
                found.append({})
            found[-1][line] = found[-1].get(line, 0) + 1
        return found

    return st.lists(st.booleans(), min_size=len(every), max_size=len(every)).map(parcels)
