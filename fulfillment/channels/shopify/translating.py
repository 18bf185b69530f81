"""An order of the GraphQL Admin API, written in the form of Shopify's REST resource, as its webhooks carry it too.

Names of both forms are those of Shopify's "Order" pages of the GraphQL and the REST Admin API (read 2026-11). Amounts
are in the shop's currency.

An order that was edited shows what it comes to now: the quantities that stay, and what they cost. A piece that was
given back for money was sold nevertheless, so a refund takes nothing out of the order. When it last changed stands
beside the document, so that what only touches an order leaves its document as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from fulfillment.channels.errors import AnswerRefused
from fulfillment.channels.node import Node

Written = dict[str, object]
CARD: Mapping[str, str] = {
    "avs_result_code": "avsResultCode",
    "credit_card_bin": "bin",
    "credit_card_company": "company",
    "cvv_result_code": "cvvResultCode",
    "credit_card_expiration_month": "expirationMonth",
    "credit_card_expiration_year": "expirationYear",
    "credit_card_name": "name",
    "credit_card_number": "number",
}
ADDRESS: Mapping[str, str] = {
    "name": "name",
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "address1": "address1",
    "address2": "address2",
    "city": "city",
    "province": "province",
    "province_code": "provinceCode",
    "zip": "zip",
    "country_code": "countryCodeV2",
    "phone": "phone",
}

GRAMS: Mapping[str, Decimal] = {
    "GRAMS": Decimal(1),
    "KILOGRAMS": Decimal(1000),
    "OUNCES": Decimal("28.349523125"),
    "POUNDS": Decimal("453.59237"),
}


def rest_of(order: Node, lines: Sequence[Node], weights: Mapping[str, int]) -> Written:
    """The REST form of an order and all its lines, with grams of a piece by SKU. Raises AnswerRefused."""
    all_lines = [_line(each, _pieces(order, each), weights.get(each.maybe("sku"), 0)) for each in lines]
    written_lines = [line for line in all_lines if line["quantity"]]
    return {
        "id": order.whole("legacyResourceId"),
        "admin_graphql_api_id": order.text("id"),
        "name": order.maybe("name") or None,
        "created_at": order.text("createdAt"),
        "cancelled_at": order.at("cancelledAt").value,
        "cancel_reason": _lower(order.at("cancelReason")),
        "currency": order.text("currencyCode"),
        "financial_status": _lower(order.at("displayFinancialStatus")),
        "taxes_included": order.flag("taxesIncluded"),
        "test": order.flag("test"),
        "email": order.at("email").value,
        "phone": order.at("phone").value,
        "note": order.at("note").value,
        "note_attributes": [_attribute(each) for each in order.each("customAttributes")],
        "browser_ip": order.at("clientIp").value,
        "customer_locale": order.at("customerLocale").value,
        "company": {"type": "company"}
        if order.maybe("purchasingEntity", "__typename") == "PurchasingCompany"
        else None,
        "customer": _if_any(order.at("customer"), _customer),
        "billing_address": _if_any(order.at("billingAddress"), _address),
        "shipping_address": _if_any(order.at("shippingAddress"), _address),
        "payment_gateway_names": [each.text() for each in order.each("paymentGatewayNames")],
        "line_items": written_lines,
        "shipping_lines": [_shipping(each) for each in order.each("shippingLines", "nodes")],
        "transactions": [_transaction(each) for each in order.each("transactions")],
        "refunds": [_refund(each) for each in order.each("refunds")],
        **_totals(order, written_lines),
    }


def _totals(order: Node, lines: Sequence[Written]) -> Written:
    edited = order.flag("edited")
    refunded = _decimal(_shop(order, "totalRefundedSet"))
    current = _decimal(_shop(order, "currentTotalPriceSet"))
    goods = sum((_decimal(line["price"]) * int(str(line["quantity"])) for line in lines), Decimal(0))
    duties = _shop(order, "originalTotalDutiesSet")
    # A refund takes its tax out of the current one, and Shopify does not say how much: then the tax first asked stands.
    taxed = "currentTotalTaxSet" if edited and not refunded else "totalTaxSet"
    return {
        "total_price": str(current + refunded) if edited else _shop(order, "totalPriceSet"),
        "total_line_items_price": str(goods),
        "total_tax": _shop(order, taxed),
        "total_outstanding": _shop(order, "totalOutstandingSet"),
        "original_total_duties_set": None if duties is None else {"shop_money": {"amount": duties}},
    }


def _pieces(order: Node, line: Node) -> int:
    """How many were sold: as ordered, or as edited, whatever came back for money since."""
    if not order.flag("edited"):
        return line.whole("quantity")
    returned = [
        item.whole("quantity")
        for refund in order.each("refunds")
        if refund.each("transactions", "nodes")  # one without money is how Shopify takes a line out
        for item in refund.each("refundLineItems", "nodes")
        if item.maybe("lineItem", "id") == line.text("id")
    ]
    return line.whole("currentQuantity") + sum(returned)


def grams(weight: Node) -> int:
    """A weight in any of Shopify's units. Raises AnswerRefused."""
    unit = GRAMS.get(weight.text("unit"))
    if unit is None:
        raise AnswerRefused(f"{weight.path}/unit")
    return int((_decimal(weight.at("value").value) * unit).to_integral_value())


def _line(line: Node, pieces: int, weight: int) -> Written:
    return {
        "id": line.text("id").rsplit("/", 1)[-1],
        "sku": line.at("sku").value,
        "title": line.at("title").value,
        "variant_title": line.at("variantTitle").value,
        "name": line.at("name").value,
        "quantity": pieces,
        "price": _shop(line, "originalUnitPriceSet"),
        "grams": weight,
        "requires_shipping": line.flag("requiresShipping"),
        "discount_allocations": [
            {"amount": _shop(each, "allocatedAmountSet")} for each in line.each("discountAllocations")
        ],
    }


def _customer(customer: Node) -> Written:
    return {
        "id": customer.whole("legacyResourceId"),
        "first_name": customer.at("firstName").value,
        "last_name": customer.at("lastName").value,
        "email": customer.at("defaultEmailAddress", "emailAddress").value,
        "phone": customer.at("defaultPhoneNumber", "phoneNumber").value,
        "state": _lower(customer.at("state")),
        "created_at": customer.at("createdAt").value,
        "orders_count": customer.at("numberOfOrders").value,
    }


def _shipping(line: Node) -> Written:
    return {
        "title": line.at("title").value,
        "carrier_identifier": line.at("carrierIdentifier").value,
        "price": _shop(line, "originalPriceSet"),
        "discounted_price": _shop(line, "discountedPriceSet"),
    }


def _transaction(transaction: Node) -> Written:
    details = transaction.at("paymentDetails")
    return {
        "id": transaction.text("id").rsplit("/", 1)[-1],
        "kind": _lower(transaction.at("kind")),
        "status": _lower(transaction.at("status")),
        "gateway": transaction.at("gateway").value,
        "created_at": transaction.at("createdAt").value,
        "authorization": transaction.at("authorizationCode").value,
        "authorization_expires_at": transaction.at("authorizationExpiresAt").value,
        "amount": _shop(transaction, "amountSet"),
        "payment_details": {name: details.at(theirs).value for name, theirs in CARD.items()} if details.has() else None,
    }


def _refund(refund: Node) -> Written:
    return {
        "id": refund.text("id").rsplit("/", 1)[-1],
        "transactions": [
            {"kind": _lower(each.at("kind")), "status": _lower(each.at("status")), "amount": _shop(each, "amountSet")}
            for each in refund.each("transactions", "nodes")
        ],
    }


def _address(address: Node) -> Written:
    return {name: address.at(theirs).value for name, theirs in ADDRESS.items()}


def _attribute(attribute: Node) -> Written:
    return {"name": attribute.at("key").value, "value": attribute.at("value").value}


def _if_any(node: Node, written: Callable[[Node], Written]) -> Written | None:
    return written(node) if node.has() else None


def _lower(node: Node) -> str | None:
    return node.maybe().lower() or None


def _shop(node: Node, name: str) -> str | None:
    return node.maybe(name, "shopMoney", "amount") or None


def _decimal(amount: object) -> Decimal:
    """An amount; nothing counts as 0. Raises AnswerRefused."""
    try:
        return Decimal(str(amount or 0))
    except InvalidOperation as wrong:
        raise AnswerRefused("amount") from wrong
