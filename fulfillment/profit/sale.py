"""What an order should bring: what the buyer pays, the tax within it, and what gateways and channels keep."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from engine.order.money import Money
from engine.order.order import Order
from engine.order.terms import Incoterm, PaymentMethod
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.payments.terms import terms_of as terms_of_payment
from fulfillment.profit.exchanging import Till
from fulfillment.profit.figure import Figure, Part
from fulfillment.profit.terms import Terms
from fulfillment.records import AgreedFee
from fulfillment.states import Event

MILLION = 1_000_000
NO_FEE = frozenset({PaymentMethod.NONE, PaymentMethod.INVOICE, PaymentMethod.BANK_TRANSFER})
Fees = Mapping[tuple[str, str], AgreedFee]  # provider and currency


def owed(order: Order) -> Money:
    """What the buyer pays; nothing for what is sent again or as a sample."""
    is_free = terms_of_payment(order) is Event.WAIVE
    return Money(0 if is_free else order.totals.total, order.currency)


def revenue(file: CustomsFile, till: Till) -> Figure:
    """As the order states it."""
    return till.figure(Part.REVENUE, owed(file.order), "order.totals.total")


def tax_within(file: CustomsFile, till: Till, terms: Terms) -> Iterator[Figure]:
    """What of the price is collected for a state: by the seller, or by the marketplace that pays the seller the rest.

    Where tax is paid by the importer on arrival the price has none. Nothing is guessed from published rates: what
    an order does not state, the merchant's own share of the country says, or it is unknown.
    """
    order, lane = file.order, file.lane
    paid = owed(order)
    if not paid.minor:
        return
    if order.totals.tax:
        yield till.figure(Part.TAX, Money(-order.totals.tax, order.currency), f"order.totals.tax:{lane.collector}")
        return
    if _is_importers(file):
        return
    within = terms.tax_within(lane.market if lane.market != "XI" else "GB", paid.minor)
    if within is None:
        yield till.unknown(Part.TAX, "tax.not_stated")
    else:
        yield till.figure(Part.TAX, Money(-within, paid.currency), f"terms.tax:{lane.market}")


def fees(file: CustomsFile, till: Till, agreed: Fees) -> Iterator[Figure]:
    """By the tables of agreed fees; unknown where a provider keeps some and nobody stated how much."""
    order, paid = file.order, owed(file.order)
    if not paid.minor:
        return
    provider = payer(order)
    channel = agreed.get((order.channel, order.currency))
    if order.payment is not None and order.payment.method is PaymentMethod.MARKETPLACE:
        yield _fee(Part.CHANNEL_FEE, paid, till, channel, order.channel)
        return
    if provider:
        yield _fee(Part.PAYMENT_FEE, paid, till, agreed.get((provider, order.currency)), provider)
    elif provider is None:
        yield till.unknown(Part.PAYMENT_FEE, "payment.not_stated")
    if channel is not None and provider != order.channel:
        yield _fee(Part.CHANNEL_FEE, paid, till, channel, order.channel)


def payer(order: Order) -> str | None:
    """The provider whose fee table counts; "" where none keeps anything, None where nobody says how it is paid."""
    payment = order.payment
    if payment is None:
        return None
    if payment.gateway:
        return payment.gateway.lower()
    return "" if payment.method in NO_FEE else payment.method.value


def agreed_fee(fee: AgreedFee, minor: int) -> int:
    """What a provider keeps of one sale, rounded half to even."""
    share = Decimal(minor * fee.share_ppm) / MILLION
    return int(share.to_integral_value(rounding=ROUND_HALF_EVEN)) + fee.fixed


def is_paid_by_seller(file: CustomsFile) -> bool:
    """Whether duty on arrival is the seller's."""
    chosen = file.order.shipping
    return chosen is not None and chosen.incoterm is Incoterm.DDP


def _is_importers(file: CustomsFile) -> bool:
    """Whether tax is paid on arrival, by whoever receives it."""
    return file.lane.movement == "import" and file.lane.collector == "importer"


def _fee(part: Part, paid: Money, till: Till, agreed: AgreedFee | None, provider: str) -> Figure:
    if agreed is None:
        return till.unknown(part, f"fee.not_agreed:{provider}")
    return till.figure(part, Money(-agreed_fee(agreed, paid.minor), paid.currency), f"fee_table:{provider}")
