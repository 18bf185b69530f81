"""Orders as eBay tells them, made of ours: what it never tells is left out, so that nothing comes back by magic.

Form: Sell Fulfillment API, Order (eBay Developers Program, v1.20, 2026).
"""

from datetime import UTC, datetime
from zlib import crc32

from engine.order.line import Line
from engine.order.order import Order
from engine.order.party import TaxHolder
from fulfillment.channels.amounts import major

Document = dict[str, object]
MARKETPLACES = {"US": "EBAY_US", "GB": "EBAY_GB", "DE": "EBAY_DE", "AU": "EBAY_AU", "CA": "EBAY_CA", "FR": "EBAY_FR"}


def stamped(at: datetime) -> str:
    """A moment as eBay writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def document(order: Order, changed_at: datetime | None = None) -> Document:
    """As `getOrder` tells it with the breakdown of taxes."""
    data = order.channel_data
    buyer = (data and data.buyer_id) or "sample_buyer"
    ref = order.channel_order_id or order.id
    total = _money(order, order.totals.total)
    found: Document = {
        "orderId": ref,
        "legacyOrderId": ref,
        "creationDate": stamped(order.placed_at),
        "lastModifiedDate": stamped(changed_at or order.placed_at),
        "orderFulfillmentStatus": "NOT_STARTED",
        "orderPaymentStatus": "PAID",
        "sellerId": "sample_seller",
        "buyer": {"username": buyer} | _taxpayer(order) | _registered(order),
        "pricingSummary": _prices(order, total),
        "cancelStatus": {"cancelState": "NONE_REQUESTED", "cancelRequests": []},
        "paymentSummary": {
            "payments": [
                {
                    "paymentMethod": "EBAY",
                    "paymentReferenceId": f"PAY-{crc32(ref.encode())}",
                    "paymentDate": stamped(order.placed_at),
                    "paymentStatus": "PAID",
                    "amount": total,
                }
            ],
            "refunds": [],
        },
        "fulfillmentStartInstructions": [_start(order)],
        "lineItems": [_line(order, line, place) for place, line in enumerate(order.lines, 1)],
    }
    if data is not None and data.tax_collected:
        found["ebayCollectAndRemitTax"] = True
    if order.buyer_note:
        found["buyerCheckoutNotes"] = order.buyer_note
    return found


def _money(order: Order, amount: int) -> Document:
    return {"value": major(amount, order.currency), "currency": order.currency}


def _filled(found: Document) -> Document:
    return {name: value for name, value in found.items() if value not in (None, "", {})}


def _registered(order: Order) -> Document:
    to = order.shipping_address
    mail = order.customer.email if order.customer else None
    return {
        "buyerRegistrationAddress": _filled(
            {
                "fullName": order.customer.name if order.customer else to.name,
                "email": mail,
                "contactAddress": _contact(order),
            }
        )
    }


def _taxpayer(order: Order) -> Document:
    own = [number for number in order.tax_identifiers if number.holder is TaxHolder.CONSIGNEE]
    if not own:
        return {}
    country = own[0].country or order.shipping_address.country
    number = {"taxpayerId": own[0].value, "taxIdentifierType": own[0].kind, "issuingCountry": country}
    return {"taxIdentifier": number}


def _contact(order: Order) -> Document:
    to = order.shipping_address
    line2 = ", ".join(part for part in (to.line2, to.line3) if part)
    return _filled(
        {
            "addressLine1": to.line1, "addressLine2": line2, "city": to.city, "stateOrProvince": to.state,
            "postalCode": to.postcode, "countryCode": to.country,
        }
    )  # fmt: skip


def _start(order: Order) -> Document:
    to = order.shipping_address
    person = _filled(
        {
            "fullName": to.name,
            "companyName": to.company,
            "contactAddress": _contact(order),
            "primaryPhone": {"phoneNumber": to.phone} if to.phone else None,
            "email": order.customer.email if order.customer else None,
        }
    )
    return {"fulfillmentInstructionsType": "SHIP_TO", "shippingStep": {"shipTo": person}}


def _prices(order: Order, total: Document) -> Document:
    totals = order.totals
    goods = sum(line.quantity * line.unit_price for line in order.lines)
    off = sum(line.discount for line in order.lines)
    return _filled(
        {
            "priceSubtotal": _money(order, goods),
            "priceDiscount": _money(order, -off) if off else None,
            "deliveryCost": _money(order, totals.shipping or 0),
            "tax": _money(order, totals.tax or 0) if totals.tax else None,
            "total": total,
        }
    )


def _line(order: Order, line: Line, place: int) -> Document:
    name = f"{crc32(order.id.encode()):010d}{place:02d}"
    ioss = next((number for number in order.tax_identifiers if number.kind in ("IOSS", "VOEC")), None)
    taxes = [{"taxType": "VAT", "ebayReference": {"name": ioss.kind, "value": ioss.value}}] if ioss else None
    ship_by = stamped(order.ship_by or order.placed_at)
    return _filled(
        {
            "lineItemId": name,
            "legacyItemId": f"{110_000_000_000 + crc32((line.sku or '').encode()) % 10**9}",
            "sku": line.sku,
            "title": line.title,
            "quantity": line.quantity,
            "lineItemCost": _money(order, line.quantity * line.unit_price),
            "discountedLineItemCost": _money(order, line.quantity * line.unit_price - line.discount)
            if line.discount
            else None,
            "listingMarketplaceId": MARKETPLACES.get(order.shipping_address.country or "", "EBAY_US"),
            "lineItemFulfillmentStatus": "NOT_STARTED",
            "lineItemFulfillmentInstructions": {"shipByDate": ship_by, "guaranteedDelivery": False},
            "ebayCollectAndRemitTaxes": taxes,
        }
    )
