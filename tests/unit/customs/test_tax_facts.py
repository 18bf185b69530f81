"""Who pays the import tax, under whose number, and what does not fit together."""

from dataclasses import replace
from datetime import date

import pytest

from engine.order.order import ChannelData, Order, Totals
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Fulfiller, Incoterm, OrderKind
from tests.builders import a_line, an_order
from tests.unit.customs.builders import by, facts, number, to

IOSS = "IM2760000742"
OWN = number("IOSS", IOSS)
MARKETS = number("IOSS", IOSS, TaxHolder.MARKETPLACE)


def worth(cents: int, order: Order) -> Order:
    """The order with one line of that price."""
    return replace(order, lines=(a_line(unit_price=cents, quantity=1),), totals=Totals(total=cents))


def test_tax_when_own_number_is_given_then_the_seller_collects() -> None:
    found = facts(to("DE", tax_identifiers=OWN))
    assert (found["tax.regime"], found["tax.collector"]) == ("ioss", "seller")
    assert found["tax.number_required"]
    assert found["tax.number_given"]


def test_tax_when_nobody_collects_at_sale_then_the_importer_pays() -> None:
    found = facts(to("DE", shipping=by(incoterm=Incoterm.DAP)))
    assert found["tax.collector"] == "importer"
    assert not found["tax.number_required"]


def test_tax_when_seller_is_registered_then_a_number_is_needed() -> None:
    found = facts(to("DE"), registered=frozenset({"ioss"}))
    assert (found["tax.collector"], found["tax.number_required"], found["tax.number_given"]) == ("seller", True, False)


def test_tax_when_marketplace_sells_then_its_number_is_needed() -> None:
    found = facts(to("DE", channel="amazon"))
    assert (found["tax.collector"], found["tax.number_given"]) == ("marketplace", False)
    assert facts(to("DE", channel="amazon", tax_identifiers=MARKETS))["tax.number_given"]


@pytest.mark.parametrize(
    ("channel", "country", "required"),
    [
        ("amazon", "DE", True),
        ("amazon", "GB", False),
        ("amazon", "NO", False),
        ("ebay", "NO", True),
        ("other", "NO", True),
    ],
)
def test_tax_when_a_marketplace_tells_no_seller_its_number_then_none_is_needed(
    channel: str, country: str, required: bool
) -> None:
    order = to(country, channel=channel, channel_data=ChannelData(tax_collected=True))
    assert facts(order)["tax.number_required"] is required


def test_tax_when_marketplace_ships_itself_then_nothing_is_needed() -> None:
    data = ChannelData(fulfilled_by=Fulfiller.MARKETPLACE)
    assert not facts(to("DE", channel="amazon", channel_data=data))["tax.number_required"]


def test_tax_when_marketplace_says_that_it_does_not_collect_then_the_seller_may() -> None:
    order = to("DE", channel="ebay", channel_data=ChannelData(tax_collected=False), tax_identifiers=OWN)
    assert facts(order)["tax.collector"] == "seller"


def test_tax_when_own_number_stands_on_a_marketplace_order_then_told() -> None:
    assert facts(to("DE", channel="amazon", tax_identifiers=OWN))["tax.number_own_on_marketplace"]
    assert not facts(to("DE", channel="amazon", tax_identifiers=MARKETS))["tax.number_own_on_marketplace"]
    both = facts(to("DE", channel="amazon", tax_identifiers=(*OWN, *MARKETS)))
    assert both["tax.twice"] == {"two_numbers"}
    assert not both["tax.number_own_on_marketplace"]


@pytest.mark.parametrize(("cents", "over"), [(14999, False), (15000, False), (15001, True)])
def test_tax_when_at_the_limit_then_over_only_above(cents: int, over: bool) -> None:
    found = facts(worth(cents, to("DE", tax_identifiers=OWN)))
    assert found["tax.over_limit"] is over
    assert ("over_limit" in _set(found["tax.twice"])) is over


@pytest.mark.parametrize(("pence", "over"), [(13500, False), (13501, True)])
def test_tax_when_the_limit_is_in_the_orders_currency_then_exact(pence: int, over: bool) -> None:
    assert facts(worth(pence, to("GB", currency="GBP")))["tax.over_limit"] is over


@pytest.mark.parametrize(("pieces", "over"), [(1, False), (3, False)])
def test_tax_when_the_limit_is_for_each_piece_then_pieces_do_not_add_up(pieces: int, over: bool) -> None:
    order = to("NO", currency="NOK", lines=(a_line(unit_price=300000, quantity=pieces),))
    assert facts(order)["tax.over_limit"] is over


def test_tax_when_no_rate_then_over_limit_is_unknown() -> None:
    assert "tax.over_limit" not in facts(to("DE", currency="XAU"))


def test_tax_when_value_is_told_then_without_freight_and_tax() -> None:
    order = worth(10000, to("DE"))
    full = replace(order, totals=Totals(total=13000, goods=10000, shipping=1000, tax=2000))
    assert facts(full)["tax.intrinsic_value_eur_minor"] == 10000


@pytest.mark.parametrize(
    ("country", "day", "regime"),
    [
        ("DE", date(2021, 6, 30), "none"),
        ("DE", date(2021, 7, 1), "ioss"),
        ("SG", date(2022, 12, 31), "none"),
        ("SG", date(2023, 1, 1), "sg_gst"),
        ("CL", date(2025, 10, 24), "none"),
        ("CL", date(2025, 10, 25), "cl_vat"),
        ("MY", date(2023, 12, 31), "none"),
        ("MY", date(2024, 1, 1), "my_lvg"),
        ("CH", date(2024, 12, 31), "none"),
        ("CH", date(2025, 1, 1), "ch_vat"),
        ("JP", date(2028, 3, 31), "none"),
        ("JP", date(2028, 4, 1), "jp_ct"),
    ],
)
def test_tax_when_a_regime_begins_then_from_the_day_of_sale(country: str, day: date, regime: str) -> None:
    assert facts(to(country), placed=day)["tax.regime"] == regime


@pytest.mark.parametrize(
    ("country", "postcode", "regime"),
    [("GB", "SW1A 1AA", "gb_vat"), ("GB", "BT1 5GS", "ioss_ni"), ("ES", "28001", "ioss"), ("ES", "35001", "none")],
)
def test_tax_when_part_of_a_country_is_elsewhere_for_tax_then_its_own_regime(
    country: str, postcode: str, regime: str
) -> None:
    assert facts(to(country, postcode=postcode))["tax.regime"] == regime


@pytest.mark.parametrize("kind", [OrderKind.B2B, OrderKind.GIFT, OrderKind.SAMPLE, OrderKind.WARRANTY])
def test_tax_when_nothing_is_sold_to_a_consumer_then_no_regime(kind: OrderKind) -> None:
    assert facts(to("DE", kind=kind))["tax.regime"] == "none"


@pytest.mark.parametrize(
    ("country", "kind", "value", "wrong"),
    [
        ("DE", "IOSS", "IM2760000742", set()),
        ("DE", "IOSS", "IM27600007", {"IOSS"}),
        ("DE", "IOSS", "EU276000742", {"IOSS"}),
        ("DE", "VAT", "DE136695976", set()),
        ("GB", "VAT", "GB980780684", set()),
        ("GB", "VAT", "GB980780685", {"VAT"}),
        ("GB", "VAT", "DE136695976", set()),
        ("NO", "VOEC", "2024512", set()),
        ("NO", "VOEC", "VOEC 2024512", set()),
        ("NO", "VOEC", "20245", {"VOEC"}),
        ("AU", "ABN", "51 824 753 556", set()),
        ("AU", "ABN", "51 824 753 557", {"ABN"}),
    ],
)
def test_tax_when_a_sellers_number_cannot_be_then_named(country: str, kind: str, value: str, wrong: set[str]) -> None:
    assert facts(to(country, tax_identifiers=number(kind, value)))["tax.numbers_wrong"] == wrong


def test_tax_when_duty_is_in_the_price_and_left_to_the_buyer_then_twice() -> None:
    order = to("US", shipping=by(incoterm=Incoterm.DAP), totals=Totals(total=4488, duty=300, tax=400))
    assert facts(order)["tax.twice"] == {"duty_in_price"}  # tax at an American checkout is tax on the sale


def test_tax_when_tax_is_in_the_price_and_left_to_the_buyer_then_twice_unless_a_number_travels() -> None:
    order = to("DE", shipping=by(incoterm=Incoterm.DAP), totals=Totals(total=4488, tax=400))
    assert facts(order)["tax.twice"] == {"tax_in_price"}
    assert facts(replace(order, tax_identifiers=OWN))["tax.twice"] == frozenset()


@pytest.mark.parametrize(("country", "shown"), [("DE", "data"), ("GB", "invoice"), ("MY", "package")])
def test_tax_when_a_regime_holds_then_says_where_its_number_may_be_read(country: str, shown: str) -> None:
    assert facts(to(country))["tax.number_shown"] == shown


def test_tax_when_nothing_is_imported_then_left_unknown() -> None:
    assert "tax.regime" not in facts(to("DE"), movement="domestic")


def test_ids_when_a_note_gives_the_number_then_given_and_told_as_written() -> None:
    found = facts(to("BR", buyer_note="CPF 529.982.247-25"))
    assert found["tax.consignee_ids"] == found["tax.consignee_ids_written"] == {"CPF"}
    assert found["tax.consignee_ids_missing"] == frozenset()


def test_ids_when_field_and_note_give_it_then_the_field_counts() -> None:
    numbers = (TaxIdentifier(kind="CPF", value="52998224724"),)
    found = facts(to("BR", buyer_note="CPF 529.982.247-25", tax_identifiers=numbers))
    assert found["tax.consignee_ids_written"] == frozenset()
    assert found["tax.consignee_ids_invalid"] == {"CPF"}


def test_ids_when_the_address_gives_it_then_given() -> None:
    order = to("BR")
    address = replace(order.shipping_address, line2="CPF: 52998224725")
    assert facts(replace(order, shipping_address=address))["tax.consignee_ids"] == {"CPF"}


def test_ids_when_the_channel_does_not_know_the_kind_then_found_out_by_form() -> None:
    order = to("BR", tax_identifiers=(TaxIdentifier(kind="TAX_ID", value="529.982.247-25"),))
    assert facts(order)["tax.consignee_ids"] == {"CPF"}


def test_ids_when_the_number_is_the_sellers_then_not_the_consignees() -> None:
    found = facts(to("BR", tax_identifiers=number("CPF", "52998224725")))
    assert found["tax.consignee_ids_missing"] == {"CPF"}


def test_ids_when_nothing_is_imported_then_none_is_missing() -> None:
    assert facts(to("BR"), movement="domestic")["tax.consignee_ids_missing"] == frozenset()


def test_facts_when_destination_is_unknown_then_only_what_the_lines_tell() -> None:
    order = an_order()
    unknown = replace(order, shipping_address=replace(order.shipping_address, country=None))
    assert set(facts(unknown)) == {"duties.items", "tax.intrinsic_value_eur_minor"}


def _set(value: object) -> frozenset[str]:
    assert isinstance(value, frozenset)
    return value
