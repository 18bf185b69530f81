"""Orders of Shopify, as its webhooks and its REST Admin API deliver them.

Amounts are read in the shop's currency; `processed_at` may be set at will on import, so `created_at` counts. The
payload does not carry transactions by itself: where they were added under `transactions`, they tell more.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.order.decoding import bounded
from engine.order.formats.held import Draft, Held, order_of
from engine.order.formats.pricing import joined, method_of, number, sum_of
from engine.order.formats.settings import ImportSettings
from engine.order.formats.source import Source, first_of
from engine.order.order import Order
from engine.order.terms import CheckResult, Incoterm, OrderKind, PaymentMethod, PaymentStatus

FINANCIAL_STATUS: Mapping[str, str] = MappingProxyType(
    {
        "pending": PaymentStatus.PENDING,
        "authorized": PaymentStatus.AUTHORISED,
        "partially_paid": PaymentStatus.PARTIALLY_CAPTURED,
        "paid": PaymentStatus.CAPTURED,
        "partially_refunded": PaymentStatus.PARTIALLY_REFUNDED,
        "refunded": PaymentStatus.REFUNDED,
        "voided": PaymentStatus.VOIDED,
        "expired": PaymentStatus.EXPIRED,
        "unpaid": PaymentStatus.PENDING,
    }
)
PAID_IN_FULL = frozenset({PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED})
CARD_CODE_ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "m": CheckResult.MATCH,
        "n": CheckResult.NO_MATCH,
        "p": CheckResult.NOT_CHECKED,
        "s": CheckResult.NOT_CHECKED,
        "u": CheckResult.UNSUPPORTED,
    }
)
# Checkout apps ask for tax numbers in the cart's attributes.
TAX_ATTRIBUTES: Mapping[str, str] = MappingProxyType({
    "cpf": "CPF", "cnpj": "CNPJ", "pccc": "PCCC", "vat number": "VAT", "vat_number": "VAT", "eori": "EORI",
    "ioss": "IOSS", "tax id": "TAX_ID", "rut": "RUT", "rfc": "RFC",
})  # fmt: skip


def read(payload: Mapping[str, object], *, settings: ImportSettings) -> Order:
    """The order. Raises OrderRejected, with pointers into the payload."""
    source = Source(bounded(payload))
    order = source.at("order") if source.has("order") else source
    return order_of(settings.of_the_order() | _order(order, settings), source.faults)


def _order(order: Source, settings: ImportSettings) -> dict[str, Draft]:
    currency = order.text("currency")
    return {
        "id": settings.order_id(order.code("id")),
        "channel": Held("shopify", order.path),
        "channel_order_id": order.code("name"),
        "kind": order.at("company").held().then(OrderKind.B2B if order.has("company") else None),
        "placed_at": order.moment("created_at"),
        "currency": currency,
        "lines": [settings.with_product(_line(item, currency)) for item in order.each("line_items")],
        "totals": _totals(order, currency),
        "shipping_address": _address(order.at("shipping_address")),
        "billing_address": _address(order.at("billing_address")),
        "customer": _customer(order),
        "tax_identifiers": _tax_identifiers(order),
        "buyer_note": order.text("note"),
        "ip": order.text("browser_ip"),
        "device": {"user_agent": order.text("client_details", "user_agent")},
        "shipping": _shipping(order),
        "payment": _payment(order, currency),
        "channel_data": {
            "buyer_id": order.code("customer", "id"),
            "cancel_requested": order.at("cancelled_at").held().then(True if order.has("cancelled_at") else None),
            "cancel_reason": order.text("cancel_reason"),
            "test_order": order.flag("test"),
        },
    }


def _line(item: Source, currency: Held) -> dict[str, Draft]:
    return {
        "sku": item.code("sku"),
        "title": _title(item),
        "quantity": item.whole("quantity"),
        "unit_price": item.money(currency, "price"),
        "discount": _discount(item, currency),
        # Shopify says 0 where no weight was entered.
        "weight_g": item.whole("grams").then(number(item.whole("grams")) or None),
    }


def _title(item: Source) -> Held:
    title = joined(", ", item.text("title"), item.text("variant_title"))
    return title.then(title.value[:256].strip()) if isinstance(title.value, str) else item.short("name")


def _discount(item: Source, currency: Held) -> Held:
    shares = [share.money(currency, "amount") for share in item.each("discount_allocations")]
    return sum_of(shares, item.at("discount_allocations").held())


def _totals(order: Source, currency: Held) -> dict[str, Draft]:
    shipping = [
        first_of(line.money(currency, "discounted_price"), line.money(currency, "price"))
        for line in order.each("shipping_lines")
    ]
    taxed_on_top = order.flag("taxes_included").value is not True
    return {
        "total": order.money(currency, "total_price"),
        "goods": order.money(currency, "total_line_items_price"),
        "shipping": sum_of(shipping, order.at("shipping_lines").held()),
        "tax": order.money(currency, "total_tax") if taxed_on_top else None,
        "duty": order.money(currency, "original_total_duties_set", "shop_money", "amount"),
    }


def _address(address: Source) -> dict[str, Draft]:
    return {
        "name": first_of(address.text("name"), joined(" ", address.text("first_name"), address.text("last_name"))),
        "company": address.text("company"),
        "line1": address.text("address1"),
        "line2": address.text("address2"),
        "city": address.text("city"),
        "state": first_of(address.text("province_code"), address.text("province")),
        "postcode": address.code("zip"),
        "country": address.country("country_code"),
        "phone": address.code("phone"),
    }


def _customer(order: Source) -> dict[str, Draft]:
    customer = order.at("customer")
    orders = customer.whole("orders_count")
    state = customer.text("state")
    guest = state.value != "enabled" if state.value is not None else (True if customer.value is None else None)
    return {
        "id": customer.code("id"),
        "name": joined(" ", customer.text("first_name"), customer.text("last_name")),
        "email": first_of(order.text("email"), customer.text("email"), order.text("contact_email")),
        "phone": first_of(order.code("phone"), customer.code("phone")),
        "locale": order.text("customer_locale"),
        "guest": state.then(guest),
        "account_created_at": customer.moment("created_at"),
        # Shopify counts this order too.
        "orders_before": orders.then(max(0, number(orders) - 1) if orders.value is not None else None),
    }


def _tax_identifiers(order: Source) -> list[Draft]:
    given = [(entry, str(entry.code("name").value).casefold()) for entry in order.each("note_attributes")]
    return [
        {"kind": entry.code("name").then(TAX_ATTRIBUTES[name]), "value": entry.code("value")}
        for entry, name in given
        if name in TAX_ATTRIBUTES and entry.code("value").value is not None
    ]


def _shipping(order: Source) -> dict[str, Draft]:
    lines = order.each("shipping_lines")
    if not lines:
        return {}
    duties = order.at("original_total_duties_set").held()
    paid = order.has("original_total_duties_set")
    return {
        "carrier": lines[0].text("carrier_identifier"),
        "service": lines[0].short("title"),
        "incoterm": duties.then(Incoterm.DDP if paid else None),
    }


def _payment(order: Source, currency: Held) -> dict[str, Draft]:
    status = order.word(FINANCIAL_STATUS, "financial_status")
    gateways = [each.text() for each in order.each("payment_gateway_names")]
    gateway = first_of(*gateways, order.text("gateway"))
    total, due = order.money(currency, "total_price"), order.money(currency, "total_outstanding")
    if status.value is None:
        return {"status": status} if order.has("financial_status") else {}
    captured = total.value if status.value in PAID_IN_FULL else None
    if status.value == PaymentStatus.PARTIALLY_CAPTURED and due.value is not None:
        captured = max(0, number(total) - number(due))
    return {
        "method": gateway.then(method_of(gateway.value) if isinstance(gateway.value, str) else _without_gateway(total)),
        "status": status,
        "currency": currency,
        "gateway": gateway,
        "authorised": total if status.value == PaymentStatus.AUTHORISED else None,
        "captured": total.then(captured),
        "refunded": _refunded(order, currency),
        **_from_transactions(order),
    }


def _without_gateway(total: Held) -> PaymentMethod:
    return PaymentMethod.NONE if total.value == 0 else PaymentMethod.INVOICE


def _refunded(order: Source, currency: Held) -> Held:
    amounts = [
        transaction.money(currency, "amount", either_sign=True)
        for refund in order.each("refunds")
        for transaction in refund.each("transactions")
        if transaction.text("kind").value == "refund" and transaction.text("status").value == "success"
    ]
    return sum_of(amounts, order.at("refunds").held())


def _from_transactions(order: Source) -> dict[str, Draft]:
    tries = [each for each in order.each("transactions") if each.text("kind").value in ("sale", "authorization")]
    succeeded = [each for each in tries if each.text("status").value == "success"]
    failed = [each for each in tries if each.text("status").value in ("failure", "error")]
    details = succeeded[-1].at("payment_details") if succeeded else order.at("payment_details")
    shown = details.text("credit_card_number")
    checks = {"avs_code": details.text("avs_result_code"), "cvc": details.word(CARD_CODE_ANSWERS, "cvv_result_code")}
    last = succeeded[-1] if succeeded else Source(None, order.path, order.faults)
    return {
        "gateway_reference": first_of(last.code("authorization"), last.code("id")),
        "authorised_at": last.moment("created_at"),
        "authorisation_expires_at": last.moment("authorization_expires_at"),
        "declined_attempts": order.at("transactions").held().then(len(failed) if tries else None),
        "checks": dict(checks),
        "card": {
            "brand": details.text("credit_card_company"),
            "bin": details.code("credit_card_bin"),
            "last4": shown.then(shown.value[-4:] if isinstance(shown.value, str) else None),
            "expiry_month": details.whole("credit_card_expiration_month"),
            "expiry_year": details.whole("credit_card_expiration_year"),
            "holder": details.text("credit_card_name"),
        },
    }
