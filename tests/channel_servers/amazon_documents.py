"""Orders as Amazon tells them, made of ours: what it never tells is left out, so that nothing comes back by magic.

Amazon tells no codes, origins or weights of goods, no carrier, no device and no card; of the buyer a name and a relay
address. Forms: orders_2026-01-01.json and ordersV0.json of amzn/selling-partner-api-models (2026).
"""

from datetime import UTC, datetime
from zlib import crc32

from engine.order.line import Line
from engine.order.order import Order
from engine.order.party import TaxHolder
from fulfillment.channels.amounts import major

Document = dict[str, object]
# Identifiers of marketplaces, by the country they serve (Amazon, SP-API documentation, "Marketplace IDs", 2026).
MARKETPLACES = {
    "US": ("ATVPDKIKX0DER", "Amazon.com"), "CA": ("A2EUQ1WTGCTBG2", "Amazon.ca"),
    "MX": ("A1AM78C64UM0Y8", "Amazon.com.mx"), "BR": ("A2Q3Y263D00KWC", "Amazon.com.br"),
    "GB": ("A1F83G8C2ARO7P", "Amazon.co.uk"), "DE": ("A1PA6795UKMFR9", "Amazon.de"),
    "FR": ("A13V1IB3VIYZZH", "Amazon.fr"), "IT": ("APJ6JRA9NG5V4", "Amazon.it"),
    "ES": ("A1RKKUPIHCS9HS", "Amazon.es"), "NL": ("A1805IZSGTT6HS", "Amazon.nl"),
    "BE": ("AMEN7PMS3EDWL", "Amazon.com.be"), "PL": ("A1C3SOZRARQ6R3", "Amazon.pl"),
    "SE": ("A2NODRKZP88ZB9", "Amazon.se"), "IE": ("A28R8C7NBKEWEA", "Amazon.ie"),
    "AU": ("A39IBJ37TRP1C6", "Amazon.com.au"), "JP": ("A1VC38T7YXB528", "Amazon.co.jp"),
    "SG": ("A19VAU5U5O7RUS", "Amazon.sg"), "AE": ("A2VIGQ35RCS4UG", "Amazon.ae"),
}  # fmt: skip
STATUSES = {"UNSHIPPED": "Unshipped", "SHIPPED": "Shipped", "PENDING": "Pending", "CANCELLED": "Canceled"}


def stamped(at: datetime) -> str:
    """A moment as Amazon writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def marketplace_of(order: Order) -> tuple[str, str]:
    """Where a buyer of that country shops; Germany serves the rest."""
    return MARKETPLACES.get(order.shipping_address.country or "", MARKETPLACES["DE"])


def item_id(order: Order, place: int) -> str:
    """Amazon's number of an item."""
    return f"{crc32(order.id.encode()):010d}{place:04d}"


def document_2026(order: Order, changed_at: datetime | None = None) -> Document:
    """As `getOrder` tells it with every data set that we ask for."""
    marketplace, name = marketplace_of(order)
    data = order.channel_data
    by_amazon = data is not None and data.fulfilled_by == "marketplace"
    ship_by = order.ship_by or order.placed_at
    return {
        "orderId": order.channel_order_id or order.id,
        "createdTime": stamped(order.placed_at),
        "lastUpdatedTime": stamped(changed_at or order.placed_at),
        "programs": [],
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": marketplace, "marketplaceName": name},
        "buyer": _filled({"buyerName": order.customer and order.customer.name, "buyerEmail": _email(order)}),
        "recipient": {"deliveryAddress": _address_2026(order)},
        "proceeds": _proceeds(order),
        "fulfillment": {
            "fulfillmentStatus": "UNSHIPPED",
            "fulfilledBy": "AMAZON" if by_amazon else "MERCHANT",
            "fulfillmentServiceLevel": "STANDARD",
            "shipByWindow": {"earliestDateTime": stamped(order.placed_at), "latestDateTime": stamped(ship_by)},
        },
        "payment": {"paymentExecutions": [{"paymentMethod": "Standard"}]},
        "tax": {"taxRegistrations": _registrations(order)},
        "orderItems": [_item_2026(order, line, place) for place, line in enumerate(order.lines, 1)],
        "packages": [],
    }


def _email(order: Order) -> str | None:
    return order.customer.email if order.customer else None


def _filled(found: Document) -> Document:
    return {name: value for name, value in found.items() if value not in (None, "")}


def _money(order: Order, amount: int) -> Document:
    return {"amount": major(amount, order.currency), "currencyCode": order.currency}


def _address_2026(order: Order) -> Document:
    to = order.shipping_address
    return _filled(
        {
            "name": to.name, "companyName": to.company, "addressLine1": to.line1, "addressLine2": to.line2,
            "addressLine3": to.line3, "city": to.city, "stateOrRegion": to.state, "postalCode": to.postcode,
            "countryCode": to.country, "phone": to.phone,
        }
    )  # fmt: skip


def _proceeds(order: Order) -> Document:
    totals = order.totals
    goods = sum(line.quantity * line.unit_price - line.discount for line in order.lines)
    parts = [("ITEM", goods), ("SHIPPING", totals.shipping or 0), ("TAX", totals.tax or 0)]
    breakdowns = [{"type": kind, "subtotal": _money(order, amount)} for kind, amount in parts if amount]
    return {"grandTotal": _money(order, totals.total), "breakdowns": breakdowns}


def _registrations(order: Order) -> list[Document]:
    """The consignee's own numbers, where Amazon's checkout asks for them."""
    return [
        {
            "taxRegistrationType": number.kind,
            "taxRegistrationNumber": number.value,
            "entityType": "BUYER",
            "taxRegistrationAddress": {"countryCode": number.country or order.shipping_address.country},
        }
        for number in order.tax_identifiers
        if number.holder is TaxHolder.CONSIGNEE
    ]


def _ioss(order: Order) -> str | None:
    return next((number.value for number in order.tax_identifiers if number.kind == "IOSS"), None)


def _item_2026(order: Order, line: Line, place: int) -> Document:
    goods = line.quantity * line.unit_price - line.discount
    first = place == 1
    parts = [("ITEM", goods), ("SHIPPING", (order.totals.shipping or 0) if first else 0)]
    parts.append(("TAX", (order.totals.tax or 0) if first else 0))
    collected = order.channel_data is not None and order.channel_data.tax_collected
    ioss = _ioss(order)
    international = {"internationalShipping": {"iossNumber": ioss}} if ioss else {}
    item: Document = {
        "orderItemId": item_id(order, place),
        "quantityOrdered": line.quantity,
        "product": {
            "asin": f"B0{crc32((line.sku or '').encode()) % 10**8:08d}",
            "title": line.title,
            "sellerSku": line.sku,
            "price": {"unitPrice": _money(order, line.unit_price)},
        },
        "proceeds": {
            "breakdowns": [{"type": kind, "subtotal": _money(order, amount)} for kind, amount in parts if amount]
        },
        "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": line.quantity, "shipping": international},
    }
    if collected:
        item["tax"] = {"taxCollections": [{"model": "MarketplaceFacilitator"}]}
    return item


def documents_v0(order: Document) -> tuple[Document, list[Document]]:
    """The same order as v0 tells it, in two answers."""
    to, proceeds = _inside(order, "recipient", "deliveryAddress"), _inside(order, "proceeds")
    fulfilment = _inside(order, "fulfillment")
    place = _inside(order, "salesChannel")
    window = fulfilment["shipByWindow"]
    assert isinstance(window, dict)
    head: Document = {
        "AmazonOrderId": order["orderId"],
        "PurchaseDate": order["createdTime"],
        "LastUpdateDate": order["lastUpdatedTime"],
        "OrderStatus": STATUSES[str(fulfilment["fulfillmentStatus"])],
        "FulfillmentChannel": "AFN" if fulfilment["fulfilledBy"] == "AMAZON" else "MFN",
        "SalesChannel": place["marketplaceName"],
        "MarketplaceId": place["marketplaceId"],
        "LatestShipDate": window["latestDateTime"],
        "ShipServiceLevel": "Standard",
        "OrderTotal": _capital(proceeds["grandTotal"]),
        "ShippingAddress": {name[0].upper() + name[1:]: value for name, value in to.items()},
        "BuyerInfo": {name[0].upper() + name[1:]: value for name, value in _inside(order, "buyer").items()}
        | _buyer_tax(order),
    }
    items = order["orderItems"]
    assert isinstance(items, list)
    return head, [_item_v0(item) for item in items]


def _buyer_tax(order: Document) -> Document:
    registered = _inside(order, "tax")["taxRegistrations"]
    assert isinstance(registered, list)
    classes = [{"Name": each["taxRegistrationType"], "Value": each["taxRegistrationNumber"]} for each in registered]
    region = next((each["taxRegistrationAddress"]["countryCode"] for each in registered), None)
    return {"BuyerTaxInfo": {"TaxingRegion": region, "TaxClassifications": classes}} if classes else {}


def _item_v0(item: Document) -> Document:
    product = _inside(item, "product")
    breakdowns = _inside(item, "proceeds")["breakdowns"]
    assert isinstance(breakdowns, list)
    amounts = {entry["type"]: _capital(entry["subtotal"]) for entry in breakdowns}
    found: Document = {
        "OrderItemId": item["orderItemId"],
        "ASIN": product["asin"],
        "SellerSKU": product["sellerSku"],
        "Title": product["title"],
        "QuantityOrdered": item["quantityOrdered"],
        "ItemPrice": amounts.get("ITEM"),
        "ShippingPrice": amounts.get("SHIPPING"),
        "ItemTax": amounts.get("TAX"),
        "IossNumber": _inside(item, "fulfillment", "shipping").get("internationalShipping", {}),
        "TaxCollection": {"Model": "MarketplaceFacilitator"} if "tax" in item else None,
    }
    found["IossNumber"] = found["IossNumber"].get("iossNumber") if isinstance(found["IossNumber"], dict) else None
    return _filled(found)


def _inside(document: Document, *names: str) -> Document:
    found: object = document
    for name in names:
        assert isinstance(found, dict)
        found = found[name]
    assert isinstance(found, dict)
    return found


def _capital(money: object) -> Document:
    assert isinstance(money, dict)
    return {"Amount": money["amount"], "CurrencyCode": money["currencyCode"]}
