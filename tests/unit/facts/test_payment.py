"""What is paid, what is promised, and what card, wallet and bank say."""

from datetime import timedelta

import pytest

from engine.facts.avs import read_letter, whole_check
from engine.facts.payment import payment_facts
from engine.facts.three_ds import read_three_ds
from engine.lexicon.spec import Value
from engine.order.order import ChannelData, Totals
from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure, Transfer, Wallet
from engine.order.terms import CheckResult, LiabilityShift, OrderKind, PaymentMethod, PaymentStatus
from tests.builders import PLACED_AT, a_payment, an_address, an_order

NOW = PLACED_AT + timedelta(hours=2)
DAY = timedelta(days=1)


def facts_of(payment: Payment | None, **changes: object) -> dict[str, Value]:
    return payment_facts(an_order(payment=payment, **changes), NOW, "DE")


def authorised(**changes: object) -> Payment:
    return a_payment(**{"status": PaymentStatus.AUTHORISED, "captured": None, "captured_at": None, **changes})


def with_card(**changes: object) -> dict[str, Value]:
    return facts_of(a_payment(card=Card(**changes)))  # type: ignore[arg-type]


def test_secured_when_captured_in_full_then_paid() -> None:
    facts = facts_of(a_payment())
    assert (facts["payment.paid"], facts["payment.secured"], facts["payment.underpaid_minor"]) == (True, True, 0)


def test_secured_when_captured_without_amount_then_paid() -> None:
    assert facts_of(a_payment(captured=None))["payment.paid"] is True


def test_secured_when_captured_too_little_then_says_how_much() -> None:
    facts = facts_of(a_payment(captured=4000, authorised=4000))
    assert (facts["payment.secured"], facts["payment.underpaid_minor"]) == (False, 488)


def test_secured_when_captured_too_much_then_says_how_much() -> None:
    assert facts_of(a_payment(captured=5000))["payment.overpaid_minor"] == 512


def test_secured_when_authorised_in_full_then_not_paid_yet() -> None:
    facts = facts_of(authorised(authorisation_expires_at=NOW + DAY))
    assert (facts["payment.paid"], facts["payment.secured"]) == (False, True)


def test_secured_when_authorisation_is_over_then_not() -> None:
    facts = facts_of(authorised(authorisation_expires_at=NOW))
    assert (facts["payment.secured"], facts["payment.authorisation_hours_left"]) == (False, 0)


def test_secured_when_authorised_for_less_then_not() -> None:
    assert facts_of(authorised(authorised=4487))["payment.secured"] is False


def test_secured_when_rest_of_part_capture_is_authorised_then_yes() -> None:
    facts = facts_of(a_payment(status=PaymentStatus.PARTIALLY_CAPTURED, captured=1000))
    assert (facts["payment.paid"], facts["payment.secured"]) == (False, True)


@pytest.mark.parametrize(
    "status",
    [
        PaymentStatus.REFUNDED,
        PaymentStatus.DISPUTED,
        PaymentStatus.VOIDED,
        PaymentStatus.EXPIRED,
        PaymentStatus.FAILED,
        PaymentStatus.PENDING,
        PaymentStatus.CREATED,
        PaymentStatus.PENDING_ACTION,
    ],
)
def test_secured_when_money_is_not_in_then_not(status: PaymentStatus) -> None:
    assert facts_of(a_payment(status=status))["payment.secured"] is False


def test_secured_when_part_was_refunded_then_rest_counts() -> None:
    facts = facts_of(a_payment(status=PaymentStatus.PARTIALLY_REFUNDED, refunded=488))
    assert (facts["payment.paid"], facts["payment.underpaid_minor"]) == (False, 488)


def test_secured_when_marketplace_pays_then_paid_unless_pending() -> None:
    payment = a_payment(method=PaymentMethod.MARKETPLACE, captured=None, card=None)
    assert facts_of(payment)["payment.paid"] is True
    assert facts_of(payment, channel_data=ChannelData(pending=True))["payment.paid"] is False


def test_secured_when_nothing_is_known_of_payment_then_left_out() -> None:
    assert facts_of(None) == {}


@pytest.mark.parametrize("kind", [OrderKind.SAMPLE, OrderKind.RESHIP, OrderKind.WARRANTY])
def test_secured_when_nothing_is_to_pay_then_yes(kind: OrderKind) -> None:
    assert facts_of(None, kind=kind)["payment.secured"] is True


def test_secured_when_total_is_nothing_then_yes() -> None:
    assert facts_of(None, totals=Totals(total=0))["payment.paid"] is True


def test_secured_when_sample_is_sold_then_its_payment_counts() -> None:
    assert facts_of(a_payment(status=PaymentStatus.FAILED), kind=OrderKind.SAMPLE)["payment.secured"] is False


@pytest.mark.parametrize("method", [PaymentMethod.CASH_ON_DELIVERY, PaymentMethod.INVOICE])
def test_on_delivery_when_paid_at_the_door_then_nothing_is_underpaid(method: PaymentMethod) -> None:
    facts = facts_of(a_payment(method=method, status=PaymentStatus.PENDING, captured=None))
    assert facts["payment.on_delivery"] is True
    assert "payment.underpaid_minor" not in facts


def test_amounts_when_currency_differs_then_not_compared() -> None:
    facts = facts_of(a_payment(currency="USD"))
    assert facts["payment.currency_matches"] is False
    assert "payment.secured" not in facts


def test_margin_when_authorisation_ends_before_dispatch_then_negative() -> None:
    order_ships = PLACED_AT + 3 * DAY
    facts = facts_of(authorised(authorisation_expires_at=PLACED_AT + DAY), ship_by=order_ships)
    assert facts["payment.authorisation_margin_hours"] == -48


def test_reference_when_it_is_another_orders_then_no_match() -> None:
    assert facts_of(a_payment(merchant_reference="A-9"))["payment.reference_matches"] is False
    assert facts_of(a_payment(merchant_reference="A-1001"))["payment.reference_matches"] is True


@pytest.mark.parametrize(
    ("month", "year", "expired"),
    [(11, 2026, False), (10, 2026, True), (10, 26, True), (12, 2026, False), (1, 2031, False)],
)
def test_card_when_month_has_passed_then_expired(month: int, year: int, *, expired: bool) -> None:
    assert with_card(expiry_month=month, expiry_year=year)["payment.card_expired"] is expired


def test_card_when_month_cannot_be_then_unknown() -> None:
    assert "payment.card_expired" not in with_card(expiry_month=13, expiry_year=2027)


def test_card_when_it_ends_before_dispatch_then_says_so() -> None:
    payment = a_payment(card=Card(expiry_month=11, expiry_year=2026))
    facts = facts_of(payment, ship_by=PLACED_AT + 30 * DAY)
    assert (facts["payment.card_expired"], facts["payment.card_expires_before_dispatch"]) == (False, True)


@pytest.mark.parametrize(
    ("holder", "matches"),
    [("ERIKA MUSTER", True), ("E Muster", True), ("Muster Erika", True), ("Max Beispiel", False)],
)
def test_holder_when_compared_with_billing_name_then_order_and_initials_do_not_matter(
    holder: str, *, matches: bool
) -> None:
    assert with_card(holder=holder)["payment.card_holder_matches"] is matches


def test_holder_when_scripts_differ_then_unknown() -> None:
    assert "payment.card_holder_matches" not in with_card(holder="张伟")


@pytest.mark.parametrize(
    ("code", "brand", "gateway", "street", "postcode"),
    [
        ("A", "visa", None, "match", "no_match"),
        ("A", "discover", None, "match", "match"),
        ("A", "discover", "braintree", "match", "no_match"),
        ("Y", "visa", None, "match", "match"),
        ("Y", "discover", None, "match", "no_match"),
        ("Z", "mastercard", None, "no_match", "match"),
        ("W", "mastercard", None, "no_match", "match"),
        ("W", "amex", None, "no_match", "no_match"),
        ("L", "amex", None, "not_checked", "match"),
        ("N", "visa", None, "no_match", "no_match"),
        ("U", "visa", None, "unavailable", "unavailable"),
        ("S", "mastercard", None, "unsupported", "unsupported"),
        ("b", "visa", None, "match", "not_checked"),
        ("7", "visa", "adyen", "match", "match"),
        ("2", "mastercard", "adyen", "no_match", "no_match"),
        ("1", "visa", "paypal", "no_match", "no_match"),
    ],
)
def test_avs_when_letter_is_given_then_read_by_brand_and_gateway(
    code: str, brand: str, gateway: str | None, street: str, postcode: str
) -> None:
    assert read_letter(code, brand, gateway) == (CheckResult(street), CheckResult(postcode))


def test_avs_when_letter_is_of_no_table_then_unknown() -> None:
    facts = facts_of(a_payment(checks=CardChecks(avs_code="?")))
    assert "payment.avs" not in facts


@pytest.mark.parametrize(
    ("street", "postcode", "whole"),
    [
        (CheckResult.MATCH, CheckResult.MATCH, "match"),
        (CheckResult.MATCH, CheckResult.NOT_CHECKED, "match"),
        (CheckResult.MATCH, CheckResult.NO_MATCH, "partial"),
        (CheckResult.NO_MATCH, CheckResult.NO_MATCH, "no_match"),
        (CheckResult.NO_MATCH, CheckResult.UNAVAILABLE, "no_match"),
        (CheckResult.UNAVAILABLE, CheckResult.UNAVAILABLE, "neutral"),
        (CheckResult.UNSUPPORTED, None, "neutral"),
        (None, None, None),
    ],
)
def test_avs_when_both_checks_are_joined_then_only_no_match_speaks_against(
    street: CheckResult | None, postcode: CheckResult | None, whole: str | None
) -> None:
    assert whole_check(street, postcode) == whole


@pytest.mark.parametrize(
    ("eci", "brand", "result", "shift"),
    [
        ("05", "visa", "authenticated", "yes"),
        ("5", "visa", "authenticated", "yes"),
        ("06", "visa", "attempted", "yes"),
        ("06", "mastercard", "exempt", "no"),
        ("02", "mastercard", "authenticated", "yes"),
        ("01", "mastercard", "attempted", "yes"),
        ("04", "mastercard", "data_only", "no"),
        ("07", "visa", "none", "no"),
        ("05", None, "authenticated", "yes"),
    ],
)
def test_three_ds_when_eci_is_given_then_read_with_the_brand(
    eci: str, brand: str | None, result: str, shift: str
) -> None:
    reading = read_three_ds(ThreeDSecure(eci=eci), brand)
    assert reading is not None
    assert (reading.result, reading.shift.value) == (result, shift)


def test_three_ds_when_brands_disagree_and_brand_is_unknown_then_unknown() -> None:
    assert read_three_ds(ThreeDSecure(eci="06"), None) is None


def test_three_ds_when_status_failed_then_indicator_does_not_help() -> None:
    reading = read_three_ds(ThreeDSecure(eci="05", status="N"), "visa")
    assert reading is not None
    assert reading.result == "failed"


def test_three_ds_when_gateway_states_liability_then_its_word_stands() -> None:
    facts = facts_of(a_payment(three_ds=ThreeDSecure(eci="05", liability_shift=LiabilityShift.NO)))
    assert facts["payment.liability_shift"] == "no"


def test_brand_when_gateway_writes_it_out_then_short_name() -> None:
    assert with_card(brand="American Express")["payment.card_brand"] == "amex"


def test_wallet_when_mailbox_is_the_customers_then_matches() -> None:
    facts = facts_of(a_payment(wallet=Wallet(kind="PayPal", payer_email="Erika.Muster@Example.com")))
    assert (facts["payment.wallet"], facts["payment.wallet_email_matches"]) == ("paypal", True)


def test_transfer_when_sent_from_another_name_then_no_match() -> None:
    facts = facts_of(a_payment(transfer=Transfer(payer_name="Max Beispiel", bank_country="LT")))
    assert facts["payment.transfer_payer_matches"] is False


def test_country_when_billing_is_unknown_then_left_out() -> None:
    facts = facts_of(a_payment(), billing_address=an_address(country=None))
    assert "payment.card_country_matches_billing" not in facts
    assert facts["payment.card_country_matches_shipping"] is True
