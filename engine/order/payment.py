"""How the order is paid, in one vocabulary over all gateways. Card data stops at BIN and last four."""

from dataclasses import dataclass

from engine.order.fields import (
    CardBin,
    Count,
    CountryCode,
    CurrencyCode,
    Identifier,
    LastFour,
    Minor,
    Moment,
    Month,
    Percent,
    ShortText,
    Year,
    strict,
)
from engine.order.terms import CheckResult, LiabilityShift, PaymentMethod, PaymentStatus


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the gateway tells of the card. `fingerprint` is the gateway's token for the number, never the number."""

    brand: ShortText | None = None
    bin: CardBin | None = None
    last4: LastFour | None = None
    funding: ShortText | None = None
    issuing_country: CountryCode | None = None
    expiry_month: Month | None = None
    expiry_year: Year | None = None
    fingerprint: Identifier | None = None
    holder: ShortText | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class CardChecks:
    """Answers of the address and card-code checks; `avs_code` is the scheme's own letter, if that is all there is."""

    avs_code: ShortText | None = None
    avs_street: CheckResult | None = None
    avs_postcode: CheckResult | None = None
    cvc: CheckResult | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeDSecure:
    """EMV 3-D Secure: `eci` means different things to different brands, so it is kept as given."""

    version: ShortText | None = None
    eci: ShortText | None = None
    status: ShortText | None = None
    liability_shift: LiabilityShift | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """PayPal, Alipay, Apple Pay and the like: who pays, as the wallet knows them."""

    kind: ShortText
    payer_email: ShortText | None = None
    payer_country: CountryCode | None = None
    payer_verified: bool | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A bank transfer: who sent it, from where."""

    payer_name: ShortText | None = None
    bank_country: CountryCode | None = None
    reference: ShortText | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Amounts are minor units of `currency`, which may differ from the order's (then rules notice)."""

    method: PaymentMethod
    status: PaymentStatus
    currency: CurrencyCode | None = None
    gateway: ShortText | None = None
    gateway_reference: Identifier | None = None
    merchant_reference: Identifier | None = None
    authorised: Minor | None = None
    captured: Minor | None = None
    refunded: Minor | None = None
    authorised_at: Moment | None = None
    captured_at: Moment | None = None
    authorisation_expires_at: Moment | None = None
    card: Card | None = None
    checks: CardChecks | None = None
    three_ds: ThreeDSecure | None = None
    wallet: Wallet | None = None
    transfer: Transfer | None = None
    declined_attempts: Count | None = None
    gateway_risk: Percent | None = None
