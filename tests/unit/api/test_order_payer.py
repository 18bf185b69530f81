"""Who buys and who pays, as the page of an order tells it."""

from api.console.screens.order_payer import BAD, GOOD, Told, payer_of
from api.console.wording import Words

ORDER: dict[str, object] = {
    "customer": {"name": "Marcus Lim", "email": "m•••@example.com", "guest": True},
    "payment": {
        "method": "card",
        "gateway": "stripe",
        "card": {"brand": "visa", "last4": "1703", "issuing_country": "GB"},
        "declined_attempts": 3,
        "gateway_risk": 48.0,
    },
    "ip": "198.51.100.201",
    "ip_country": "NL",
}
FACTS: dict[str, object] = {
    "payment.cvc": "match",
    "payment.avs": "no_match",
    "payment.three_ds": "data_only",
    "payment.liability_shift": "unknown",
    "payment.card_funding": "credit",
    "address.bill_ship_same": False,
}


def test_payer_when_told_then_checks_are_weighed_and_what_nobody_told_is_left_out() -> None:
    found = {each.word: each for each in payer_of(ORDER, FACTS)}
    assert found["card"] == Told("card", "visa •••• 1703 · GB")
    assert [found[word].tag for word in ("cvc", "avs", "three_ds", "declined")] == [GOOD, BAD, "", BAD]
    assert "liability_shift" not in found
    assert "device" not in found


def test_payer_when_shown_then_has_a_word_for_each_value_in_both_languages() -> None:
    for language in ("en", "zh"):
        words = Words("orders", language)
        told = payer_of(ORDER, FACTS)
        assert all(words[each.word] for each in told)
        assert all(words.knows(each.kind, each.value) for each in told if each.kind)


def test_payer_when_nothing_is_known_then_says_nothing() -> None:
    assert payer_of({}, {}) == ()
