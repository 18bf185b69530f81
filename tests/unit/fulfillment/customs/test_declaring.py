"""A parcel's declaration: what is in it, what it is worth, what it is called."""

from dataclasses import replace

import pytest

from engine.order.order import Totals
from engine.order.terms import OrderKind
from engine.products.product import Component, DeclaredValue, Product
from engine.registration import Registration
from fulfillment.documents.customs_file import Original
from fulfillment.documents.declaration import Category, Shown
from fulfillment.documents.declaration_errors import (
    CategoryRefused,
    DeclaredValueRefused,
    NoStoredRate,
    NothingToDeclare,
)
from fulfillment.documents.declaring import FREE, Wish, declare
from tests.builders import a_line, an_order
from tests.customs_files import IOSS, SENDER, TEE, a_file, a_lane, a_parcel, a_way, the_book


def test_declaration_when_under_the_one_stop_shop_then_goods_alone_are_the_value() -> None:
    found = declare(a_file(), a_parcel(), a_way(), the_book())
    assert (found.total, found.goods, found.charges.freight) == (3998, 3998, 490)
    assert found.basis.row == "ioss"
    assert found.category is Category.SALE


def test_declaration_when_tax_is_paid_on_arrival_then_freight_is_in_the_value() -> None:
    found = declare(a_file(lane=a_lane(regime=None, collector="importer")), a_parcel(), a_way(), the_book())
    assert found.total == 3998 + 490
    assert [each.kind for each in found.numbers] == []


def test_declaration_when_it_has_an_ioss_number_then_no_paper_shows_it() -> None:
    found = declare(a_file(), a_parcel(), a_way(), the_book())
    assert IOSS in found.numbers
    assert found.printable(Shown.INVOICE) == ()


def test_declaration_when_the_marketplace_collects_then_only_its_number_is_stated() -> None:
    found = declare(a_file(lane=a_lane(collector="marketplace")), a_parcel(), a_way(), the_book())
    assert found.numbers == ()


def test_declaration_when_the_parcel_holds_one_piece_of_two_then_its_half() -> None:
    found = declare(a_file(), a_parcel(pieces={1: 1}, before={1: 1}), a_way(), the_book())
    assert (found.lines[0].quantity, found.lines[0].value, found.lines[0].net_g) == (1, 1999, 180)


def test_declaration_when_a_line_is_a_kit_then_its_contents_are_declared() -> None:
    kit = Product(sku="SET", components=(Component(sku="TEE-M-BLUE", quantity=2), Component(sku="CAP")))
    cap = Product(sku="CAP", customs_name_en="Cap, cotton", hs6="650500", origin="CN", weight_g=80)
    order = an_order(lines=(a_line(sku="SET", quantity=1, unit_price=5000, hs_code=None),))
    file = a_file(order, {"SET": kit, "TEE-M-BLUE": TEE, "CAP": cap})
    found = declare(file, a_parcel(pieces={1: 1}), a_way(), the_book())
    assert [(line.sku, line.quantity) for line in found.lines] == [("TEE-M-BLUE", 2), ("CAP", 1)]
    assert found.goods == 5000


def test_declaration_when_a_discount_is_on_the_order_then_lines_share_it_exactly() -> None:
    lines = (a_line(unit_price=999, quantity=1), a_line(sku="B", unit_price=500, quantity=1, hs_code="610910"))
    order = an_order(lines=lines, totals=Totals(total=1200, goods=1499, discount=299))
    found = declare(a_file(order), a_parcel(pieces={1: 1, 2: 1}), a_way(), the_book())
    assert [line.value for line in found.lines] == [800, 400]


def test_declaration_when_prices_contain_tax_then_it_is_taken_out() -> None:
    found = declare(a_file(), a_parcel(), a_way(tax_in_prices=638), the_book())
    assert found.goods == 3998 - 638


@pytest.mark.parametrize("kind", [OrderKind.SAMPLE, OrderKind.GIFT])
def test_declaration_when_nobody_pays_then_the_product_files_value_counts(kind: OrderKind) -> None:
    order = an_order(kind=kind, lines=(a_line(unit_price=0),), totals=Totals(total=0))
    found = declare(a_file(order), a_parcel(), a_way(), the_book())
    assert (found.category, found.goods, found.remarks) == (Category(kind), 1800, (FREE,))
    assert found.invoice.pro_forma


def test_declaration_when_one_article_is_free_then_it_has_the_product_files_value() -> None:
    lines = (a_line(unit_price=1999), a_line(sku="FREE", unit_price=0, quantity=1))
    free = Product(sku="FREE", hs6="610910", declared_value=DeclaredValue(minor=116, currency="USD"))
    file = a_file(an_order(lines=lines), {"TEE-M-BLUE": TEE, "FREE": free})
    found = declare(file, a_parcel(pieces={1: 2, 2: 1}), a_way(), the_book())
    assert [line.value for line in found.lines] == [3998, 100]


def test_declaration_when_goods_replace_others_then_at_the_price_of_those() -> None:
    order = an_order(
        kind=OrderKind.WARRANTY, original_order_id="A-900", lines=(a_line(unit_price=0),), totals=Totals(total=0)
    )
    first = a_file(an_order(lines=(a_line(unit_price=2500),)))
    original = Original(order=first.order, lines=tuple(each.effective for each in first.lines))
    found = declare(replace(a_file(order), original=original), a_parcel(), a_way(), the_book())
    assert (found.category, found.goods) == (Category.OTHER, 5000)
    assert "A-900" in found.reason
    assert found.reference("original_order") == "A-900"


def test_declaration_when_a_paid_present_goes_to_somebody_else_then_it_is_a_sale() -> None:
    found = declare(a_file(an_order(kind=OrderKind.GIFT)), a_parcel(), a_way(), the_book())
    assert found.category is Category.SALE


@pytest.mark.parametrize("wish", ["gift", "sample", "documents", "other"])
def test_declaration_when_a_sale_is_wished_as_something_else_then_refused(wish: str) -> None:
    with pytest.raises(CategoryRefused):
        declare(a_file(), a_parcel(), a_way(), the_book(), Wish(category=wish))


def test_declaration_when_less_is_wished_then_refused_with_what_is_due() -> None:
    with pytest.raises(DeclaredValueRefused) as refused:
        declare(a_file(), a_parcel(), a_way(), the_book(), Wish(value=3997))
    assert (refused.value.least, refused.value.currency, refused.value.row) == (3998, "EUR", "ioss")


def test_declaration_when_more_is_wished_then_lines_carry_it() -> None:
    found = declare(a_file(), a_parcel(), a_way(), the_book(), Wish(value=4100))
    assert (found.total, found.lines[0].value) == (4100, 4100)


def test_declaration_when_the_row_rests_on_a_weak_source_then_a_wish_may_leave_charges_out() -> None:
    lane = a_lane(market="SA", territory="SA", regime=None, collector="importer")
    found = declare(a_file(lane=lane), a_parcel(), a_way(), the_book(), Wish(value=3998))
    assert (found.total, found.charges.included) == (3998, 0)


def test_declaration_when_the_destination_wants_another_currency_then_converted_with_the_stored_rate() -> None:
    lane = a_lane(market="BR", territory="BR", regime=None, collector="importer")
    found = declare(a_file(lane=lane), a_parcel(), a_way(), the_book())
    assert (found.currency, found.goods) == ("USD", 4638)
    assert (found.basis.rate, found.basis.rate_day) == ("1.160000", a_file().lane.on)


def test_declaration_when_there_is_no_rate_then_refused() -> None:
    lane = a_lane(market="BR", territory="BR", regime=None)
    with pytest.raises(NoStoredRate):
        declare(replace(a_file(lane=lane), rates=None), a_parcel(), a_way(), the_book())


def test_declaration_when_nothing_of_the_order_is_in_it_then_refused() -> None:
    with pytest.raises(NothingToDeclare):
        declare(a_file(), a_parcel(pieces={}), a_way(), the_book())


def test_declaration_when_a_packaging_number_belongs_on_the_invoice_then_it_is_there() -> None:
    spanish = Registration(id="reg_1", kind="packaging", country="ES", number="ENV/2023/000012345")
    file = a_file(lane=a_lane(market="ES"), registrations=(spanish,))
    found = declare(file, a_parcel(), a_way(), the_book())
    assert [(each.kind, each.value) for each in found.printable(Shown.INVOICE)] == [("PACKAGING", spanish.number)]


def test_declaration_when_it_goes_to_italy_then_material_codes_are_shown() -> None:
    file = a_file(lane=a_lane(market="IT"))
    parcel = a_parcel(materials=("corrugated_board", "pe_film"))
    assert declare(file, parcel, a_way(), the_book()).packaging_marks == ("PAP 20", "LDPE 4")


def test_declaration_when_it_is_made_twice_then_equal() -> None:
    assert declare(a_file(), a_parcel(), a_way(), the_book()) == declare(a_file(), a_parcel(), a_way(), the_book())
    assert declare(a_file(), a_parcel(), a_way(), the_book()).sender == SENDER
