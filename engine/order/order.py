"""The canonical order: what every format is read into and every rule speaks about."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from engine.order.address import Address
from engine.order.fields import (
    Count,
    CountryCode,
    CurrencyCode,
    Identifier,
    IpText,
    LongText,
    Minor,
    Moment,
    ShortText,
    strict,
)
from engine.order.line import Line
from engine.order.party import Customer, Device, TaxIdentifier
from engine.order.payment import Payment
from engine.order.terms import Fulfiller, Incoterm, OrderKind, TransportMode

MOST_LINES = 500

Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_LINES)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ShipFrom:
    """Where the goods leave from: a warehouse abroad makes a domestic parcel of a foreign order."""

    country: CountryCode
    warehouse: Identifier | None = None
    postcode: ShortText | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Minor units of the order's currency. `total` is what the buyer pays, all included.

    The parts stand beside each other, so that lines and parts add up to the total: `goods` is before discounts,
    `tax` only what comes on top of the prices, and `discount` only what no line carries already.
    """

    total: Minor
    goods: Minor | None = None
    shipping: Minor | None = None
    tax: Minor | None = None
    duty: Minor | None = None
    discount: Minor | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingChoice:
    """What the buyer chose at checkout."""

    carrier: ShortText | None = None
    service: ShortText | None = None
    mode: TransportMode | None = None
    incoterm: Incoterm | None = None
    promised_days: Count | None = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelData:
    """What only the sales channel knows. `tax_collected` means that the marketplace takes the import tax."""

    buyer_id: Identifier | None = None
    fulfilled_by: Fulfiller = Fulfiller.SELLER
    pending: bool = False
    cancel_requested: bool = False
    cancel_reason: ShortText | None = None
    tax_collected: bool | None = None
    test_order: bool = False
    customer_messages: tuple[LongText, ...] = ()


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order of one merchant.

    `placed_at` governs behaviour (velocity, account age), the time of the decision governs law. `kind` says
    what the parcel is: a sample and a warranty replacement are not paid, a gift is declared otherwise.
    """

    id: Identifier
    placed_at: Moment
    currency: CurrencyCode
    lines: Lines
    totals: Totals
    shipping_address: Address
    merchant: Identifier = "main"
    shop: Identifier | None = None
    legal_entity: Identifier | None = None
    channel: Identifier = "own_shop"
    channel_order_id: Identifier | None = None
    kind: OrderKind = OrderKind.RETAIL
    ship_by: Moment | None = None
    customer: Customer | None = None
    billing_address: Address | None = None
    tax_identifiers: tuple[TaxIdentifier, ...] = ()
    buyer_note: LongText | None = None
    seller_note: LongText | None = None
    ip: IpText | None = None
    ip_country: CountryCode | None = None
    device: Device | None = None
    ship_from: ShipFrom | None = None
    shipping: ShippingChoice | None = None
    payment: Payment | None = None
    channel_data: ChannelData | None = None
    original_order_id: Identifier | None = None
