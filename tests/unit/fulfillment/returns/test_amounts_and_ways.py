"""Exact shares of what was paid, ways to settle, and orders that replace others."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.admission import Admission
from engine.facts.context import Context
from engine.order.order import Order, Totals
from engine.order.terms import OrderKind
from fulfillment.aftersales.amounts import line_shares, paid_for_pieces, tax_within
from fulfillment.aftersales.resending import replacement_of
from fulfillment.aftersales.return_labels import address_of, draw_return_label
from fulfillment.aftersales.ways import HOUSE, WAYS, Place, ways_of
from fulfillment.documents.category import due_category
from fulfillment.documents.declaration import Category
from fulfillment.payments.terms import UNPAID_KINDS
from fulfillment.records import Warehouse
from tests.builders import a_line, an_order
from tests.desks import an_honest_order

ROOT = Path(__file__).parents[4]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOME = Place(code="SZX-1", country="CN", border=True, cost=2400)
LOCAL = Place(code="BER-1", country="DE", border=False, cost=None)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Orders whose parts add up."""
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        many, price = draw(st.integers(1, 7)), draw(st.integers(0, 9_999))
        lines.append(a_line(quantity=many, unit_price=price, discount=draw(st.integers(0, many * price))))
    net = sum(line.quantity * line.unit_price - line.discount for line in lines)
    off, tax, shipping = draw(st.integers(0, net)), draw(st.integers(0, 5_000)), draw(st.integers(0, 2_000))
    total = net - off + tax + shipping
    return an_order(lines=tuple(lines), totals=Totals(total=total, shipping=shipping, tax=tax, discount=off))


@given(order=orders())
def test_shares_when_added_up_then_are_what_was_paid_less_the_delivery(order: Order) -> None:
    shares = line_shares(order)
    assert sum(shares.values()) == order.totals.total - (order.totals.shipping or 0)
    assert all(share >= 0 for share in shares.values())


@given(order=orders(), data=st.data())
def test_pieces_when_they_come_back_in_any_portions_then_add_up_to_the_minor_unit(
    order: Order, data: st.DataObject
) -> None:
    for number, line in enumerate(order.lines, start=1):
        before, paid = 0, 0
        while before < line.quantity:
            many = data.draw(st.integers(1, line.quantity - before))
            paid += paid_for_pieces(order, {number: many}, {number: before})
            before += many
        assert paid == line_shares(order)[number]


@given(order=orders(), amount=st.integers(0, 200_000))
def test_tax_when_of_an_amount_then_never_more_than_it_or_than_all(order: Order, amount: int) -> None:
    assert 0 <= tax_within(order, amount) <= min(amount, order.totals.tax or 0)


def test_ways_when_listed_then_each_says_what_its_id_says() -> None:
    found = ways_of(HOME, LOCAL, 2000, 20)
    assert {each.id for each in found} == set(WAYS)
    for each in found:
        assert (each.remedy, each.goods, each.payer) == (
            WAYS[each.id].remedy, WAYS[each.id].goods, WAYS[each.id].payer,
        )  # fmt: skip


def test_way_when_its_cost_is_known_then_is_stated_as_a_share() -> None:
    dear = next(each for each in ways_of(HOME, None, 2000, 20) if each.payer == HOUSE)
    assert dear.facts(2000)["way.cost_share_pct"] == 120
    local = next(each for each in ways_of(HOME, LOCAL, 2000, 20) if each.payer == HOUSE and each.place is LOCAL)
    assert "way.cost_eur_minor" not in local.facts(2000)


def test_replacement_when_made_then_owes_nothing_and_states_its_value() -> None:
    made = replacement_of(an_order(lines=(a_line(quantity=3, discount=10),)), {1: 1}, "A-1-R", NOW)
    assert (made.kind, made.payment, made.original_order_id) == (OrderKind.RESHIP, None, an_order().id)
    assert made.kind in UNPAID_KINDS
    assert (made.lines[0].quantity, made.lines[0].discount, made.totals.total) == (1, 3, 1996)
    assert due_category(made) is Category.SALE


@cache
def admission() -> Admission:
    return Admission.load(ROOT / "rules", ROOT / "data")


def test_replacement_when_decided_then_trips_no_rule_of_payments() -> None:
    made = replacement_of(an_honest_order(), {1: 1}, "A-1-R", NOW)
    assert admission().decide(made, Context(decided_at=NOW)).outcome == "admit"


def test_replacement_when_its_goods_may_not_enter_any_more_then_does_not_pass() -> None:
    honest = an_honest_order()
    gone = replace(honest, shipping_address=replace(honest.shipping_address, country="KP", postcode=None))
    made = replacement_of(gone, {1: 1}, "A-1-R", NOW)
    assert admission().decide(made, Context(decided_at=NOW)).outcome == "cancel"


def test_label_when_drawn_then_has_both_numbers_a_code_and_room_for_the_sender() -> None:
    house = Warehouse(merchant_id="main", code="BER-1", country="DE", name="Lager <1>", city="Berlin", postcode="10115")
    drawn = draw_return_label("RX000000014DE", "R-0001", 300, address_of(house, "")).decode()
    assert all(each in drawn for each in ("RX 000 000 014 DE", "R-0001", "Lager &lt;1&gt;", "{1}", "{7}", "viewBox"))
    assert address_of(None, "CN") == ("CN",)
