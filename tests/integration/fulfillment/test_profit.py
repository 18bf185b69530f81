"""What orders have earned: bills, reports and the ledger in the place of expectations, and sums that balance."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.order.order import Totals
from engine.order.terms import Incoterm
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.freight.difference import charges_of
from fulfillment.freight.kinds import Charge
from fulfillment.freight.sources import Sources
from fulfillment.payments.settlement.report import LineKind
from fulfillment.profit.actual import Profits, profits_of
from fulfillment.profit.figure import Known, OrderProfit, Part
from fulfillment.profit.sharing import entries
from fulfillment.profit.tables import Over, tabulate
from fulfillment.profit.wanted import Wanted
from fulfillment.records import AgreedFee, Claim, PaymentEntry, Refund
from fulfillment.states import Demand, Stage, Voyage
from fulfillment.store.claims import add_claim
from fulfillment.store.freight import freight_lines_of_parcels
from fulfillment.store.money import add_movement, add_refund
from fulfillment.store.settlement_cases import put_fee
from fulfillment.store.tables import CASE
from tests import settlements
from tests.builders import a_line, an_order
from tests.freight_bills import a_row
from tests.freight_bills import take as take_bill
from tests.fulfilment_site import NOON, House
from tests.money_house import PACKED_AT, file_of, kept_orders, sent, the_sources

TAXED = Totals(total=4488, goods=3998, shipping=490, tax=717)
STRIPE = AgreedFee(merchant_id="main", provider="stripe", currency="EUR", share_ppm=29_000, fixed=30, tolerance=1)


def file(order_id: str = "ord_1", **lane: object) -> CustomsFile:
    order = an_order(totals=TAXED)
    assert order.shipping is not None
    dap = replace(order, shipping=replace(order.shipping, incoterm=Incoterm.DAP), id=f"A-{order_id}")
    return file_of(dap, order_id, None, **lane)


@pytest.fixture
def sources(house: House) -> Sources:
    """One order, packed and sent; stripe's fee is agreed."""
    sent(house, number="YT1")
    with house.database.write() as session:
        put_fee(session, STRIPE)
    return the_sources(file())


def read(house: House, sources: Sources, order_id: str = "ord_1") -> Profits:
    with house.database.read() as session:
        return profits_of(session, sources, "main", order_id)


def told(profit: OrderProfit) -> list[tuple[Part, Known, int | None, str]]:
    return [(each.part, each.known, each.minor, each.source) for each in profit.figures]


def moved(house: House, kind: str, amount: int, order_id: str = "ord_1") -> None:
    entry = PaymentEntry(
        id=f"pev_{kind}_{order_id}", merchant_id="main", order_id=order_id, kind=kind, amount=amount, currency="EUR",
        reference=f"{kind}_{order_id}", at=NOON, received_at=NOON, subject="" if kind != "charge_back" else "dp_1",
    )  # fmt: skip
    with house.database.write() as session:
        add_movement(session, entry)


def test_order_when_nothing_has_come_then_what_was_expected_stands(house: House, sources: Sources) -> None:
    found = read(house, sources)
    assert found.actual.figures == found.expected.figures
    assert {each.known for each in found.actual.figures} == {Known.EXPECTED}


def test_freight_when_billed_then_the_bill_takes_the_place_of_the_card_and_a_credit_lowers_it(
    house: House, sources: Sources
) -> None:
    take_bill(house, sources, a_row("YT1", weight="1.5", freight="111"))
    assert (Part.FREIGHT, Known.BILLED, -1578, "freight_bill:yunexpress/B-1") in told(read(house, sources).actual)
    take_bill(house, sources, a_row("YT1", "B-2", freight="-37", registration=""), name="c.csv")
    assert read(house, sources).actual.of(Part.FREIGHT) == -1578 + 449


def test_money_when_reported_then_sale_and_fee_are_the_reports(house: House, sources: Sources) -> None:
    moved(house, "capture", 4488)
    settlements.take(house, settlements.a_line(fee=-166, merchant="A-ord_1", metadata="ord_1"))
    actual = read(house, sources).actual
    assert (Part.REVENUE, Known.BILLED, 4488, "settlement") in told(actual)
    assert (Part.PAYMENT_FEE, Known.BILLED, -166, "settlement.fee") in told(actual)
    assert actual.of(Part.PAYMENT_FEE) == -166


def test_refund_when_the_ledger_knows_of_it_before_any_report_then_it_counts_once(
    house: House, sources: Sources
) -> None:
    moved(house, "capture", 4488)
    moved(house, "refund", 1000)
    assert read(house, sources).actual.of(Part.REFUND) == -1000
    settlements.take(house, settlements.a_line(LineKind.REFUND, gross=-1000, merchant="A-ord_1", metadata="ord_1"))
    assert read(house, sources).actual.of(Part.REFUND) == -1000


def test_refund_when_decided_and_on_its_way_then_the_ledger_has_it_and_it_counts_once(
    house: House, sources: Sources
) -> None:
    moved(house, "capture", 4488)
    moved(house, "refund", 1000)
    refund = Refund(id="rfd_1", merchant_id="main", order_id="ord_1", amount=1000, currency="EUR", reason="late",
                    created_at=NOON, state="sent", sent_at=NOON)  # fmt: skip
    with house.database.write() as session:
        add_refund(session, refund)
    assert read(house, sources).actual.of(Part.REFUND) == -1000


def test_chargeback_when_lost_then_it_is_a_cost(house: House, sources: Sources) -> None:
    moved(house, "capture", 4488)
    moved(house, "charge_back", 4488)
    assert read(house, sources).actual.of(Part.CHARGEBACK) == -4488


def test_import_tax_when_a_carrier_advances_it_though_it_was_paid_at_the_sale_then_a_cost_on_top(
    house: House, sources: Sources
) -> None:
    row = a_row("YT1", 增值税="82.40", 代垫手续费="8.24")
    take_bill(house, sources, row)
    assert (read(house, sources).actual.of(Part.TAX), read(house, sources).actual.of(Part.DUTY)) == (-717, -1100)


def test_import_tax_when_it_is_paid_on_arrival_by_the_seller_then_it_is_the_tax_of_the_sale(house: House) -> None:
    sent(house, number="YT1")
    sources = the_sources(file(regime=None))
    take_bill(house, sources, a_row("YT1", 增值税="82.40"))
    assert read(house, sources).actual.of(Part.TAX) == -1000


def test_claim_when_granted_then_unknown_until_the_carrier_pays_with_a_bill(house: House, sources: Sources) -> None:
    claim = Claim(id="clm_1", merchant_id="main", order_id="ord_1", shipment_id="shp_ord_1_1", kind="lost",
                  state=Demand.APPROVED, created_at=NOON, since_at=NOON)  # fmt: skip
    with house.database.write() as session:
        add_claim(session, claim)
    assert [each.source for each in read(house, sources).actual.unknown] == ["claim.not_in_a_bill_yet"]
    take_bill(house, sources, a_row("YT1", freight="", registration="", 赔付="-164.80"))
    assert read(house, sources).actual.of(Part.CLAIM) == 2000


def test_order_when_called_off_then_only_what_was_booked_counts(house: House, sources: Sources) -> None:
    with house.database.write() as session:
        session.run(update(CASE).values(stage=Stage.CANCELLED))
    found = read(house, sources)
    assert (found.actual.figures, found.is_off) == ((), True)


def test_parcel_when_orders_share_it_then_their_shares_of_its_bill_add_up(house: House) -> None:
    for number, grams in enumerate((420, 333, 100), start=1):
        sent(house, f"ord_{number}", number="YT9", weight_g=grams)
    sent(house, "ord_4", number="YT9", state=Voyage.VOIDED)
    sources = the_sources(*(file(f"ord_{number}") for number in range(1, 5)))
    take_bill(house, sources, a_row("YT9", freight="100.01", registration=""))
    with house.database.read() as session:
        found = [profits_of(session, sources, "main", f"ord_{number}", currency="CNY").actual for number in range(1, 5)]
    assert sum(each.of(Part.FREIGHT) or 0 for each in found) == -10001
    assert found[3].of(Part.FREIGHT) == 0


def test_books_when_summed_up_by_anything_then_they_balance_with_the_bills_and_reports(house: House) -> None:
    lines = (a_line(quantity=1), a_line(sku="TEE-M-BLUE", quantity=3, unit_price=777), a_line(sku="CAP", quantity=1))
    files = []
    for number in range(1, 8):
        order_id = f"ord_{number}"
        sent(house, order_id, number=f"YT{number}", weight_g=300 + number, pieces={1: 1, 2: 3, 3: 1})
        found = file(order_id)
        order = replace(
            found.order, lines=lines, shop=f"shop-{number % 2}", placed_at=PACKED_AT - timedelta(days=number * 9)
        )
        files.append(file_of(order, order_id))
    sources = the_sources(*files)
    rows = [a_row(f"YT{number}", freight=f"{50 + number}.0{number}") for number in range(1, 8)]
    take_bill(house, sources, *rows)
    reported = [settlements.a_line(gross=4488, fee=-100 - number, metadata=f"ord_{number}") for number in range(1, 8)]
    settlements.take(house, *reported)
    orders = [f"ord_{number}" for number in range(1, 8)]
    with house.database.read() as session:
        profits = [profits_of(session, sources, "main", each, currency="CNY").actual for each in orders]
        bills = freight_lines_of_parcels(session, "main", [f"YT{number}" for number in range(1, 8)])
    assert len(profits) == 7
    of_orders = sum(each.known_minor for each in profits)
    for over in Over:
        assert sum(row.profit for row in tabulate(profits, over, "CNY").rows) == of_orders
    billed = sum(
        charge.minor for some in bills.values() for line in some for charge in charges_of(line)
        if charge.kind is not Charge.SERVICE_TAX
    )  # fmt: skip
    shared = [entry for each in profits for entry in entries(each) if entry.part is Part.FREIGHT]
    assert sum(entry.minor for entry in shared) == -billed
    till_euros = sum(each.original.minor for profit in profits for each in profit.figures
                     if each.source == "settlement.fee" and each.original is not None)  # fmt: skip
    assert till_euros == sum(line.fee for line in reported)


def test_period_when_of_another_merchant_or_shop_then_it_has_none_of_these_orders(
    house: House, sources: Sources
) -> None:
    wanted = Wanted(merchant="main", since=PACKED_AT, until=NOON, currency="EUR")
    assert len(kept_orders(house, sources, wanted)) == 1
    for other in (replace(wanted, merchant="other"), replace(wanted, shops=frozenset({"elsewhere"}))):
        assert kept_orders(house, sources, other) == []
