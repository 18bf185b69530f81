"""Orders of Amazon, Selling Partner API, Orders 2026-01-01: an order of `getOrder` or `searchOrders`.

What the answer holds depends on the data sets that were asked for (`BUYER`, `RECIPIENT`, `PROCEEDS`, `CANCELLATION`,
`FULFILLMENT` …); all parts but the id, the times, the channel and the items may be absent. The interface does not say
whether a discount is written as a negative amount, so both are taken.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.order.decoding import bounded
from engine.order.formats.amazon_v0 import currency_of
from engine.order.formats.collected_tax import ioss_numbers
from engine.order.formats.held import Draft, Held, order_of
from engine.order.formats.pricing import joined, number, piece_prices
from engine.order.formats.settings import ImportSettings
from engine.order.formats.source import Source, first_of
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.order.terms import Fulfiller, OrderKind, PaymentMethod, PaymentStatus

PENDING = frozenset({"PENDING", "PENDING_AVAILABILITY"})
KINDS: Mapping[str, str] = MappingProxyType({"PREORDER": OrderKind.PRE_ORDER, "AMAZON_BUSINESS": OrderKind.B2B})
HOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "buyer": TaxHolder.CONSIGNEE,
        "merchant": TaxHolder.MERCHANT,
        "marketplace": TaxHolder.MARKETPLACE,
    }
)
CHARGES = ("SHIPPING", "GIFT_WRAP", "COD_FEE", "DELIVERY_TIP", "OTHER")


def read(payload: Mapping[str, object], *, settings: ImportSettings) -> Order:
    """The order. Raises OrderRejected, with pointers into the payload."""
    source = Source(bounded(payload))
    order = source.at("order") if source.has("order") else source
    return order_of(settings.of_the_order() | _order(order, settings), source.faults)


def _order(order: Source, settings: ImportSettings) -> dict[str, Draft]:
    items = [item for item in order.each("orderItems") if item.whole("quantityOrdered").value != 0]
    prices = [item.text("product", "price", "unitPrice", "currencyCode") for item in items]
    stated = first_of(order.text("proceeds", "grandTotal", "currencyCode"), *prices)
    currency = currency_of(stated, order.text("salesChannel", "marketplaceName"))
    status = order.text("fulfillment", "fulfillmentStatus")
    pending = status.value in PENDING
    return {
        "id": settings.order_id(order.text("orderId")),
        "channel": Held("amazon", order.path),
        "channel_order_id": order.text("orderId"),
        "kind": _kind(order),
        "original_order_id": _original(order),
        "placed_at": order.moment("createdTime"),
        "ship_by": order.moment("fulfillment", "shipByWindow", "latestDateTime"),
        "currency": currency,
        "lines": [settings.with_product(_line(item, currency, pending=pending)) for item in items],
        "totals": _totals(order, currency, pending=pending),
        "shipping_address": _address(order.at("recipient", "deliveryAddress")),
        "customer": {
            "name": order.text("buyer", "buyerName"),
            "email": order.text("buyer", "buyerEmail"),
            "company": order.text("buyer", "buyerCompanyName"),
        },
        "tax_identifiers": _tax_identifiers(order, items),
        "buyer_note": _note(order, items),
        "shipping": {"service": order.text("fulfillment", "fulfillmentServiceLevel")},
        "payment": _payment(order, currency, status),
        "channel_data": _channel_data(order, items, status),
    }


def _kind(order: Source) -> Held:
    if _original(order).value is not None:
        return _original(order).then(OrderKind.RESHIP)
    programs = [each.text() for each in order.each("programs")]
    known = [each.then(KINDS[str(each.value)]) for each in programs if each.value in KINDS]
    return first_of(*known, order.at("programs").held().then(None))


def _original(order: Source) -> Held:
    replaced = [
        each.text("orderId")
        for each in order.each("associatedOrders")
        if each.text("associationType").value in ("REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID")
    ]
    return first_of(*replaced, order.at("associatedOrders").held().then(None))


def _line(item: Source, currency: Held, *, pending: bool) -> dict[str, Draft]:
    quantity, proceeds = item.whole("quantityOrdered"), _breakdown(item, currency)
    unit = item.money(currency, "product", "price", "unitPrice", "amount")
    discount = proceeds.get("DISCOUNT", item.at("proceeds").held().then(None))
    prices: dict[str, Draft] = {"unit_price": unit.then(0) if pending and unit.value is None else unit}
    if unit.value is None and "ITEM" in proceeds:
        prices = piece_prices(proceeds["ITEM"], discount, quantity)
    return {
        "sku": first_of(item.code("product", "sellerSku"), item.code("product", "asin")),
        "title": item.short("product", "title"),
        "quantity": quantity,
        "discount": discount,
        **prices,
    }


def _breakdown(part: Source, currency: Held) -> dict[str, Held]:
    """The amounts of an order or an item by what they are for; entries of one kind are added."""
    found: dict[str, Held] = {}
    for entry in part.each("proceeds", "breakdowns"):
        amount, kind = entry.money(currency, "subtotal", "amount", either_sign=True), str(entry.text("type").value)
        found[kind] = amount.then(number(amount) + number(found.get(kind, amount.then(0))))
    return found


def _totals(order: Source, currency: Held, *, pending: bool) -> dict[str, Draft]:
    total = order.money(currency, "proceeds", "grandTotal", "amount")
    if pending and total.value is None:
        return {"total": total.then(0)}
    parts = _breakdown(order, currency)
    here = order.at("proceeds", "breakdowns").held()
    charges = sum(number(parts[kind]) for kind in CHARGES if kind in parts)
    taken_off = number(parts["DISCOUNT"]) if "DISCOUNT" in parts else 0
    tax = number(parts["TAX"]) if "TAX" in parts else 0
    goods = number(parts["ITEM"]) if "ITEM" in parts else 0
    # In America tax comes on top of the price, elsewhere the price includes it; the sum tells which.
    on_top = goods + charges - taken_off + tax == total.value
    return {
        "total": total,
        "goods": here.then(goods if "ITEM" in parts else None),
        "shipping": here.then(charges if parts else None),
        "tax": here.then(tax if on_top and "TAX" in parts else None),
    }


def _address(address: Source) -> dict[str, Draft]:
    return {
        "name": address.text("name"),
        "company": address.text("companyName"),
        "line1": address.text("addressLine1"),
        "line2": address.text("addressLine2"),
        "line3": address.text("addressLine3"),
        "city": first_of(address.text("city"), address.text("municipality")),
        "state": first_of(address.text("stateOrRegion"), address.text("districtOrCounty")),
        "postcode": address.code("postalCode"),
        "country": address.country("countryCode"),
        "phone": address.code("phone"),
    }


def _tax_identifiers(order: Source, items: list[Source]) -> list[Draft]:
    places = [item.code("fulfillment", "shipping", "internationalShipping", "iossNumber") for item in items]
    return ioss_numbers(places) + [
        {
            "kind": first_of(entry.code("taxRegistrationType"), entry.at("taxRegistrationType").held().then("TAX_ID")),
            "value": entry.code("taxRegistrationNumber"),
            "holder": entry.word(HOLDERS, "entityType"),
            "country": entry.country("taxRegistrationAddress", "countryCode"),
        }
        for entry in order.each("tax", "taxRegistrations")
        if entry.has("taxRegistrationNumber")
    ]


def _note(order: Source, items: list[Source]) -> Held:
    wishes = order.at("recipient", "deliveryPreference")
    messages = [item.text("fulfillment", "packing", "giftOption", "giftMessage") for item in items]
    return joined("\n", wishes.text("dropOffLocation"), wishes.text("addressInstruction"), *messages)


def _payment(order: Source, currency: Held, status: Held) -> dict[str, Draft]:
    methods = [each.text("paymentMethod").value for each in order.each("payment", "paymentExecutions")]
    at_the_door = "CashOnDelivery" in methods
    # Without the data set FULFILLMENT it is not known whether Amazon still waits for the money.
    paid = status.value is not None and status.value not in PENDING | {"CANCELLED"} and not at_the_door
    unpaid = PaymentStatus.VOIDED if status.value == "CANCELLED" else PaymentStatus.PENDING
    return {
        "method": status.then(PaymentMethod.CASH_ON_DELIVERY if at_the_door else PaymentMethod.MARKETPLACE),
        "status": status.then(PaymentStatus.CAPTURED if paid else unpaid),
        "currency": currency,
        "gateway": status.then("amazon"),
        "captured": order.money(currency, "proceeds", "grandTotal", "amount") if paid else None,
    }


def _channel_data(order: Source, items: list[Source], status: Held) -> dict[str, Draft]:
    carried_by = order.text("fulfillment", "fulfilledBy")
    requests = [item.at("cancellation", "cancellationRequest") for item in items]
    asked = [each for each in requests if each.text("requester").value == "BUYER"]
    collected = any(item.has("tax", "taxCollections") or _is_ioss(item) for item in items)
    return {
        "fulfilled_by": carried_by.then(Fulfiller.MARKETPLACE if carried_by.value == "AMAZON" else Fulfiller.SELLER),
        "pending": status.then(status.value in PENDING),
        "cancel_requested": status.then(bool(asked) or status.value == "CANCELLED"),
        "cancel_reason": asked[0].short("cancelReason") if asked else None,
        "tax_collected": order.at("orderItems").held().then(True if collected else None),
    }


def _is_ioss(item: Source) -> bool:
    return item.has("fulfillment", "shipping", "internationalShipping", "iossNumber")
