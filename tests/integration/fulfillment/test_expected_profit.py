"""What an order should earn before it ships: each part with where it is from, and what nobody knows."""

from dataclasses import replace

import pytest

from engine.order.order import Order, Totals
from engine.order.terms import Incoterm, OrderKind
from engine.products.product import LandedUnit
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.errors import NotFound
from fulfillment.profit.expecting import expected_profit
from fulfillment.profit.figure import OrderProfit, Part
from fulfillment.profit.terms import read_terms
from fulfillment.records import AgreedFee
from fulfillment.store.profit import put_profit_terms
from fulfillment.store.settlement_cases import put_fee
from tests.builders import an_order
from tests.customs_files import TEE
from tests.fulfilment_site import House
from tests.money_house import COSTED, file_of, sent, the_sources
from tests.own_line import LINE, with_own_line

STRIPE = AgreedFee(merchant_id="main", provider="stripe", currency="EUR", share_ppm=29_000, fixed=30, tolerance=1)
TAXED = Totals(total=4488, goods=3998, shipping=490, tax=717)


def expected(house: House, file: CustomsFile, **asked: str) -> OrderProfit:
    with house.database.write() as session:
        put_fee(session, STRIPE)
        return expected_profit(session, the_sources(file), "main", file.order_id, **asked)


def told(profit: OrderProfit) -> dict[Part, tuple[int | None, str]]:
    return {each.part: (each.minor, each.source) for each in profit.figures}


def dap(order: Order) -> Order:
    assert order.shipping is not None
    return replace(order, shipping=replace(order.shipping, incoterm=Incoterm.DAP))


def test_order_when_everything_is_stated_then_its_parts_add_up_to_the_profit(house: House) -> None:
    sent(house)
    found = expected(house, file_of(dap(an_order(totals=TAXED))))
    assert told(found) == {
        Part.REVENUE: (4488, "order.totals.total"),
        Part.TAX: (-717, "order.totals.tax:seller"),
        Part.GOODS: (-777, "product.purchase_cost:TEE-M-BLUE"),  # 64 yuan at 8.24
        Part.PAYMENT_FEE: (-160, "fee_table:stripe"),
        Part.PACKING: (-40, "box:B1"),
        Part.FREIGHT: (-1129, "rate_card:line-yunexpress/eu@2026-01-01"),
    }
    assert found.total_minor == 4488 - 717 - 777 - 160 - 40 - 1129


def test_order_when_tax_within_prices_is_not_stated_then_unknown_unless_the_merchant_states_the_share(
    house: House,
) -> None:
    sent(house)
    first = expected(house, file_of(dap(an_order())))
    assert (first.total_minor, [each.source for each in first.unknown]) == (None, ["tax.not_stated"])
    with house.database.write() as session:
        put_profit_terms(session, "main", read_terms("kind,name,currency,amount,percent\ntax,DE,,,19\n", "main"))
    assert expected(house, file_of(dap(an_order()))).of(Part.TAX) == -717  # 4488 * 19 / 119


def test_order_when_goods_have_no_cost_then_unknown_and_never_nothing(house: House) -> None:
    found = expected(house, file_of(an_order(totals=TAXED), product=TEE))
    assert found.of(Part.GOODS) is None
    assert "goods.no_cost:TEE-M-BLUE" in [each.source for each in found.unknown]


def test_order_when_a_landed_cost_is_known_at_its_warehouse_then_it_goes_before_the_purchase(house: House) -> None:
    landed = tuple(
        LandedUnit(warehouse=at, minor=cost, currency="EUR") for at, cost in (("HAM-1", 600), ("SZX-1", 500))
    )
    found = expected(house, file_of(an_order(totals=TAXED), product=replace(COSTED, landed_costs=landed)))
    assert told(found)[Part.GOODS] == (-1000, "product.landed_costs:TEE-M-BLUE@SZX-1")


def test_order_when_not_packed_then_freight_is_that_of_the_service_that_is_named_or_chosen(house: House) -> None:
    file = file_of(an_order(totals=TAXED))
    named = expected(house, file, service="line-4px")
    assert told(named)[Part.FREIGHT][1].startswith("quote:line-4px/")
    chosen = expected(house, file)
    assert chosen.seen.services
    assert told(chosen)[Part.FREIGHT][0] is not None


def test_order_when_duty_is_the_sellers_then_unknown_until_a_rate_is_stated(house: House) -> None:
    file = file_of(an_order(totals=TAXED), duty_due=True, charges_eur_minor=300)
    found = expected(house, file)
    assert [(each.minor, each.source) for each in found.figures if each.part is Part.DUTY] == [
        (-300, "customs.charges"),
        (None, "duty.rate_not_known"),
    ]
    free = expected(house, file_of(an_order(totals=TAXED), duty_due=False))
    assert free.of(Part.DUTY) == 0
    flat = expected(house, file_of(an_order(totals=TAXED), duty_due=True, charges_eur_minor=300, flat_duty=True))
    assert flat.of(Part.DUTY) == -300
    assert "duty.rate_not_known" not in [each.source for each in flat.unknown]


def test_order_when_sent_again_for_nothing_then_it_brings_nothing_and_costs(house: House) -> None:
    found = expected(house, file_of(an_order(kind=OrderKind.RESHIP, payment=None)))
    assert (found.of(Part.REVENUE), found.of(Part.PAYMENT_FEE), found.of(Part.TAX)) == (0, 0, 0)
    assert found.known_minor < 0


def test_profit_when_asked_in_euros_or_yuan_then_each_figure_is_exchanged_at_reference_rates(house: House) -> None:
    sent(house)
    found = expected(house, file_of(dap(an_order(totals=TAXED))), currency="CNY")
    assert (found.currency, found.of(Part.REVENUE), found.of(Part.GOODS)) == ("CNY", 36981, -6400)


def test_profit_when_a_currency_has_no_rate_then_that_figure_is_unknown(house: House) -> None:
    product = replace(COSTED, purchase_cost=replace(COSTED.purchase_cost, currency="ARS"))  # type: ignore[type-var]
    found = expected(house, file_of(an_order(totals=TAXED), product=product))
    assert "no_rate:ARS" in [each.source for each in found.unknown]


def test_profit_when_the_order_is_another_merchants_then_there_is_none(house: House) -> None:
    sources = the_sources(file_of(an_order()))
    with house.database.read() as session, pytest.raises(NotFound):
        expected_profit(session, sources, "other", "ord_1")


def test_freight_when_the_merchant_has_a_line_of_its_own_then_a_quote_may_choose_it(house: House) -> None:
    with house.database.write() as session:
        with_own_line(house, session)
    found = expected(house, file_of(dap(an_order())))
    assert told(found)[Part.FREIGHT] == (-121, f"quote:{LINE}/eu")  # ten yuan at 8.24


def test_freight_when_a_parcel_went_by_the_merchants_own_line_then_is_by_its_card(house: House) -> None:
    with house.database.write() as session:
        with_own_line(house, session)
    sent(house, service=LINE, carrier="mine")
    found = expected(house, file_of(dap(an_order())))
    assert told(found)[Part.FREIGHT] == (-121, f"rate_card:{LINE}/eu@2026-01-01")
