"""The order as a whole: times, amounts, contents, the way of the parcel."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.facts.note_vocabulary import load_vocabulary
from engine.facts.order import free_of_charge, order_facts, totals_gap
from engine.facts.shipment import shipment_facts
from engine.facts.values import line_value, line_value_facts
from engine.lexicon.spec import Value
from engine.order.order import ChannelData, Order, ShipFrom, Totals
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Fulfiller, OrderKind
from tests.builders import PLACED_AT, a_line, a_payment, an_order

VOCABULARY = load_vocabulary(Path(__file__).parents[3] / "data" / "notes" / "intents.yaml")
NOW = PLACED_AT + timedelta(hours=2, minutes=59)


class TwoToOne:
    """Every currency is worth half a euro; no rate for GBP."""

    def to_eur_minor(self, minor: int, currency: str) -> int | None:
        return None if currency == "GBP" else minor // 2


def facts_of(order: Order) -> dict[str, Value]:
    return order_facts(order, NOW, TwoToOne(), VOCABULARY)


def test_times_when_decided_later_then_whole_hours() -> None:
    facts = facts_of(an_order())
    assert (facts["order.age_hours"], facts["order.placed_in_future_minutes"]) == (2, 0)
    assert facts["order.decided_on"] == date(2026, 11, 21)


def test_times_when_placed_in_the_future_then_minutes_ahead() -> None:
    facts = facts_of(an_order(placed_at=NOW + timedelta(minutes=5, seconds=30)))
    assert (facts["order.age_hours"], facts["order.placed_in_future_minutes"]) == (0, 5)


def test_ship_by_when_late_then_negative() -> None:
    assert facts_of(an_order(ship_by=NOW - timedelta(minutes=1)))["order.hours_to_ship_by"] == -1


def test_values_when_in_another_currency_then_at_reference_rates() -> None:
    facts = facts_of(an_order(currency="USD"))
    assert (facts["order.value_eur_minor"], facts["order.goods_value_eur_minor"]) == (2244, 1999)


def test_values_when_no_rate_then_left_out() -> None:
    facts = facts_of(an_order(currency="GBP"))
    assert "order.value_eur_minor" not in facts
    assert facts["order.total_minor"] == 4488


@pytest.mark.parametrize(
    ("totals", "gap"),
    [
        (Totals(total=4488, shipping=490, tax=0), 0),
        (Totals(total=4488, shipping=490, tax=717), 0),
        (Totals(total=5205, shipping=490, tax=717), 0),
        (Totals(total=4088, shipping=490, tax=0, discount=400), 0),
        (Totals(total=4588, shipping=490, tax=0), 100),
        (Totals(total=4388, shipping=490, tax=0, discount=0), -100),
        (Totals(total=4488), None),
        (Totals(total=3000), None),
    ],
)
def test_gap_when_prices_may_hold_the_tax_then_the_better_reading_counts(totals: Totals, gap: int | None) -> None:
    assert totals_gap(an_order(totals=totals)) == gap


def test_gap_when_nothing_is_paid_then_unknown() -> None:
    assert totals_gap(an_order(totals=Totals(total=0, shipping=0, tax=0), kind=OrderKind.SAMPLE)) is None


@pytest.mark.parametrize(
    ("kind", "total", "paid", "free"),
    [
        (OrderKind.RETAIL, 4488, True, False),
        (OrderKind.RETAIL, 0, True, True),
        (OrderKind.SAMPLE, 4488, False, True),
        (OrderKind.SAMPLE, 4488, True, False),
        (OrderKind.GIFT, 4488, False, False),
    ],
)
def test_free_when_kind_and_payment_say_so_then_free(kind: OrderKind, total: int, *, paid: bool, free: bool) -> None:
    payment = a_payment() if paid else None
    assert free_of_charge(an_order(kind=kind, totals=Totals(total=total), payment=payment)) is free


def test_contents_when_counted_then_lines_pieces_and_weight() -> None:
    facts = facts_of(an_order(lines=(a_line(), a_line(sku="B", quantity=5))))
    assert (facts["order.lines_count"], facts["order.units_count"], facts["order.max_line_quantity"]) == (2, 7, 5)
    assert (facts["order.distinct_skus"], facts["order.weight_g"]) == (2, 7 * 180)


def test_contents_when_a_weight_or_sku_is_missing_then_left_out() -> None:
    facts = facts_of(an_order(lines=(a_line(), a_line(sku=None, weight_g=None))))
    assert not {"order.weight_g", "order.distinct_skus"} & facts.keys()


def test_discount_when_on_lines_and_order_then_the_larger_counts() -> None:
    lines = (a_line(unit_price=2000, discount=200),)
    assert facts_of(an_order(lines=lines, totals=Totals(total=3600, discount=400)))["order.discount_pct"] == 10


def test_shipping_when_charged_then_share_of_goods() -> None:
    assert facts_of(an_order())["order.shipping_share_pct"] == 12


def test_channel_when_it_collects_tax_then_said() -> None:
    channel = ChannelData(fulfilled_by=Fulfiller.MARKETPLACE, tax_collected=True, cancel_requested=True)
    facts = facts_of(an_order(channel_data=channel))
    assert (facts["order.fulfilled_by"], facts["tax.collected_by_channel"]) == ("marketplace", True)
    assert facts["order.cancel_requested"] is True


def test_tax_when_seller_and_marketplace_have_numbers_then_their_kinds() -> None:
    numbers = (
        TaxIdentifier(kind="ioss", value="IM0000000000", holder=TaxHolder.MARKETPLACE),
        TaxIdentifier(kind="CPF", value="1", holder=TaxHolder.CONSIGNEE),
    )
    assert facts_of(an_order(tax_identifiers=numbers))["tax.seller_ids"] == {"IOSS"}


@pytest.mark.parametrize(
    ("origin", "destination", "territory", "movement", "crosses"),
    [
        ("CN", "DE", "EU", "import", True),
        ("DE", "DE", "EU", "domestic", False),
        ("PL", "DE", "EU", "intra_union", False),
        ("US", "US", "US", "domestic", False),
        ("GB", "DE", "EU", "import", True),
    ],
)
def test_movement_when_whence_and_whither_are_known_then_read(
    origin: str, destination: str, territory: str, movement: str, *, crosses: bool
) -> None:
    facts = shipment_facts(an_order(ship_from=ShipFrom(country=origin)), destination, territory)
    assert (facts["shipment.movement"], facts["shipment.crosses_border"]) == (movement, crosses)


@pytest.mark.parametrize(("origin", "destination"), [(None, "DE"), (ShipFrom(country="CN"), None)])
def test_movement_when_an_end_is_unknown_then_left_out(origin: ShipFrom | None, destination: str | None) -> None:
    facts = shipment_facts(an_order(ship_from=origin), destination, destination)
    assert "shipment.movement" not in facts
    assert facts["shipment.incoterm"] == "DDP"


def test_line_when_discounted_then_the_discount_is_taken_once() -> None:
    line = a_line(quantity=3, unit_price=1000, discount=100)
    assert line_value(line) == 2900
    assert line_value_facts(line, "EUR", None) == {
        "line.unit_price_eur_minor": 1000,
        "line.value_eur_minor": 2900,
        "line.value_per_kg_eur_minor": 5370,
    }


def test_line_when_no_rate_then_nothing_is_said() -> None:
    assert line_value_facts(a_line(), "GBP", TwoToOne()) == {}
