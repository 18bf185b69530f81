"""What the page of an order says of buyer and payment: from the order, with what speaks against it."""

from api.console.screens.order_buyer import AGAINST, FOR, buyer_of

CARD = {"brand": "visa", "funding": "credit", "bin": "465858", "last4": "1753", "expiry_month": 8, "expiry_year": 2029}
ORDER = {
    "customer": {"name": "Mai Example", "email": "mai@shop.example"},
    "shipping_address": {"country": "US"},
    "payment": {"method": "card", "card": CARD, "checks": {"avs_street": "no_match", "cvc": "match"}},
}
FACTS: dict[str, object] = {
    "customer.guest": True,
    "payment.card_country": "CA",
    "payment.declined_attempts": 5,
    "payment.three_ds": "failed",
}


def test_buyer_when_signals_are_known_then_each_says_for_whom_it_speaks() -> None:
    shown = buyer_of(ORDER, FACTS)
    found = {each.word: (each.value, each.tone) for each in (*shown.buyer, *shown.payment)}
    assert found["card"] == ("visa credit 465858…1753, 8/2029", "")
    assert (found["avs_street"], found["cvc"]) == (("no_match", AGAINST), ("match", FOR))
    assert (found["declined"], found["three_ds"]) == ((5, AGAINST), ("failed", AGAINST))
    assert shown.countries == [("card", "CA"), ("delivery", "US")]
    assert shown.many_countries


def test_buyer_when_nothing_is_known_then_shows_nothing() -> None:
    shown = buyer_of({}, {})
    assert (shown.buyer, shown.payment, shown.countries, shown.many_countries) == ([], [], [], False)
