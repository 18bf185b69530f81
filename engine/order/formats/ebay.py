"""Orders of eBay, Sell Fulfillment API, as `getOrder` delivers them.

eBay itself takes the payment. Where goods go through its shipping centre, the parcel of the seller ends there, so the
address is that of the centre. What a listing says of the place of the goods fills in where the settings say nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.order.decoding import bounded
from engine.order.formats.held import Draft, Held, order_of
from engine.order.formats.pricing import joined, number, piece_prices, sum_of
from engine.order.formats.settings import ImportSettings
from engine.order.formats.source import Source, first_of
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.order.terms import Fulfiller, PaymentMethod, PaymentStatus

PAYMENT_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "pending": PaymentStatus.PENDING,
        "paid": PaymentStatus.CAPTURED,
        "failed": PaymentStatus.FAILED,
        "fully_refunded": PaymentStatus.REFUNDED,
        "partially_refunded": PaymentStatus.PARTIALLY_REFUNDED,
    }
)
PAID = frozenset({PaymentStatus.CAPTURED, PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED})
METHODS: Mapping[str, PaymentMethod] = MappingProxyType(
    {
        "CASH_ON_DELIVERY": PaymentMethod.CASH_ON_DELIVERY,
        "CASH_ON_PICKUP": PaymentMethod.CASH_ON_DELIVERY,
        "PERSONAL_CHECK": PaymentMethod.INVOICE,
    }
)
FULFILLED_BY_EBAY = "FULFILLED_BY_EBAY"


def read(payload: Mapping[str, object], *, settings: ImportSettings) -> Order:
    """The order. Raises OrderRejected, with pointers into the payload."""
    source = Source(bounded(payload))
    return order_of(settings.of_the_order() | _order(source, settings), source.faults)


def _order(order: Source, settings: ImportSettings) -> dict[str, Draft]:
    currency = order.text("pricingSummary", "total", "currency")
    items = order.each("lineItems")
    starts = order.each("fulfillmentStartInstructions")
    start = starts[0] if starts else Source(None, order.path, order.faults)
    messages = [item.text("giftDetails", "message") for item in items]
    draft: dict[str, Draft] = {
        "id": settings.order_id(order.text("orderId")),
        "channel": Held("ebay", order.path),
        "channel_order_id": order.text("orderId"),
        "placed_at": order.moment("creationDate"),
        "ship_by": _ship_by(items, order),
        "currency": currency,
        "lines": [settings.with_product(_line(item, currency)) for item in items],
        "totals": _totals(order, currency),
        "shipping_address": _address(start.at("shippingStep", "shipTo")),
        "billing_address": _address(order.at("buyer", "buyerRegistrationAddress")),
        "customer": _customer(order),
        "tax_identifiers": _tax_identifiers(order, items),
        "buyer_note": joined("\n", order.text("buyerCheckoutNotes"), *messages),
        "shipping": {
            "carrier": start.text("shippingStep", "shippingCarrierCode"),
            "service": start.text("shippingStep", "shippingServiceCode"),
        },
        "payment": _payment(order, currency),
        "channel_data": _channel_data(order, items, start),
    }
    place = items[0].at("itemLocation") if items and settings.ship_from is None else None
    if place is not None and place.has("countryCode"):
        draft["ship_from"] = {"country": place.country("countryCode"), "postcode": place.code("postalCode")}
    return draft


def _ship_by(items: list[Source], order: Source) -> Held:
    dates = [item.moment("lineItemFulfillmentInstructions", "shipByDate") for item in items]
    known = sorted((each for each in dates if each.value is not None), key=lambda each: str(each.value))
    return first_of(*known, Held(None, (*order.path, "lineItems")))


def _line(item: Source, currency: Held) -> dict[str, Draft]:
    quantity, cost = item.whole("quantity"), item.money(currency, "lineItemCost", "value")
    reduced = item.money(currency, "discountedLineItemCost", "value")
    off = max(0, number(cost) - number(reduced)) if reduced.value is not None else 0
    return {
        "sku": first_of(item.code("sku"), item.code("legacyItemId")),
        "title": item.short("title"),
        "quantity": quantity,
        **piece_prices(cost, reduced.then(off), quantity),
    }


def _totals(order: Source, currency: Held) -> dict[str, Draft]:
    summary = order.at("pricingSummary")
    on_lines = sum(number_of(_line(item, currency)["discount"]) for item in order.each("lineItems"))
    taken_off = number(summary.money(currency, "priceDiscount", "value", either_sign=True))
    delivery = summary.money(currency, "deliveryCost", "value")
    reduced = number(summary.money(currency, "deliveryDiscount", "value", either_sign=True))
    fee = number(summary.money(currency, "fee", "value"))
    collected = [
        tax.money(currency, "amount", "value")
        for item in order.each("lineItems")
        for tax in item.each("ebayCollectAndRemitTaxes")
    ]
    tax = first_of(summary.money(currency, "tax", "value"), sum_of(collected, order.at("lineItems").held()))
    total, goods = summary.money(currency, "total", "value"), summary.money(currency, "priceSubtotal", "value")
    charges = max(0, number(delivery) - reduced) + fee
    # Some taxes are part of the total and some are not; the sum tells which.
    on_top = number(goods) - taken_off + charges + number(tax) == total.value
    return {
        "total": total,
        "goods": goods,
        "shipping": delivery.then(charges if delivery.value is not None or fee else None),
        "tax": tax if on_top else None,
        "discount": goods.then(max(0, taken_off - on_lines) or None),
    }


def number_of(held: Draft) -> int:
    """The whole number in a drafted field."""
    return number(held) if isinstance(held, Held) else 0


def _address(contact: Source) -> dict[str, Draft]:
    address = contact.at("contactAddress")
    return {
        "name": contact.text("fullName"),
        "company": contact.text("companyName"),
        "line1": address.text("addressLine1"),
        "line2": address.text("addressLine2"),
        "city": address.text("city"),
        "state": first_of(address.text("stateOrProvince"), address.text("county")),
        "postcode": address.code("postalCode"),
        "country": address.country("countryCode"),
        "phone": contact.code("primaryPhone", "phoneNumber"),
        "email": contact.text("email"),
    }


def _customer(order: Source) -> dict[str, Draft]:
    registered = order.at("buyer", "buyerRegistrationAddress")
    return {
        "id": order.code("buyer", "username"),
        "name": registered.text("fullName"),
        "email": registered.text("email"),
        "phone": registered.code("primaryPhone", "phoneNumber"),
        "company": registered.text("companyName"),
    }


def _tax_identifiers(order: Source, items: list[Source]) -> list[Draft]:
    buyer = order.at("buyer", "taxIdentifier")
    given: list[Draft] = []
    if buyer.has("taxpayerId"):
        kind = first_of(buyer.code("taxIdentifierType"), buyer.at("taxIdentifierType").held().then("TAX_ID"))
        given = [{"kind": kind, "value": buyer.code("taxpayerId"), "country": buyer.country("issuingCountry")}]
    references = [
        tax.at("ebayReference")
        for item in items
        for tax in item.each("ebayCollectAndRemitTaxes")
        if tax.has("ebayReference", "value")
    ]
    by_value = {str(each.code("value").value): each for each in references}
    return given + [
        {
            "kind": first_of(each.code("name"), each.at("name").held().then("TAX_ID")),
            "value": each.code("value"),
            "holder": each.at("value").held().then(TaxHolder.MARKETPLACE),
        }
        for each in by_value.values()
    ]


def _payment(order: Source, currency: Held) -> dict[str, Draft]:
    status = order.word(PAYMENT_STATUS, "orderPaymentStatus")
    if status.value is None:
        return {"status": status} if order.has("orderPaymentStatus") else {}
    payments = order.each("paymentSummary", "payments")
    first = payments[0] if payments else Source(None, order.path, order.faults)
    method = first.text("paymentMethod")
    refunds = [each.money(currency, "amount", "value") for each in order.each("paymentSummary", "refunds")]
    paid = status.value in PAID
    return {
        "method": method.then(METHODS.get(str(method.value), PaymentMethod.MARKETPLACE)),
        "status": status,
        "currency": currency,
        "gateway": method.then("ebay"),
        "gateway_reference": first.code("paymentReferenceId"),
        "captured": order.money(currency, "pricingSummary", "total", "value") if paid else None,
        "captured_at": first.moment("paymentDate") if paid else None,
        "refunded": sum_of(refunds, order.at("paymentSummary", "refunds").held()),
    }


def _channel_data(order: Source, items: list[Source], start: Source) -> dict[str, Draft]:
    cancel, kind = order.text("cancelStatus", "cancelState"), start.text("fulfillmentInstructionsType")
    program = order.text("program", "fulfillmentProgram", "fulfilledBy")
    by_ebay = program.value == "EBAY" or kind.value == FULFILLED_BY_EBAY
    requests = order.each("cancelStatus", "cancelRequests")
    collected = order.flag("ebayCollectAndRemitTax").value is True or any(
        item.has("ebayCollectAndRemitTaxes") for item in items
    )
    return {
        "buyer_id": order.code("buyer", "username"),
        "fulfilled_by": first_of(program, kind).then(Fulfiller.MARKETPLACE if by_ebay else Fulfiller.SELLER),
        "pending": order.at("orderPaymentStatus").held().then(order.text("orderPaymentStatus").value == "PENDING"),
        "cancel_requested": cancel.then(cancel.value not in (None, "NONE_REQUESTED")),
        "cancel_reason": requests[0].short("cancelReason") if requests else None,
        "tax_collected": order.at("lineItems").held().then(True if collected else None),
    }
