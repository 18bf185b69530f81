"""Orders of WooCommerce, as its REST API wc/v3 and its webhooks deliver them.

WooCommerce keeps amounts without tax and the tax beside them, whatever the shop shows. Its status says what the
merchant has to do; whether money is there says `date_paid_gmt`.
"""

from collections.abc import Mapping
from datetime import UTC
from types import MappingProxyType

from engine.order.decoding import bounded
from engine.order.formats.held import Draft, Held, order_of
from engine.order.formats.pricing import joined, method_of, number, piece_prices, sum_of
from engine.order.formats.settings import ImportSettings
from engine.order.formats.source import Source, first_of
from engine.order.order import Order
from engine.order.terms import PaymentMethod, PaymentStatus

# What a status says of an order that was never paid; other plug-ins' statuses say nothing.
UNPAID_STATUS: Mapping[str, PaymentStatus] = MappingProxyType(
    {
        "checkout-draft": PaymentStatus.CREATED,
        "auto-draft": PaymentStatus.CREATED,
        "pending": PaymentStatus.PENDING_ACTION,
        "on-hold": PaymentStatus.PENDING,
        "processing": PaymentStatus.PENDING,
        "failed": PaymentStatus.FAILED,
        "cancelled": PaymentStatus.VOIDED,
        "trash": PaymentStatus.VOIDED,
    }
)
# Extensions ask for tax numbers under these names.
TAX_FIELDS: Mapping[str, str] = MappingProxyType({
    "billing_cpf": "CPF", "billing_cnpj": "CNPJ", "billing_vat_number": "VAT", "vat_number": "VAT",
    "billing_eu_vat_number": "VAT", "billing_pccc": "PCCC", "billing_rut": "RUT", "billing_eori": "EORI",
})  # fmt: skip
CAPTURED_LATER = "stripe_charge_captured"


def read(payload: Mapping[str, object], *, settings: ImportSettings) -> Order:
    """The order. Raises OrderRejected, with pointers into the payload."""
    source = Source(bounded(payload))
    return order_of(settings.of_the_order() | _order(source, settings), source.faults)


def _order(order: Source, settings: ImportSettings) -> dict[str, Draft]:
    currency = order.text("currency")
    status = order.text("status")
    return {
        "id": settings.order_id(order.code("id")),
        "channel": Held("woocommerce", order.path),
        "channel_order_id": first_of(order.code("number"), order.code("id")),
        "placed_at": order.moment("date_created_gmt", zone=UTC),
        "currency": currency,
        "lines": [settings.with_product(_line(item, currency)) for item in order.each("line_items")],
        "totals": _totals(order, currency),
        "shipping_address": _delivery(order),
        "billing_address": _address(order.at("billing")),
        "customer": _customer(order),
        "tax_identifiers": _tax_identifiers(order),
        "buyer_note": order.text("customer_note"),
        "ip": order.text("customer_ip_address"),
        "device": {"user_agent": order.text("customer_user_agent")},
        "shipping": _shipping(order),
        "payment": _payment(order, currency),
        "channel_data": {
            "buyer_id": _customer_id(order),
            "cancel_requested": status.then(True if status.value in ("cancelled", "trash") else None),
        },
    }


def _line(item: Source, currency: Held) -> dict[str, Draft]:
    quantity = item.whole("quantity")
    before, after = item.money(currency, "subtotal"), item.money(currency, "total")
    off = max(0, number(before) - number(after)) if after.value is not None else 0
    prices = piece_prices(first_of(before, after), after.then(off), quantity)
    return {"sku": item.code("sku"), "title": item.short("name"), "quantity": quantity, **prices}


def _totals(order: Source, currency: Held) -> dict[str, Draft]:
    goods = [item.money(currency, "subtotal") for item in order.each("line_items")]
    fees = [fee.money(currency, "total", either_sign=True) for fee in order.each("fee_lines")]
    signs = [str(fee.code("total").value).startswith("-") for fee in order.each("fee_lines")]
    charged = [fee for fee, off in zip(fees, signs, strict=True) if not off]
    taken_off = [fee for fee, off in zip(fees, signs, strict=True) if off]
    shipping = order.money(currency, "shipping_total")
    return {
        "total": order.money(currency, "total"),
        "goods": sum_of(goods, order.at("line_items").held()),
        # A fee is for handling or for paying at the door: the buyer pays it for getting the goods.
        "shipping": sum_of([shipping, *charged], shipping),
        "tax": order.money(currency, "total_tax"),
        "discount": sum_of(taken_off, order.at("fee_lines").held()),
    }


def _delivery(order: Source) -> dict[str, Draft]:
    """The delivery address, or the billing one where it was left out; who gave no phone for it gave one there."""
    shipping, billing = order.at("shipping"), order.at("billing")
    address = _address(shipping if _is_filled(shipping) else billing)
    contact = {"phone": first_of(shipping.code("phone"), billing.code("phone")), "email": billing.text("email")}
    return {**address, **contact}


def _is_filled(address: Source) -> bool:
    return any(address.has(name) for name in ("address_1", "city", "postcode", "last_name"))


def _address(address: Source) -> dict[str, Draft]:
    return {
        "name": joined(" ", address.text("first_name"), address.text("last_name")),
        "company": address.text("company"),
        "line1": address.text("address_1"),
        "line2": address.text("address_2"),
        "city": address.text("city"),
        "state": address.text("state"),
        "postcode": address.code("postcode"),
        "country": address.country("country"),
        "phone": address.code("phone"),
        "email": address.text("email"),
    }


def _customer_id(order: Source) -> Held:
    given = order.whole("customer_id")
    return given.then(str(given.value) if given.value else None)


def _customer(order: Source) -> dict[str, Draft]:
    billing, given = order.at("billing"), order.whole("customer_id")
    return {
        "id": _customer_id(order),
        "name": joined(" ", billing.text("first_name"), billing.text("last_name")),
        "email": billing.text("email"),
        "phone": billing.code("phone"),
        "company": billing.text("company"),
        "guest": given.then(given.value == 0 if given.value is not None else None),
    }


def _extra(order: Source) -> dict[str, Source]:
    """Fields that extensions added, by their name without the underscore that hides them from the editor."""
    return {str(entry.code("key").value).lstrip("_"): entry.at("value") for entry in order.each("meta_data")}


def _tax_identifiers(order: Source) -> list[Draft]:
    return [
        {"kind": value.code().then(TAX_FIELDS[name]), "value": value.code()}
        for name, value in _extra(order).items()
        if name in TAX_FIELDS and value.has()
    ]


def _shipping(order: Source) -> dict[str, Draft]:
    lines = order.each("shipping_lines")
    return {"service": lines[0].short("method_title")} if lines else {}


def _payment(order: Source, currency: Held) -> dict[str, Draft]:
    gateway, total = order.text("payment_method"), order.money(currency, "total")
    refunds = [each.money(currency, "total", either_sign=True) for each in order.each("refunds")]
    refunded = sum_of(refunds, order.at("refunds").held())
    status = _status(order, number(total), number(refunded))
    paid_at = order.moment("date_paid_gmt", zone=UTC)
    has_money = paid_at.value is not None and status.value != PaymentStatus.AUTHORISED
    return {
        "method": gateway.then(_method(gateway, total)),
        "status": status,
        "currency": currency,
        "gateway": gateway,
        "gateway_reference": order.code("transaction_id"),
        "authorised": total if status.value == PaymentStatus.AUTHORISED else None,
        "captured": total if has_money else None,
        "captured_at": paid_at if has_money else None,
        "refunded": refunded,
    }


def _method(gateway: Held, total: Held) -> PaymentMethod:
    if isinstance(gateway.value, str):
        return method_of(gateway.value)
    return PaymentMethod.NONE if total.value == 0 else PaymentMethod.INVOICE


def _status(order: Source, total: int, refunded: int) -> Held:
    stated, paid = order.text("status"), order.has("date_paid_gmt")
    captured_later = _extra(order).get(CAPTURED_LATER)
    if captured_later is not None and captured_later.code().value == "no":
        return stated.then(PaymentStatus.AUTHORISED)
    if stated.value == "refunded" or (paid and total and refunded >= total):
        return stated.then(PaymentStatus.REFUNDED)
    if paid:
        return stated.then(PaymentStatus.PARTIALLY_REFUNDED if refunded else PaymentStatus.CAPTURED)
    return stated.then(UNPAID_STATUS.get(str(stated.value), PaymentStatus.PENDING))
