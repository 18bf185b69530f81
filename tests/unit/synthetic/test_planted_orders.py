"""The bad orders: an even share to each label, and what the label says is in the order."""

from collections import Counter

import pytest

from engine.order.order import Order
from engine.order.reading import read_order, to_document
from engine.order.terms import PaymentStatus
from tests.synthetic.planted import LABELS, planted_orders

PLANTED = tuple(planted_orders(300, seed=3))


def labelled(label: str) -> list[Order]:
    return [each.order for each in PLANTED if each.label == label]


def test_planted_orders_when_seeded_alike_then_are_the_same() -> None:
    assert tuple(planted_orders(30, seed=5)) == tuple(planted_orders(30, seed=5))


@pytest.mark.parametrize("count", [1, 30, 300])
def test_planted_orders_when_asked_for_a_count_then_judge_that_many(count: int) -> None:
    assert sum(not each.opening for each in planted_orders(count, seed=1)) == count


def test_planted_orders_when_counted_then_share_evenly_over_labels() -> None:
    shares = Counter(each.label for each in PLANTED if not each.opening)
    assert set(shares) == set(LABELS)
    assert max(shares.values()) - min(shares.values()) <= 1


def test_planted_orders_when_written_then_can_be_read() -> None:
    assert all(read_order(to_document(each.order)).id == each.order.id for each in PLANTED[:60])


def test_planted_breaches_when_named_then_are_in_the_order() -> None:
    assert all(order.shipping_address.postcode is None for order in labelled("postcode_missing"))
    assert {order.payment.status for order in labelled("unpaid") if order.payment} == {PaymentStatus.FAILED}
    assert all(
        order.payment and order.payment.currency != order.currency for order in labelled("paid_in_other_currency")
    )
    assert all(not order.tax_identifiers for order in labelled("identity_missing"))


def test_reshipping_ring_when_made_then_shares_one_door_among_many_names() -> None:
    ring = labelled("reshipping_ring")
    doors = Counter((order.shipping_address.line1, order.shipping_address.line2) for order in ring)
    assert max(doors.values()) > 5
    assert len({order.shipping_address.name for order in ring}) > 5


def test_patterns_when_they_open_then_the_first_orders_are_not_judged() -> None:
    assert {each.label for each in PLANTED if each.opening} == {
        "card_testing",
        "one_card_many_doors",
        "reshipping_ring",
        "triangulation",
    }
