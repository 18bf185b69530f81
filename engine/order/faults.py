"""What pydantic says is wrong, as faults with stable codes and sentences that help, none quoting what was sent.

A fault may be logged and shown to people who must not see the buyer's data, so it names the field and never its value.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import get_args, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.errors import Fault
from engine.order.card_leak import holds_card_number
from engine.order.fields import COUNTRY_FORM, GTIN_FORM, HS6_FORM, HS_FORM, TARIFF_FORM, Minor
from engine.order.order import Order
from engine.order.pointer import pointer

Limits = Mapping[str, object]

_NOT_WHOLE = ("int_type", "int_from_float")
_AMOUNT = ("wrong_type", "write the amount in whole minor units, 1999 for EUR 19.99, without quotes")
FORMS: Mapping[str, str] = {
    COUNTRY_FORM: "write two capital letters of ISO 3166-1, such as DE",
    HS_FORM: "write 4 to 12 digits, without dots and spaces",
    HS6_FORM: "write six digits, without dots and spaces, with the zero in front where the code has one",
    TARIFF_FORM: "write 6 to 12 digits, without dots and spaces, with the zero in front where the code has one",
    GTIN_FORM: "write all 8, 12, 13 or 14 digits of the number, with the zeros in front",
}
_DAY: tuple[str, Callable[[Limits], str]] = ("wrong_form", lambda _: "write a day as 2026-11-22, in quotes")
# Pydantic's kind of error: our code, and what to do about it.
SENTENCES: dict[str, tuple[str, Callable[[Limits], str]]] = {
    "missing": ("missing", lambda _: "the field is required; add it"),
    "string_type": ("wrong_type", lambda _: "write the value as text, in quotes"),
    "int_type": ("wrong_type", lambda _: "write the value as a whole number, without quotes"),
    "int_from_float": ("wrong_type", lambda _: "write the value as a whole number, without quotes"),
    "float_type": ("wrong_type", lambda _: "write the value as a number, without quotes"),
    "bool_type": ("wrong_type", lambda _: "write true or false, without quotes"),
    "tuple_type": ("wrong_type", lambda _: "write a list, in square brackets"),
    "dataclass_type": ("wrong_type", lambda _: "write an object, in braces"),
    "datetime_type": ("wrong_type", lambda _: "write a moment as 2026-11-22T09:30:00+01:00, in quotes"),
    "timezone_aware": ("no_timezone", lambda _: "the moment has no zone; end it with Z or an offset such as +08:00"),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "enum": ("unknown_value", lambda limits: f"the word is not known here; use one of {limits['expected']}"),
    "string_pattern_mismatch": ("wrong_form", lambda limits: _form(str(limits["pattern"]))),
    "string_too_long": ("too_long", lambda limits: f"use at most {limits['max_length']} characters"),
    "string_too_short": ("too_short", lambda limits: f"use at least {limits['min_length']} characters"),
    "too_long": ("too_many", lambda limits: f"the list is too long; use at most {limits['max_length']} entries"),
    "too_short": ("too_few", lambda limits: f"the list is too short; add at least {limits['min_length']} entry"),
    "greater_than_equal": ("out_of_range", lambda limits: f"the number is too small; use at least {limits['ge']}"),
    "less_than_equal": ("out_of_range", lambda limits: f"the number is too large; use at most {limits['le']}"),
    "finite_number": ("out_of_range", lambda _: "the number is not finite; leave the field out"),
    "int_parsing_size": ("out_of_range", lambda _: "the number is too large; check its unit"),
    "value_error": ("wrong_form", lambda limits: str(limits["error"])),
}  # fmt: skip
# What shops call a field, where nobody would guess ours by likeness.
_MEANT: Mapping[str, str] = {
    "address1": "line1",
    "address2": "line2",
    "street": "line1",
    "zip": "postcode",
    "zip_code": "postcode",
    "postal_code": "postcode",
    "province": "state",
    "region": "state",
    "country_code": "country",
    "first_name": "name",
    "full_name": "name",
    "line_items": "lines",
    "items": "lines",
    "created_at": "placed_at",
    "price": "unit_price",
    "qty": "quantity",
}
_DATETIME = ("wrong_form", "this is no moment that exists; write it as 2026-11-22T09:30:00+01:00")
_OTHER = ("not_valid", "the value cannot be used here; see the schema of the order document")


def form_faults(error: ValidationError, root: type = Order) -> list[Fault]:
    """One fault for each of pydantic's, in the order of the document, which is read as `root`."""
    details = error.errors(include_url=False, include_input=False)
    # Pydantic leaves faulty entries out before it counts them, and then also finds the list too short.
    inside = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [
        _fault(detail, root) for detail in details if not (detail["type"] == "too_short" and detail["loc"] in inside)
    ]


def _fault(detail: ErrorDetails, root: type) -> Fault:
    kind, where = detail["type"], detail["loc"]
    if kind == "unexpected_keyword_argument":
        return _unknown_field(where, root)
    if kind.startswith("datetime"):
        code, sentence = _DATETIME if kind != "datetime_type" else _said("datetime_type", {})
    elif kind in _NOT_WHOLE and _is_amount(where, root):
        code, sentence = _AMOUNT
    else:
        code, sentence = _said(kind, detail.get("ctx", {}))
    return Fault(pointer(where), code, sentence)


def _said(kind: str, limits: Limits) -> tuple[str, str]:
    if kind not in SENTENCES:
        return _OTHER
    code, sentence = SENTENCES[kind]
    return code, sentence(limits)


def _form(pattern: str) -> str:
    return FORMS.get(pattern, f"the text must match {pattern}")


def _unknown_field(where: tuple[int | str, ...], root: type) -> Fault:
    name = str(where[-1])
    known = fields_at(tuple(part for part in where[:-1] if isinstance(part, str)), root)
    meant = _MEANT.get(name)
    near = [meant] if meant in known else get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else "remove it, or see the schema of the order document"
    # A name is shown, so it must not be the place where a card number comes through.
    shown = where[:-1] if holds_card_number(name) else where
    return Fault(pointer(shown), "unknown_field", f"the field is not known here; {hint}")


def _is_amount(where: tuple[int | str, ...], root: type) -> bool:
    """Whether the field of this place is an amount of money."""
    names = tuple(part for part in where if isinstance(part, str))
    part = _part_at(names[:-1], root)
    hint = get_type_hints(part, include_extras=True).get(names[-1]) if isinstance(part, type) else None
    return hint == Minor or Minor in get_args(hint)


@cache
def fields_at(path: tuple[str, ...], root: type = Order) -> tuple[str, ...]:
    """Names of the fields of the part of an order, or of another `root`, that a path of field names leads to."""
    part = _part_at(path, root)
    return tuple(field.name for field in fields(part)) if isinstance(part, type) and is_dataclass(part) else ()


def _part_at(path: tuple[str, ...], root: type) -> object:
    part: object = root
    for name in path:
        part = _dataclass_in(get_type_hints(part)[name])
    return part


def _dataclass_in(annotation: object) -> object:
    """The dataclass that an annotation such as `tuple[Line, ...] | None` holds."""
    if is_dataclass(annotation):
        return annotation
    return next((found for each in get_args(annotation) if (found := _dataclass_in(each)) is not None), None)
