"""What an order's own document says in a dispute."""

import pytest

from fulfillment.payments.disputes.exhibits import address_match
from tests.builders import an_address, an_order
from tests.fulfilment_site import NOON


@pytest.mark.parametrize(
    ("place", "matches"),
    [
        ("BERLIN, DE", "town"),
        ("10115", "postcode"),
        ("10115 Berlin", "town and postcode"),
        ("Leipzig hub", "none"),
    ],
)
def test_delivery_when_its_scan_names_a_place_then_is_held_against_the_address(place: str, matches: str) -> None:
    order = an_order(shipping_address=an_address(city="Berlin", postcode="10115"))
    (row,) = address_match(order, [{"number": "CX1", "at": NOON, "place": place}])
    assert (row["matches"], row["ordered_to"]) == (matches, "10115, Berlin, DE")


def test_delivery_when_its_scan_names_no_place_then_shows_nothing() -> None:
    assert address_match(an_order(), [{"number": "CX1", "at": NOON, "place": ""}]) == ()
