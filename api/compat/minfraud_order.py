"""A minFraud request as an order of ours. What it does not say stays unknown; what is assumed is told as a warning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from api.compat.minfraud_fields import Asked, Value, Warned
from engine.order.currency import exponents

CHANNEL = "minfraud"
ASSUMED = "INPUT_ASSUMED"
USUAL_CURRENCY = "USD"
Part = dict[str, object]
METHODS = {
    "card": "card",
    "bank_debit": "bank_transfer",
    "bank_redirect": "bank_transfer",
    "bank_transfer": "bank_transfer",
    "real_time_payment": "bank_transfer",
    "buy_now_pay_later": "bnpl",
    "digital_wallet": "wallet",
    "gift_card": "voucher",
    "rewards": "voucher",
    "crypto": "wallet",
}
CVV = {"M": "match", "N": "no_match", "P": "not_checked", "S": "not_checked", "U": "unsupported"}


@dataclass(frozen=True, slots=True)
class Meant:
    """The order document, and what was assumed to make one."""

    document: Part
    warnings: tuple[Warned, ...]


def order_of(asked: Asked, *, name: str, now: str, is_kept: bool) -> Meant:
    """The order. `name` is its id and `now` its time where the request says neither; `is_kept`: it will be stored."""
    told: list[Warned] = []
    currency = _currency(asked, told)
    lines, total = _goods(asked, currency, told)
    document: Part = {
        "id": asked.text("event", "transaction_id") or name,
        "placed_at": asked.text("event", "time") or now,
        "channel": CHANNEL,
        "shop": asked.text("event", "shop_id"),
        "currency": currency,
        "lines": lines,
        "totals": {"total": total},
        "shipping_address": _delivery(asked, told),
        "billing_address": _address(asked.fields.get("billing", {})) or None,
        "customer": _customer(asked),
        "ip": asked.text("device", "ip_address"),
        "device": _device(asked),
        "payment": _payment(asked, currency, total, told, is_kept=is_kept),
    }
    if asked.fields.get("order", {}).get("is_gift") is True:
        document["kind"] = "gift"
    return Meant({field: value for field, value in document.items() if value is not None}, tuple(told))


def minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units after ISO 4217, half a unit rounded up."""
    return int((amount * Decimal(10) ** exponents()[currency]).to_integral_value(ROUND_HALF_UP))


def _currency(asked: Asked, told: list[Warned]) -> str:
    found = asked.text("order", "currency")
    if found in exponents():
        return str(found)
    told.append(Warned(ASSUMED, f"no currency was given; {USUAL_CURRENCY} was assumed", "/order/currency"))
    return USUAL_CURRENCY


def _goods(asked: Asked, currency: str, told: list[Warned]) -> tuple[Sequence[Part], int]:
    lines = [_line(each, currency) for each in asked.cart]
    cart = sum(int(str(each["unit_price"])) * int(str(each["quantity"])) for each in lines)
    amount = asked.fields.get("order", {}).get("amount")
    total = cart if not isinstance(amount, Decimal) else minor(amount, currency)
    if not lines:
        text = "no cart was given; goods were judged as one line that says nothing of what is sold"
        told.append(Warned(ASSUMED, text, "/shopping_cart"))
        lines = [{"quantity": 1, "unit_price": total}]
    return lines, total


def _line(item: Mapping[str, Value], currency: str) -> Part:
    price = item.get("price")
    line: Part = {
        "quantity": item.get("quantity", 1),
        "unit_price": minor(price, currency) if isinstance(price, Decimal) else 0,
    }
    for ours, theirs in (("sku", "item_id"), ("category", "category")):
        if theirs in item:
            line[ours] = str(item[theirs])[:128]
    return line


def _delivery(asked: Asked, told: list[Warned]) -> Part:
    shipping = _address(asked.fields.get("shipping", {}))
    if shipping:
        return shipping
    told.append(Warned(ASSUMED, "no delivery address was given; the billing address was taken", "/shipping"))
    return _address(asked.fields.get("billing", {}))


def _address(fields: Mapping[str, Value]) -> Part:
    name = " ".join(str(fields[each]) for each in ("first_name", "last_name") if each in fields)
    code, number = fields.get("phone_country_code"), fields.get("phone_number")
    phone = f"+{code} {number}" if code and number and not str(number).startswith("+") else number
    found: Part = {
        "name": name or None,
        "company": fields.get("company"),
        "line1": fields.get("address"),
        "line2": fields.get("address_2"),
        "city": fields.get("city"),
        "state": fields.get("region"),
        "postcode": fields.get("postal"),
        "country": fields.get("country"),
        "phone": phone,
    }
    return {field: value for field, value in found.items() if value is not None}


def _customer(asked: Asked) -> Part | None:
    email = asked.text("email", "address")
    found = {
        "id": (asked.text("account", "user_id") or "")[:128] or None,
        # A digest of an address is none: nothing can be compared with it.
        "email": email if email is not None and "@" in email else None,
        "locale": (asked.text("device", "accept_language") or "").split(",")[0].split(";")[0].strip() or None,
    }
    return {field: value for field, value in found.items() if value is not None} or None


def _device(asked: Asked) -> Part | None:
    token = asked.text("device", "tracking_token")
    found = {"user_agent": asked.text("device", "user_agent"), "id": None if token is None else token[:128]}
    return {field: value for field, value in found.items() if value is not None} or None


def _payment(asked: Asked, currency: str, total: int, told: list[Warned], *, is_kept: bool) -> Part:
    paid = asked.fields.get("payment", {}).get("was_authorized")
    status = "created"
    if paid is False:
        status = "failed"
    elif paid is True or not is_kept:
        status = "authorised"
    if paid is None and not is_kept:
        text = "it was judged as if the payment will be authorised; say `was_authorized` once it is known"
        told.append(Warned(ASSUMED, text, "/payment/was_authorized"))
    method = METHODS.get(asked.text("payment", "method") or "card", "card")
    payment: Part = {"method": method, "status": status, "currency": currency}
    if status == "authorised":
        payment["authorised"] = total
    if method == "wallet":
        payment["wallet"] = {"kind": asked.text("payment", "processor") or "wallet"}
    processor = asked.text("payment", "processor")
    if processor is not None:
        payment["gateway"] = processor[:128]
    if method == "card":
        payment |= _card(asked)
    return payment


def _card(asked: Asked) -> Part:
    bin_ = asked.text("credit_card", "issuer_id_number")
    last = asked.text("credit_card", "last_4_digits") or asked.text("credit_card", "last_digits") or ""
    card = {
        "bin": bin_,
        "last4": last if len(last) == len("0000") else None,
        "issuing_country": asked.text("credit_card", "country"),
        "fingerprint": asked.text("credit_card", "token"),
    }
    checks = {
        "avs_code": asked.text("credit_card", "avs_result"),
        "cvc": CVV.get((asked.text("credit_card", "cvv_result") or "").upper()),
    }
    found: Part = {}
    for name, part in (("card", card), ("checks", checks)):
        kept = {field: value for field, value in part.items() if value is not None}
        if kept:
            found[name] = kept
    if asked.fields.get("credit_card", {}).get("was_3d_secure_successful") is True:
        found["three_ds"] = {"status": "Y"}
    return found
