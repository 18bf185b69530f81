"""Facts of the payment, read in one vocabulary over all gateways."""

from engine.lexicon.entry import country, flag, one_of, text, whole_number
from engine.order.terms import CheckResult, LiabilityShift, PaymentMethod, PaymentStatus

CHECKS = tuple(CheckResult)

PAYMENT_FACTS = (
    one_of("payment.method", tuple(PaymentMethod), "how it is paid"),
    one_of("payment.status", tuple(PaymentStatus), "where the payment stands"),
    text("payment.gateway", "payment service provider", "stripe"),
    flag("payment.paid", "money is in: captured or settled in full, not refunded or disputed"),
    flag("payment.secured", "paid, or authorised for the whole total and not expired at this decision"),
    flag("payment.on_delivery", "paid at the door or on invoice"),
    whole_number(
        "payment.authorisation_hours_left", "hours", "from this decision to the authorisation's end; negative after", 96
    ),
    whole_number(
        "payment.authorisation_margin_hours", "hours", "from the promised dispatch to the authorisation's end", 48
    ),
    flag("payment.currency_matches", "paid in the order's currency"),
    whole_number("payment.underpaid_minor", "minor units", "total minus what is secured, when positive, else 0", 0),
    whole_number("payment.overpaid_minor", "minor units", "what is secured minus total, when positive, else 0", 0),
    whole_number("payment.refunded_minor", "minor units", "already refunded", 0),
    flag("payment.reference_matches", "the gateway's merchant reference is this order's id"),
    one_of("payment.avs_street", CHECKS, "address check of the billing street, read by brand"),
    one_of("payment.avs_postcode", CHECKS, "address check of the billing postcode, read by brand"),
    one_of("payment.avs", ("match", "partial", "no_match", "neutral"), "address check as a whole"),
    one_of("payment.cvc", CHECKS, "card code check"),
    one_of(
        "payment.three_ds",
        ("authenticated", "attempted", "failed", "exempt", "data_only", "none"),
        "3-D Secure result, the ECI read by brand",
    ),
    one_of("payment.liability_shift", tuple(LiabilityShift), "who bears a chargeback for fraud"),
    text("payment.card_brand", "card brand, lower case", "visa"),
    one_of("payment.card_funding", ("credit", "debit", "prepaid", "other"), "kind of card"),
    text("payment.card_bin", "first digits of the card", "411111", personal=True),
    country("payment.card_country", "country that issued the card, as the gateway says", "DE"),
    flag("payment.card_country_matches_billing", "card and billing country are the same"),
    flag("payment.card_country_matches_shipping", "card and delivery country are the same"),
    flag("payment.card_expired", "the card's month has passed at this decision"),
    flag("payment.card_expires_before_dispatch", "the card ends before the promised dispatch"),
    flag("payment.card_holder_matches", "the card holder is the billing or delivery name"),
    text("payment.wallet", "wallet kind", "paypal"),
    flag("payment.wallet_payer_verified", "the wallet has verified its payer"),
    flag("payment.wallet_email_matches", "the wallet's e-mail is the customer's"),
    country("payment.wallet_country", "country of the wallet's account", "DE"),
    flag("payment.transfer_payer_matches", "the transfer came from the customer's name"),
    country("payment.transfer_bank_country", "country of the sending bank", "DE"),
    whole_number("payment.declined_attempts", "attempts", "declined tries before this payment", 0),
    whole_number("payment.gateway_risk", "0..100", "the gateway's own risk score", 12),
)
