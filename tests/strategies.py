"""Hypothesis strategies for orders: every field, every closed set, plausible and odd values alike.

`orders()` makes orders that `read_order` accepts: texts are tidy, amounts agree as far as they must, and no text holds
a card number. `orders(currency=...)` and the like fix whole fields.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from engine.order.address import Address
from engine.order.line import Battery, Dimensions, Line
from engine.order.order import ChannelData, Order, ShipFrom, ShippingChoice, Totals
from engine.order.party import Customer, Device, TaxHolder, TaxIdentifier
from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure, Transfer, Wallet
from engine.order.terms import (
    BatteryKind,
    BatteryPacking,
    CheckResult,
    Fulfiller,
    GoodsSeal,
    Incoterm,
    LiabilityShift,
    OrderKind,
    PaymentMethod,
    PaymentStatus,
    TransportMode,
)

Value = TypeVar("Value")

COUNTRIES = ("DE", "US", "CN", "GB", "BR", "JP", "NO", "KR", "AU", "XI")
CURRENCIES = ("EUR", "USD", "JPY", "KWD", "CNY")
WORDS = ("Erika", "Muster", "Straße 5", "北京", "Łódź", "O'Brien", "T-shirt", "#12", "a~b/c", "№ 7", "naïve", "x")
ZONES = (UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30)))


def maybe(values: SearchStrategy[Value]) -> SearchStrategy[Value | None]:
    """The values, or None about half of the time."""
    return st.none() | values


def texts() -> SearchStrategy[str]:
    """Tidy texts in several scripts, short enough for every text field."""
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def identifiers() -> SearchStrategy[str]:
    """Ids and SKUs, some of them long numbers."""
    return st.text("ABCxyz0123456789_-", min_size=1, max_size=20)


def digits(least: int, most: int) -> SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most)


def countries() -> SearchStrategy[str]:
    return st.sampled_from(COUNTRIES)


def moments() -> SearchStrategy[datetime]:
    """Moments of our time, with zones."""
    return st.builds(
        lambda moment, zone: moment.replace(tzinfo=UTC).astimezone(zone),
        st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2099, 1, 1)),  # noqa: DTZ001 - zoned above
        st.sampled_from(ZONES),
    )


def amounts(most: int = 10**7) -> SearchStrategy[int]:
    return st.integers(0, most)


def measures() -> SearchStrategy[float]:
    return st.floats(0, 1000, allow_nan=False, width=32).map(lambda value: round(value, 3))


def addresses() -> SearchStrategy[Address]:
    """Addresses with any of their fields missing."""
    return st.builds(
        Address,
        **dict.fromkeys(("name", "company", "line1", "line2", "line3", "city", "state"), maybe(texts())),
        postcode=maybe(st.sampled_from(("10115", "LS1 1AA", "150-0002", "D02", "00000"))),
        country=maybe(countries()),
        phone=maybe(digits(8, 12).map("+4{}".format)),
        email=maybe(st.text("abc.", min_size=1, max_size=8).map("{}@example.com".format)),
    )


def batteries() -> SearchStrategy[Battery]:
    return st.builds(
        Battery,
        kind=st.sampled_from(BatteryKind),
        packing=maybe(st.sampled_from(BatteryPacking)),
        watt_hours=maybe(measures()),
        lithium_g=maybe(measures()),
        count=maybe(st.integers(0, 100)),
    )


def certificates() -> SearchStrategy[tuple[str, ...]]:
    return st.lists(identifiers(), max_size=2).map(tuple)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Lines whose discount is at most their price."""
    quantity, unit_price = draw(st.integers(1, 50)), draw(amounts())
    size = st.integers(0, 2000)
    return Line(
        quantity=quantity,
        unit_price=unit_price,
        discount=draw(amounts(quantity * unit_price)),
        sku=draw(maybe(identifiers())),
        title=draw(maybe(texts())),
        description=draw(maybe(texts())),
        category=draw(maybe(texts())),
        hs_code=draw(maybe(digits(4, 12))),
        origin=draw(maybe(countries())),
        weight_g=draw(maybe(st.integers(0, 30_000))),
        dimensions=draw(maybe(st.builds(Dimensions, length_mm=size, width_mm=size, height_mm=size))),
        battery=draw(maybe(batteries())),
        liquid_ml=draw(maybe(measures())),
        blade_mm=draw(maybe(measures())),
        laser_mw=draw(maybe(measures())),
        nicotine_mg_ml=draw(maybe(measures())),
        alcohol_pct=draw(maybe(st.integers(0, 100).map(float))),
        magnet=draw(maybe(st.booleans())),
        certificates=draw(certificates()),
        seal=draw(maybe(st.sampled_from(GoodsSeal))),
    )


def customers() -> SearchStrategy[Customer]:
    return st.builds(
        Customer,
        id=maybe(identifiers()),
        name=maybe(texts()),
        email=maybe(st.just("buyer@example.com")),
        phone=maybe(st.just("+49 30 901820")),
        locale=maybe(st.sampled_from(("de-DE", "zh-CN", "en"))),
        guest=maybe(st.booleans()),
        account_created_at=maybe(moments()),
        orders_before=maybe(st.integers(0, 500)),
        company=maybe(texts()),
    )


def cards() -> SearchStrategy[Card]:
    return st.builds(
        Card,
        brand=maybe(st.sampled_from(("visa", "mastercard", "amex"))),
        bin=maybe(digits(6, 8)),
        last4=maybe(digits(4, 4)),
        funding=maybe(st.sampled_from(("credit", "debit", "prepaid"))),
        issuing_country=maybe(countries()),
        expiry_month=maybe(st.integers(1, 12)),
        expiry_year=maybe(st.integers(2020, 2040)),
        fingerprint=maybe(st.just("fp_a1b2c3")),
        holder=maybe(texts()),
    )


def checks() -> SearchStrategy[CardChecks]:
    answers = maybe(st.sampled_from(CheckResult))
    return st.builds(
        CardChecks,
        avs_code=maybe(st.sampled_from("YNAZU")),
        avs_street=answers,
        avs_postcode=answers,
        cvc=answers,
    )


@st.composite
def payments(draw: st.DrawFn, total: int = 10_000, currency: str = "EUR") -> Payment:
    """Payments of up to ten times the total, in the order's currency or another."""
    captured = draw(maybe(amounts(10 * total)))
    begun = draw(maybe(moments()))
    return Payment(
        method=draw(st.sampled_from(PaymentMethod)),
        status=draw(st.sampled_from(PaymentStatus)),
        currency=draw(maybe(st.sampled_from((currency, "USD")))),
        gateway=draw(maybe(st.sampled_from(("stripe", "paypal", "adyen")))),
        gateway_reference=draw(maybe(identifiers())),
        merchant_reference=draw(maybe(identifiers())),
        authorised=draw(maybe(amounts(10 * total))),
        captured=captured,
        refunded=draw(maybe(amounts(captured if captured is not None else total))),
        authorised_at=begun,
        captured_at=draw(maybe(moments())),
        authorisation_expires_at=None if begun is None else draw(maybe(st.just(begun + timedelta(days=7)))),
        card=draw(maybe(cards())),
        checks=draw(maybe(checks())),
        three_ds=draw(maybe(three_ds())),
        wallet=draw(maybe(st.builds(Wallet, kind=st.just("paypal"), payer_country=maybe(countries())))),
        transfer=draw(maybe(st.builds(Transfer, payer_name=maybe(texts()), bank_country=maybe(countries())))),
        declined_attempts=draw(maybe(st.integers(0, 9))),
        gateway_risk=draw(maybe(st.integers(0, 100).map(float))),
    )


def three_ds() -> SearchStrategy[ThreeDSecure]:
    return st.builds(
        ThreeDSecure,
        version=maybe(st.sampled_from(("2.2.0", "2.3.1"))),
        eci=maybe(st.sampled_from(("00", "05", "07"))),
        status=maybe(st.sampled_from("YNAU")),
        liability_shift=maybe(st.sampled_from(LiabilityShift)),
    )


def tax_identifiers() -> SearchStrategy[TaxIdentifier]:
    return st.builds(
        TaxIdentifier,
        kind=st.sampled_from(("CPF", "PCCC", "IOSS", "VAT")),
        value=identifiers(),
        holder=st.sampled_from(TaxHolder),
        country=maybe(countries()),
    )


def channel_data() -> SearchStrategy[ChannelData]:
    return st.builds(
        ChannelData,
        buyer_id=maybe(identifiers()),
        fulfilled_by=st.sampled_from(Fulfiller),
        pending=st.booleans(),
        cancel_requested=st.booleans(),
        cancel_reason=maybe(texts()),
        tax_collected=maybe(st.booleans()),
        test_order=st.booleans(),
        customer_messages=st.lists(texts(), max_size=2).map(tuple),
    )


@st.composite
def orders(draw: st.DrawFn, /, **fixed: object) -> Order:
    """Orders of one to four lines; `fixed` sets whole fields."""
    sold = tuple(draw(st.lists(lines(), min_size=1, max_size=4)))
    goods = sum(line.quantity * line.unit_price for line in sold)
    currency, placed_at = draw(st.sampled_from(CURRENCIES)), draw(moments())
    place = st.builds(ShipFrom, country=countries(), warehouse=maybe(identifiers()), postcode=maybe(st.just("518000")))
    shipping = st.builds(
        ShippingChoice,
        carrier=maybe(texts()),
        service=maybe(texts()),
        mode=maybe(st.sampled_from(TransportMode)),
        incoterm=maybe(st.sampled_from(Incoterm)),
        promised_days=maybe(st.integers(0, 90)),
    )
    order = Order(
        id=draw(identifiers()),
        placed_at=placed_at,
        currency=currency,
        lines=sold,
        totals=Totals(
            total=goods,
            goods=draw(maybe(st.just(goods))),
            **{name: draw(maybe(amounts())) for name in ("shipping", "tax", "duty", "discount")},
        ),
        shipping_address=draw(addresses()),
        merchant=draw(st.sampled_from(("main", "acme"))),
        shop=draw(maybe(identifiers())),
        legal_entity=draw(maybe(identifiers())),
        channel=draw(st.sampled_from(("own_shop", "shopify", "woocommerce", "amazon", "ebay"))),
        channel_order_id=draw(maybe(identifiers())),
        kind=draw(st.sampled_from(OrderKind)),
        ship_by=draw(maybe(st.just(placed_at + timedelta(days=2)))),
        customer=draw(maybe(customers())),
        billing_address=draw(maybe(addresses())),
        tax_identifiers=tuple(draw(st.lists(tax_identifiers(), max_size=2))),
        buyer_note=draw(maybe(texts())),
        seller_note=draw(maybe(texts())),
        ip=draw(maybe(st.ip_addresses().map(str))),
        ip_country=draw(maybe(countries())),
        device=draw(maybe(st.builds(Device, id=maybe(identifiers()), user_agent=maybe(texts())))),
        ship_from=draw(maybe(place)),
        shipping=draw(maybe(shipping)),
        payment=draw(maybe(payments(total=goods, currency=currency))),
        channel_data=draw(maybe(channel_data())),
        original_order_id=draw(maybe(identifiers())),
    )
    return replace(order, **fixed)  # type: ignore[arg-type]
