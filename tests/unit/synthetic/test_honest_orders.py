"""The synthetic orders themselves: repeatable, consistent, readable, and as varied as they claim to be."""

from collections import Counter
from dataclasses import replace

import phonenumbers
import pytest

from engine.facts.order import totals_gap
from engine.order.address import Address
from engine.order.order import Order
from engine.order.reading import read_order, to_document
from engine.order.terms import PaymentStatus
from engine.simulation.places import PLACES
from tests.synthetic.catalogue import NO_LITHIUM_BY_POST, PRODUCTS
from tests.synthetic.honest import honest_orders
from tests.synthetic.places import DESTINATION_WEIGHTS

ORDERS = tuple(honest_orders(1500, seed=3))


def without_trailing_spaces(address: Address) -> Address:
    return replace(address, line1=(address.line1 or "").strip())


def test_honest_orders_when_seeded_alike_then_are_the_same() -> None:
    assert tuple(honest_orders(40, seed=5)) == tuple(honest_orders(40, seed=5))
    assert tuple(honest_orders(40, seed=5)) != tuple(honest_orders(40, seed=6))


def test_honest_orders_when_made_then_come_by_rising_time_with_own_ids() -> None:
    times = [order.placed_at for order in ORDERS]
    assert times == sorted(times)
    assert len({order.id for order in ORDERS}) == len(ORDERS)


def test_honest_orders_when_summed_then_totals_agree() -> None:
    assert {totals_gap(order) for order in ORDERS} <= {0, None}


@pytest.mark.parametrize("order", ORDERS[:25], ids=lambda order: order.id)
def test_honest_order_when_written_and_read_then_is_the_same_order(order: Order) -> None:
    address = without_trailing_spaces(order.shipping_address)
    assert read_order(to_document(order)) == replace(order, shipping_address=address)


def test_honest_orders_when_counted_then_cover_every_channel_and_destination() -> None:
    channels = Counter(order.channel for order in ORDERS)
    assert 0.45 < channels["own_shop"] / len(ORDERS) < 0.55
    assert {order.shipping_address.country for order in ORDERS} == set(DESTINATION_WEIGHTS)


def test_honest_orders_when_counted_then_about_97_of_100_own_payments_are_secured() -> None:
    own = [order.payment for order in ORDERS if order.channel == "own_shop" and order.payment is not None]
    waiting = {PaymentStatus.PENDING, PaymentStatus.PENDING_ACTION}
    assert 0.01 < sum(payment.status in waiting for payment in own) / len(own) < 0.05


def test_honest_authorisations_when_given_then_last_beyond_dispatch() -> None:
    for order in ORDERS:
        ends = order.payment.authorisation_expires_at if order.payment else None
        assert ends is None or (order.ship_by is not None and ends > order.ship_by)


def test_marketplace_orders_when_made_then_know_no_network_device_or_card() -> None:
    market = [order for order in ORDERS if order.channel != "own_shop"]
    assert all(order.ip is None and order.device is None and order.billing_address is None for order in market)
    assert all(order.payment is not None and order.payment.card is None for order in market)


def test_phones_when_parsed_then_nearly_all_exist_in_their_number_plan() -> None:
    phones = [(o.shipping_address.phone, o.shipping_address.country) for o in ORDERS if o.shipping_address.phone]
    valid = sum(phonenumbers.is_valid_number(phonenumbers.parse(phone, country)) for phone, country in phones)
    assert valid / len(phones) > 0.97


def test_places_when_listed_then_every_destination_has_eight_cities() -> None:
    assert set(PLACES) == set(DESTINATION_WEIGHTS)
    assert all(len(places) >= 8 for places in PLACES.values())


def test_catalogue_when_listed_then_has_120_products_of_whole_codes() -> None:
    assert len(PRODUCTS) >= 120
    assert all(product.hs_code.isdigit() and len(product.hs_code) == 8 for product in PRODUCTS)


def test_honest_parcels_with_lithium_when_a_post_refuses_it_then_go_by_courier() -> None:
    refused = [
        order
        for order in ORDERS
        if order.shipping_address.country in NO_LITHIUM_BY_POST
        and any(line.battery for line in order.lines)
        and order.shipping is not None
    ]
    assert refused
    assert {order.shipping.mode for order in refused if order.shipping and order.shipping.mode} == {"courier"}
