"""What a minFraud request may hold, and how each field is read.

Fields and forms after MaxMind's documentation of minFraud requests (version 2.0) and its published clients, read
2026-11-26. As there, an input that is unknown or cannot be used is left out and told as a warning, never refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address

INVALID, UNKNOWN = "INPUT_INVALID", "INPUT_UNKNOWN"
LONGEST = 255
Value = str | bool | Decimal | int
Read = Callable[[object], Value]


class UnusableError(ValueError):
    """this value cannot be used"""


@dataclass(frozen=True, slots=True)
class Warned:
    """An input that was left out, or how it was read: a code, words, and its place (RFC 6901)."""

    code: str
    text: str
    pointer: str


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or "\0" in value:
        raise UnusableError
    return value


def _form(pattern: str) -> Read:
    form = re.compile(pattern)

    def read(value: object) -> str:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)
        if form.fullmatch(text) is None:
            raise UnusableError
        return text

    return read


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnusableError
    return value


def _price(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnusableError
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise UnusableError from None
    if not found.is_finite() or not 0 <= found < Decimal(10) ** 11:
        raise UnusableError
    return found


def _pieces(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000_000:
        raise UnusableError
    return value


def _ip(value: object) -> str:
    try:
        return str(ip_address(_text(value)))
    except ValueError:
        raise UnusableError from None


COUNTRY = _form("[A-Z]{2}")
_ADDRESS: Mapping[str, Read] = {
    "first_name": _text,
    "last_name": _text,
    "company": _text,
    "address": _text,
    "address_2": _text,
    "city": _text,
    "region": _form("[0-9A-Z]{1,4}"),
    "country": COUNTRY,
    "postal": _text,
    "phone_number": _text,
    "phone_country_code": _form("[0-9]{1,4}"),
}
_METHODS = (
    "bank_debit|bank_redirect|bank_transfer|buy_now_pay_later|card|crypto|digital_wallet|gift_card|real_time_payment"
    "|rewards"
)
OBJECTS: Mapping[str, Mapping[str, Read]] = {
    "account": {"user_id": _text, "username_md5": _form("[0-9A-Fa-f]{32}")},
    "billing": _ADDRESS,
    "shipping": {**_ADDRESS, "delivery_speed": _form("same_day|overnight|expedited|standard")},
    "credit_card": {
        "issuer_id_number": _form("[0-9]{6}|[0-9]{8}"),
        "last_digits": _form("[0-9]{2}|[0-9]{4}"),
        "last_4_digits": _form("[0-9]{4}"),
        "bank_name": _text,
        "bank_phone_country_code": _form("[0-9]{1,4}"),
        "bank_phone_number": _text,
        "country": COUNTRY,
        "avs_result": _form("[A-Za-z0-9]"),
        "cvv_result": _form("[A-Za-z0-9]"),
        "token": _form(r"(?![0-9]{1,19}$)[\x21-\x7e]{1,128}"),
        "was_3d_secure_successful": _truth,
    },
    "device": {
        "ip_address": _ip,
        "user_agent": _text,
        "accept_language": _text,
        "session_age": _price,
        "session_id": _text,
        "tracking_token": _text,
    },
    "email": {"address": _text, "domain": _text},
    "event": {
        "transaction_id": _form(r"[^\s\x00-\x1f].{0,127}"),
        "shop_id": _form(r"[^\s\x00-\x1f].{0,127}"),
        "time": _form(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})"),
        "type": _text,
        "party": _form("agent|customer"),
    },
    "order": {
        "amount": _price,
        "currency": _form("[A-Z]{3}"),
        "discount_code": _text,
        "affiliate_id": _text,
        "subaffiliate_id": _text,
        "referrer_uri": _text,
        "is_gift": _truth,
        "has_gift_message": _truth,
    },
    "payment": {"method": _form(_METHODS), "processor": _text, "was_authorized": _truth, "decline_code": _text},
}
ITEM: Mapping[str, Read] = {"category": _text, "item_id": _text, "price": _price, "quantity": _pieces}
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was understood: fields by object, the cart, and what was left out."""

    fields: Mapping[str, Mapping[str, Value]]
    cart: tuple[Mapping[str, Value], ...]
    warnings: tuple[Warned, ...]

    def text(self, part: str, name: str) -> str | None:
        """A text of an object, or nothing."""
        found = self.fields.get(part, {}).get(name)
        return found if isinstance(found, str) else None


def read_asked(document: Mapping[str, object]) -> Asked:
    """Reads what can be used."""
    warnings: list[Warned] = []
    fields = {
        name: _object(document[name], OBJECTS[name], f"/{name}", warnings) for name in OBJECTS if name in document
    }
    unknown = [name for name in document if name not in OBJECTS and name not in ("shopping_cart", "custom_inputs")]
    warnings += [Warned(UNKNOWN, f"`{name[:40]}` is not known here", f"/{_escaped(name)}") for name in unknown]
    return Asked(fields, tuple(_cart(document.get("shopping_cart"), warnings)), tuple(warnings))


def _cart(found: object, warnings: list[Warned]) -> list[Mapping[str, Value]]:
    if found is None:
        return []
    if not isinstance(found, list) or len(found) > MOST_ITEMS:
        warnings.append(Warned(INVALID, f"send a list of at most {MOST_ITEMS} items", "/shopping_cart"))
        return []
    return [_object(each, ITEM, f"/shopping_cart/{number}", warnings) for number, each in enumerate(found)]


def _object(found: object, known: Mapping[str, Read], where: str, warnings: list[Warned]) -> Mapping[str, Value]:
    if not isinstance(found, Mapping):
        warnings.append(Warned(INVALID, "send an object", where))
        return {}
    read: dict[str, Value] = {}
    for name, value in found.items():
        pointer = f"{where}/{_escaped(name)}"
        if name not in known:
            warnings.append(Warned(UNKNOWN, f"`{name[:40]}` is not known here", pointer))
            continue
        try:
            read[name] = known[name](value)
        except UnusableError:
            warnings.append(Warned(INVALID, f"`{name}` has a form that cannot be used; it was left out", pointer))
    return read


def _escaped(name: str) -> str:
    return name[:60].replace("~", "~0").replace("/", "~1")
