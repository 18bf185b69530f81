"""What pydantic says is wrong with a body or a parameter, as faults that quote nothing of what was sent."""

from collections.abc import Mapping, Sequence

from pydantic_core import ErrorDetails

from api.schemas.fault_sentences import said_of
from engine.errors import Fault
from engine.order.pointer import pointer

# Pydantic's kind of error, by its beginning: our code, which the order document's faults use too.
_CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "string_pattern_mismatch": "wrong_form",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "too_few",
    "greater_than": "out_of_range",
    "less_than": "out_of_range",
    "int_parsing_size": "out_of_range",
    "finite_number": "out_of_range",
    "timezone_aware": "no_timezone",
    "date_parsing": "wrong_form",
    "date_from_datetime": "wrong_form",
    "datetime_parsing": "wrong_form",
    "datetime_from_date": "wrong_form",
    "datetime_object_invalid": "wrong_form",
    "value_error": "wrong_form",
}


def fault_of(detail: ErrorDetails) -> Fault:
    """One fault, at its place in the body."""
    return Fault(pointer(detail["loc"]), code_of(detail["type"]), sentence_of(detail))


def faults_of(details: Sequence[ErrorDetails]) -> Sequence[Fault]:
    """All of them; entries that have faults of their own are no reason to call their list too short."""
    inside = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [fault_of(each) for each in details if not (each["type"] == "too_short" and each["loc"] in inside)]


def code_of(kind: str) -> str:
    """Our word for a kind of pydantic's."""
    found = (code for beginning, code in _CODES.items() if kind.startswith(beginning))
    if (code := next(found, None)) is not None:
        return code
    return "wrong_type" if kind.endswith("_type") else "not_valid"


def sentence_of(detail: ErrorDetails) -> str:
    """What is wrong in our words, and what would be right."""
    return said_of(detail["type"], detail.get("ctx", {}))


def parameter_sentence_of(detail: ErrorDetails) -> str:
    """The same of a parameter or a header, which is no field and stands in no quotes."""
    if detail["type"] == "missing":
        return "it is required; give it"
    return sentence_of(detail).removesuffix(", in quotes")
