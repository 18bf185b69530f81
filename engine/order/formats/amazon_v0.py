"""Orders of Amazon, Selling Partner API, Orders v0: one document merged from its calls.

That is the order of `getOrder`, with `OrderItems`, and with `ShippingAddress` and `BuyerInfo` where the seller may see
them. A pending order has no prices yet: it is read with zero amounts, and marked as pending.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.order.decoding import bounded
from engine.order.formats.collected_tax import ioss_numbers
from engine.order.formats.held import Draft, Held, order_of
from engine.order.formats.pricing import joined, number, piece_prices, sum_of
from engine.order.formats.settings import ImportSettings
from engine.order.formats.source import Source, first_of
from engine.order.order import Order
from engine.order.terms import Fulfiller, OrderKind, PaymentMethod, PaymentStatus

PENDING = frozenset({"Pending", "PendingAvailability"})

# The currency of a marketplace, for pending orders: by the end of its name, as `SalesChannel` has it.
CURRENCIES: Mapping[str, str] = MappingProxyType({
    "amazon.com": "USD", "amazon.ca": "CAD", "amazon.com.mx": "MXN", "amazon.com.br": "BRL", "amazon.co.uk": "GBP",
    "amazon.de": "EUR", "amazon.fr": "EUR", "amazon.it": "EUR", "amazon.es": "EUR", "amazon.nl": "EUR",
    "amazon.com.be": "EUR", "amazon.ie": "EUR", "amazon.se": "SEK", "amazon.pl": "PLN", "amazon.com.tr": "TRY",
    "amazon.ae": "AED", "amazon.sa": "SAR", "amazon.eg": "EGP", "amazon.in": "INR", "amazon.co.jp": "JPY",
    "amazon.com.au": "AUD", "amazon.sg": "SGD", "amazon.co.za": "ZAR",
})  # fmt: skip


def read(payload: Mapping[str, object], *, settings: ImportSettings) -> Order:
    """The order. Raises OrderRejected, with pointers into the payload."""
    source = Source(bounded(payload))
    order = source.at("payload") if source.has("payload") else source
    return order_of(settings.of_the_order() | _order(order, settings), source.faults)


def _order(order: Source, settings: ImportSettings) -> dict[str, Draft]:
    currency = currency_of(order.text("OrderTotal", "CurrencyCode"), order.text("SalesChannel"))
    pending = order.text("OrderStatus").value in PENDING
    # An item that was cancelled stays in the list with quantity 0.
    items = [item for item in order.each("OrderItems") if item.whole("QuantityOrdered").value != 0]
    return {
        "id": settings.order_id(order.text("AmazonOrderId")),
        "channel": Held("amazon", order.path),
        "channel_order_id": order.text("AmazonOrderId"),
        "kind": _kind(order),
        "original_order_id": order.text("ReplacedOrderId"),
        "placed_at": order.moment("PurchaseDate"),
        "ship_by": order.moment("LatestShipDate"),
        "currency": currency,
        "lines": [settings.with_product(_line(item, currency, pending=pending)) for item in items],
        "totals": _totals(order, items, currency, pending=pending),
        "shipping_address": _address(order.at("ShippingAddress")),
        "customer": {
            "name": order.text("BuyerInfo", "BuyerName"),
            "email": order.text("BuyerInfo", "BuyerEmail"),
            "company": order.text("BuyerInfo", "BuyerTaxInfo", "CompanyLegalName"),
        },
        "tax_identifiers": _tax_identifiers(order, items),
        "buyer_note": joined("\n", order.text("BuyerNote"), *(i.text("BuyerInfo", "GiftMessageText") for i in items)),
        "shipping": {"service": first_of(order.text("ShipServiceLevel"), order.text("ShipmentServiceLevelCategory"))},
        "payment": _payment(order, currency, pending=pending),
        "channel_data": _channel_data(order, items, pending=pending),
    }


def currency_of(stated: Held, marketplace: Held) -> Held:
    """The currency stated, or else that of the marketplace."""
    return first_of(stated, marketplace.then(CURRENCIES.get(str(marketplace.value).casefold())), stated)


def _kind(order: Source) -> Held:
    replacement, business = order.truth("IsReplacementOrder"), order.truth("IsBusinessOrder")
    if replacement.value:
        return replacement.then(OrderKind.RESHIP)
    # An item bought as a present is a sale all the same: customs calls a gift only what one person sends another.
    return business.then(OrderKind.B2B if business.value else None)


def _line(item: Source, currency: Held, *, pending: bool) -> dict[str, Draft]:
    quantity, price = item.whole("QuantityOrdered"), item.money(currency, "ItemPrice", "Amount")
    if pending and price.value is None:
        price = price.then(0)
    return {
        "sku": first_of(item.code("SellerSKU"), item.code("ASIN")),
        "title": item.short("Title"),
        "quantity": quantity,
        **piece_prices(price, item.money(currency, "PromotionDiscount", "Amount"), quantity),
    }


def _totals(order: Source, items: list[Source], currency: Held, *, pending: bool) -> dict[str, Draft]:
    def over_items(*names: str) -> int:
        return sum(number(item.money(currency, *names, "Amount")) for item in items)

    total = order.money(currency, "OrderTotal", "Amount")
    if pending and total.value is None:
        return {"total": total.then(0)}
    here = order.at("OrderItems").held()
    goods, promotion = over_items("ItemPrice"), over_items("PromotionDiscount")
    shipping = over_items("ShippingPrice") - over_items("ShippingDiscount") + over_items("BuyerInfo", "GiftWrapPrice")
    tax = over_items("ItemTax") + over_items("ShippingTax") + over_items("BuyerInfo", "GiftWrapTax")
    # In America tax comes on top of the price, elsewhere the price includes it; the sum tells which.
    on_top = goods - promotion + shipping + tax == total.value
    return {
        "total": total,
        "goods": here.then(goods if items else None),
        "shipping": here.then(max(0, shipping)),
        "tax": here.then(tax if on_top else None),
    }


def _address(address: Source) -> dict[str, Draft]:
    return {
        "name": address.text("Name"),
        "company": address.text("CompanyName"),
        "line1": address.text("AddressLine1"),
        "line2": address.text("AddressLine2"),
        "line3": joined(", ", address.text("AddressLine3"), address.text("District")),
        "city": first_of(address.text("City"), address.text("Municipality")),
        "state": first_of(address.text("StateOrRegion"), address.text("County")),
        "postcode": address.code("PostalCode"),
        "country": address.country("CountryCode"),
        "phone": address.code("Phone"),
    }


def _tax_identifiers(order: Source, items: list[Source]) -> list[Draft]:
    buyer = order.at("BuyerInfo", "BuyerTaxInfo")
    return ioss_numbers(item.code("IossNumber") for item in items) + [
        {"kind": entry.code("Name"), "value": entry.code("Value"), "country": buyer.country("TaxingRegion")}
        for entry in buyer.each("TaxClassifications")
        if entry.has("Value")
    ]


def _payment(order: Source, currency: Held, *, pending: bool) -> dict[str, Draft]:
    status, total = order.text("OrderStatus"), order.money(currency, "OrderTotal", "Amount")
    at_the_door = order.text("PaymentMethod").value == "COD"
    paid = not pending and not at_the_door and status.value != "Canceled"
    unpaid = PaymentStatus.VOIDED if status.value == "Canceled" else PaymentStatus.PENDING
    return {
        "method": status.then(PaymentMethod.CASH_ON_DELIVERY if at_the_door else PaymentMethod.MARKETPLACE),
        "status": status.then(PaymentStatus.CAPTURED if paid else unpaid),
        "currency": currency,
        "gateway": status.then("amazon"),
        "captured": total if paid else None,
    }


def _channel_data(order: Source, items: list[Source], *, pending: bool) -> dict[str, Draft]:
    status, carried_by = order.text("OrderStatus"), order.text("FulfillmentChannel")
    cancels = [item.at("BuyerRequestedCancel") for item in items]
    asked = [each for each in cancels if each.truth("IsBuyerRequestedCancel").value]
    cancelled = bool(asked) or status.value == "Canceled"
    collected = any(item.has("TaxCollection", "Model") or item.has("DeemedResellerCategory") for item in items)
    return {
        "fulfilled_by": carried_by.then(Fulfiller.MARKETPLACE if carried_by.value == "AFN" else Fulfiller.SELLER),
        "pending": status.then(pending),
        "cancel_requested": status.then(cancelled),
        "cancel_reason": asked[0].short("BuyerCancelReason") if asked else None,
        "tax_collected": sum_of([], order.at("OrderItems").held()).then(True if collected else None),
    }
