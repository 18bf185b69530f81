"""Our sentence for each kind of fault that pydantic finds in a body or a parameter, and what to do about it.

The faults of an order document have theirs in `engine.order.faults`, which stand here too wherever they fit; none
quotes what was sent.
"""

from collections.abc import Callable, Mapping

from api.schemas.form_words import FORMS
from engine.order.faults import SENTENCES as OF_ORDERS
from engine.order.faults import Limits

_OBJECT = "write an object, in braces"
_LIST = "write a list, in square brackets"
_MOMENT = "write a moment as 2026-11-22T09:30:00+01:00"
_DAY = "write a day that the calendar has, as 2026-11-22"
OTHER = "the value cannot be used here; see the field in /openapi.json"


def _shortest(limits: Limits) -> str:
    least = limits["min_length"]
    return "the text is empty; write at least one character" if least == 1 else f"use at least {least} characters"


def _fewest(limits: Limits) -> str:
    least = limits["min_length"]
    return f"there are too few; add at least {least} {'entry' if least == 1 else 'entries'}"


def _form(limits: Limits) -> str:
    pattern = str(limits["pattern"])
    return FORMS.get(pattern, f"the text must match {pattern}")


SENTENCES: Mapping[str, Callable[[Limits], str]] = {
    **{kind: said for kind, (_, said) in OF_ORDERS.items()},
    "extra_forbidden": lambda _: "the field is not known here; remove it",
    "model_type": lambda _: _OBJECT,
    "dict_type": lambda _: _OBJECT,
    "list_type": lambda _: _LIST,
    "bool_parsing": lambda _: "write true or false",
    "int_parsing": lambda _: "write a whole number, in digits",
    "float_parsing": lambda _: "write a number, in digits",
    "literal_error": lambda limits: f"the word is not known here; use one of {limits['expected']}",
    "string_pattern_mismatch": _form,
    "string_too_short": _shortest,
    "string_unicode": lambda _: "the text holds half a character; write it anew, as UTF-8",
    "too_short": _fewest,
    "too_long": lambda limits: f"there are too many; use at most {limits['max_length']}",
    "greater_than": lambda limits: f"the number is too small; use more than {limits['gt']}",
    "less_than": lambda limits: f"the number is too large; use less than {limits['lt']}",
    "date_type": lambda _: _DAY,
    "date_parsing": lambda _: _DAY,
    "date_from_datetime_parsing": lambda _: _DAY,
    "date_from_datetime_inexact": lambda _: f"{_DAY}, without a time of day",
    "datetime_type": lambda _: f"{_MOMENT}, in quotes",
    "datetime_parsing": lambda _: f"this is no moment; {_MOMENT}",
    "datetime_from_date_parsing": lambda _: f"this is no moment; {_MOMENT}",
    "datetime_object_invalid": lambda _: f"the moment does not exist; {_MOMENT}",
    "invalid_key": lambda _: "write the name as text, in quotes",
}


def said_of(kind: str, limits: Limits) -> str:
    """Our sentence; `limits` are pydantic's context of the error."""
    return SENTENCES[kind](limits) if kind in SENTENCES else OTHER
